package people

import (
	"context"
	"fmt"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/when"
)

const (
	orgColumns    = `id, kind, name, official_name, sort_key, code, cvr, street, postcode, city, region, email, phone, population`
	personColumns = `id, name, email, title, phone, lang, sort_key, org, state, COALESCE(merged_into, '') AS merged_into`
)

func orgByID(ctx context.Context, tx *db.Tx, one id.Org) (o Org, err error) {
	return o, tx.Get(ctx, &o, `SELECT `+orgColumns+` FROM orgs WHERE id = $1`, one)
}

func orgsByID(ctx context.Context, tx *db.Tx, ids []id.Org) (list []Org, err error) {
	return list, tx.SelectIn(ctx, &list, `SELECT `+orgColumns+` FROM orgs WHERE id IN (?)`, ids)
}

func allOrgs(ctx context.Context, tx *db.Tx) (list []Org, err error) {
	return list, tx.Select(ctx, &list, `SELECT `+orgColumns+` FROM orgs ORDER BY sort_key, id`)
}

func orgByDomain(ctx context.Context, tx *db.Tx, domain string) (o Org, err error) {
	return o, tx.Get(ctx, &o, `
		SELECT `+orgColumns+` FROM orgs WHERE id = (SELECT org FROM org_domains WHERE domain = $1)`, domain)
}

func glnsOf(ctx context.Context, tx *db.Tx, of id.Org) (list []GLN, err error) {
	return list, tx.Select(ctx, &list, `SELECT gln, label, field FROM org_glns WHERE org = $1 ORDER BY gln`, of)
}

func domainsOf(ctx context.Context, tx *db.Tx, of id.Org) (list []string, err error) {
	return list, tx.Select(ctx, &list, `SELECT domain FROM org_domains WHERE org = $1 ORDER BY domain`, of)
}

func namesOf(ctx context.Context, tx *db.Tx, of id.Org) (list []OrgName, err error) {
	return list, tx.Select(ctx, &list, `
		SELECT name, official_name, valid_from, valid_to FROM org_names WHERE org = $1 ORDER BY n DESC`, of)
}

func personByID(ctx context.Context, tx *db.Tx, one id.Person) (p Person, err error) {
	return p, tx.Get(ctx, &p, `SELECT `+personColumns+` FROM persons WHERE id = $1`, one)
}

func personByMail(ctx context.Context, tx *db.Tx, email string) (p Person, err error) {
	return p, tx.Get(ctx, &p, `
		SELECT `+personColumns+` FROM persons WHERE id = (SELECT COALESCE(merged_into, id) FROM persons WHERE email = $1)`, email)
}

func personsByID(ctx context.Context, tx *db.Tx, ids []id.Person) (list []Person, err error) {
	return list, tx.SelectIn(ctx, &list, `SELECT `+personColumns+` FROM persons WHERE id IN (?)`, ids)
}

// reached is somebody with the address that was asked for: it may be one from
// before they were merged.
type reached struct {
	Asked string
	Person
}

func personsByMail(ctx context.Context, tx *db.Tx, emails []string) (list []reached, err error) {
	return list, tx.SelectIn(ctx, &list, `
		SELECT a.email AS asked, p.id, p.name, p.email, p.title, p.phone, p.lang, p.sort_key, p.org, p.state, COALESCE(p.merged_into, '') AS merged_into
		FROM persons a JOIN persons p ON p.id = COALESCE(a.merged_into, a.id) WHERE a.email IN (?)`, emails)
}

func personsOf(ctx context.Context, tx *db.Tx, org id.Org) (list []Person, err error) {
	return list, tx.Select(ctx, &list, `
		SELECT `+personColumns+` FROM persons WHERE org = $1 AND state <> 'ended' ORDER BY sort_key, id`, org)
}

func pending(ctx context.Context, tx *db.Tx) (list []Person, err error) {
	return list, tx.Select(ctx, &list, `SELECT `+personColumns+` FROM persons WHERE state = 'pending' ORDER BY since, id`)
}

// holders are the active persons with one of some roles in a scope, by name.
func holders(ctx context.Context, tx *db.Tx, in access.Scope, roles ...access.Role) (list []Person, err error) {
	return list, tx.SelectIn(ctx, &list, `
		SELECT `+personColumns+` FROM persons
		WHERE state = 'active' AND id IN (SELECT person FROM roles WHERE scope = ? AND role IN (?))
		ORDER BY sort_key, id`, in, roles)
}

