package people

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// reach is locked by whoever may give an organisation a number or a domain: no
// two have the same, and the second is told so at the field.
const reach = "reach"

// AddOrg adds an organisation: for administrators and the program's first start.
// Faults are under kind, name, cvr, email, gln_0, domain_0 and so on.
func AddOrg(ctx context.Context, tx *db.Tx, n NewOrg) (id.Org, error) {
	if err := mayManageOrgs(tx.Actor); err != nil {
		return "", err
	}
	if n.Code != "" || len(n.GLNs)+len(n.Domains) > 0 { // one with neither competes with nobody
		if err := tx.Lock(ctx, db.People, reach); err != nil {
			return "", err
		}
	}
	o := Org{ID: id.Org(tx.NewID())}
	if err := check(ctx, tx, &n, o.ID); err != nil {
		return "", err
	}
	o = n.fill(o)
	if err := insertOrgs(ctx, tx, []Org{o}); err != nil {
		return "", err
	}
	if err := insertNames(ctx, tx, []nameRow{firstName(o)}); err != nil {
		return "", err
	}
	if err := replaceReach(ctx, tx, o.ID, n.GLNs, n.Domains); err != nil {
		return "", err
	}
	return o.ID, tx.Audit(ctx, "people.org_added", string(o.ID), nil)
}

// EditOrg changes all but the name, which RenameOrg changes: it has a history.
// For the secretariat. Faults are as for AddOrg.
func EditOrg(ctx context.Context, tx *db.Tx, one id.Org, n NewOrg) error {
	if err := mayEditOrg(tx.Actor); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.People, "org "+string(one), reach); err != nil {
		return err
	}
	o, err := OrgByID(ctx, tx, one)
	if err != nil {
		return err
	}
	n.Name, n.OfficialName = o.Name, o.OfficialName
	if err := check(ctx, tx, &n, one); err != nil {
		return err
	}
	if err := updateOrg(ctx, tx, n.fill(o)); err != nil {
		return err
	}
	if err := replaceReach(ctx, tx, one, n.GLNs, n.Domains); err != nil {
		return err
	}
	return tx.Audit(ctx, "people.org_edited", string(one), nil)
}

// RenameOrg gives an organisation another name from a day on; the old one is
// kept in its history. For the secretariat. Faults are under name,
// official_name and from.
func RenameOrg(ctx context.Context, tx *db.Tx, one id.Org, name, officialName string, from when.Date) error {
	if err := mayEditOrg(tx.Actor); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.People, "org "+string(one)); err != nil {
		return err
	}
	o, err := OrgByID(ctx, tx, one)
	if err != nil {
		return err
	}
	names, err := NamesOf(ctx, tx, one)
	if err != nil {
		return err
	}
	o.Name, o.OfficialName = name, officialName
	if err := checkRename(&o, names, from); err != nil {
		return err
	}
	o.SortKey = i18n.SortKey(o.Name)
	n, err := endName(ctx, tx, one, from.Add(-1))
	if err != nil {
		return err
	}
	next := nameRow{OrgName{o.Name, o.OfficialName, from, ""}, one, n + 1}
	if err := insertNames(ctx, tx, []nameRow{next}); err != nil {
		return err
	}
	if err := updateOrg(ctx, tx, o); err != nil {
		return err
	}
	return tx.Audit(ctx, "people.org_renamed", string(one), from)
}

// check tidies the fields in place and notes every fault, also that another
// organisation has a number or a domain.
func check(ctx context.Context, tx *db.Tx, n *NewOrg, own id.Org) error {
	var bad problem.Fields
	n.checkFields(&bad)
	if err := n.checkOwners(ctx, tx, own, &bad); err != nil {
		return err
	}
	n.GLNs = slices.DeleteFunc(n.GLNs, func(g GLN) bool { return g.Number == "" })
	n.Domains = slices.DeleteFunc(n.Domains, func(d string) bool { return d == "" })
	return bad.Err()
}

func (n *NewOrg) checkOwners(ctx context.Context, tx *db.Tx, own id.Org, bad *problem.Fields) error {
	note := func(name string, owner id.Org, err error) error {
		if err == nil && owner != own {
			bad.Add(name, "people.taken", "")
		}
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	}
	owner, err := ownerOfCode(ctx, tx, n.Code)
	err = note("code", owner, err)
	for i, g := range n.GLNs {
		if err == nil {
			owner, err = ownerOfGLN(ctx, tx, g.Number)
			err = note(fmt.Sprint("gln_", i), owner, err)
		}
	}
	for i, domain := range n.Domains {
		if err == nil {
			owner, err = ownerOfDomain(ctx, tx, domain)
			err = note(fmt.Sprint("domain_", i), owner, err)
		}
	}
	return err
}
