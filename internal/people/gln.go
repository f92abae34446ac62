package people

import (
	"context"
	"slices"
	"strconv"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// mayKeepGLNs: where invoices go is for those who act for an organisation.
func mayKeepGLNs(who access.Actor, org id.Org) error { return maySeeMandate(who, org) }

// KeepGLN adds an address for invoices, or changes the label and field of one they
// have. For the organisation's contact persons and signers, and the secretariat.
// Faults are under ean and navn.
func KeepGLN(ctx context.Context, tx *db.Tx, org id.Org, g GLN) error {
	if err := mayKeepGLNs(tx.Actor, org); err != nil {
		return err
	}
	var bad problem.Fields
	number, ok := ParseGLN(g.Number)
	if n := count(g.Number); n != glnDigits {
		bad.Add("ean", "people.gln_length", strconv.Itoa(n))
	} else if !ok {
		bad.Add("ean", "people.gln_check", "")
	}
	checkLine(&bad, "navn", &g.Label)
	bad = append(bad, checkField("felt", &g.Field)...)
	if err := bad.Err(); err != nil {
		return err
	}
	g.Number = number
	if err := tx.Lock(ctx, db.People, reach); err != nil {
		return err
	}
	ours, err := saveGLN(ctx, tx, org, g)
	if err != nil {
		return err
	}
	if !ours {
		return problem.Fields{{Name: "ean", Key: "people.gln_elsewhere"}}.Err()
	}
	return tx.Audit(ctx, "people.gln_kept", string(org), map[string]any{"gln": g.Number, "field": g.Field})
}

// DropGLN takes one away. For the same. Invoices that were sent keep theirs.
func DropGLN(ctx context.Context, tx *db.Tx, org id.Org, number string) error {
	if err := mayKeepGLNs(tx.Actor, org); err != nil {
		return err
	}
	if gone, err := deleteGLN(ctx, tx, org, number); err != nil || !gone {
		return err
	}
	return tx.Audit(ctx, "people.gln_dropped", string(org), map[string]any{"gln": number})
}

// ForField puts the addresses first that are for a field of work, then those for
// all fields, and leaves the order else as it is.
func ForField(glns []GLN, field string) []GLN {
	rank := func(g GLN) int {
		switch {
		case field != "" && sameField(g.Field, field):
			return 0
		case g.Field == "":
			return 1
		}
		return 2
	}
	glns = slices.Clone(glns)
	slices.SortStableFunc(glns, func(a, b GLN) int { return rank(a) - rank(b) })
	return glns
}