func grantsOf(ctx context.Context, tx *db.Tx, of id.Person) (list []access.Grant, err error) {
	return list, tx.Select(ctx, &list, `
		SELECT r.role, r.scope FROM roles r JOIN persons p ON p.id = r.person
		WHERE r.person = $1 AND p.state = 'active' ORDER BY r.role, r.scope`, of)
}

func insertOrgs(ctx context.Context, tx *db.Tx, rows []Org) error {
	_, err := tx.Named(ctx, `
		INSERT INTO orgs (id, kind, name, official_name, sort_key, code, cvr, street, postcode, city, region, email, phone, population)
		VALUES (:id, :kind, :name, :official_name, :sort_key, :code, :cvr, :street, :postcode, :city, :region, :email, :phone, :population)`, rows)
	if err != nil {
		return fmt.Errorf("insert organisations: %w", err)
	}
	return nil
}

func updateOrg(ctx context.Context, tx *db.Tx, o Org) error {
	_, err := tx.Named(ctx, `
		UPDATE orgs SET kind = :kind, name = :name, official_name = :official_name, sort_key = :sort_key, code = :code, cvr = :cvr,
			street = :street, postcode = :postcode, city = :city, region = :region, email = :email, phone = :phone, population = :population
		WHERE id = :id`, o)
	if err != nil {
		return fmt.Errorf("update organisation %s: %w", o.ID, err)
	}
	return nil
}

// codes are those of the municipalities we already have.
func codes(ctx context.Context, tx *db.Tx) (list []string, err error) {
	return list, tx.Select(ctx, &list, `SELECT code FROM orgs WHERE code <> ''`)
}

// nameRow is one name of one organisation; N counts them from 1.
type nameRow struct {
	OrgName
	Org id.Org
	N   int64
}

func insertNames(ctx context.Context, tx *db.Tx, rows []nameRow) error {
	_, err := tx.Named(ctx, `
		INSERT INTO org_names (org, name, official_name, valid_from, valid_to, n)
		VALUES (:org, :name, :official_name, :valid_from, :valid_to, :n)`, rows)
	if err != nil {
		return fmt.Errorf("insert names: %w", err)
	}
	return nil
}

// endName ends the name that holds until further notice, and tells its number.
func endName(ctx context.Context, tx *db.Tx, of id.Org, last when.Date) (n int64, err error) {
	return n, tx.Get(ctx, &n, `
		UPDATE org_names SET valid_to = $1
		WHERE org = $2 AND n = (SELECT MAX(n) FROM org_names WHERE org = $2) RETURNING n`, last, of)
}

// owner is the organisation with this number or domain; sql.ErrNoRows for none.
func ownerOfGLN(ctx context.Context, tx *db.Tx, gln string) (o id.Org, err error) {
	return o, tx.Get(ctx, &o, `SELECT org FROM org_glns WHERE gln = $1`, gln)
}

func ownerOfDomain(ctx context.Context, tx *db.Tx, domain string) (o id.Org, err error) {
	return o, tx.Get(ctx, &o, `SELECT org FROM org_domains WHERE domain = $1`, domain)
}

func ownerOfCode(ctx context.Context, tx *db.Tx, code string) (o id.Org, err error) {
	return o, tx.Get(ctx, &o, `SELECT id FROM orgs WHERE code = $1 AND code <> ''`, code)
}

// replaceReach puts an organisation's numbers and domains in place of those it had.
func replaceReach(ctx context.Context, tx *db.Tx, org id.Org, glns []GLN, domains []string) error {
	if _, err := tx.Exec(ctx, `DELETE FROM org_glns WHERE org = $1`, org); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `DELETE FROM org_domains WHERE org = $1`, org); err != nil {
		return err
	}
	for _, g := range glns {
		if _, err := tx.Exec(ctx, `INSERT INTO org_glns (gln, org, label, field) VALUES ($1, $2, $3, $4)`, g.Number, org, g.Label, g.Field); err != nil {
			return fmt.Errorf("insert GLN of %s: %w", org, err)
		}
	}
	for _, domain := range domains {
		if _, err := tx.Exec(ctx, `INSERT INTO org_domains (domain, org) VALUES ($1, $2)`, domain, org); err != nil {
			return fmt.Errorf("insert domain of %s: %w", org, err)
		}
	}
	return nil
}
