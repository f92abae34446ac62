package people

import (
	"context"
	"fmt"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
)

func limitsOf(ctx context.Context, tx *db.Tx, org id.Org) ([]Limit, error) {
	var rows []struct {
		Field    string
		Minor    int64
		Currency string
	}
	if err := tx.Select(ctx, &rows, `SELECT field, minor, currency FROM mandates WHERE org = $1 ORDER BY field`, org); err != nil {
		return nil, fmt.Errorf("limits of %s: %w", org, err)
	}
	limits := make([]Limit, len(rows))
	for i, r := range rows {
		limits[i] = Limit{r.Field, money.Money{Minor: r.Minor, Currency: r.Currency}}
	}
	return limits, nil
}

func saveLimit(ctx context.Context, tx *db.Tx, org id.Org, l Limit) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO mandates (org, field, minor, currency) VALUES ($1, $2, $3, $4)
		ON CONFLICT (org, field) DO UPDATE SET minor = excluded.minor, currency = excluded.currency`,
		org, l.Field, l.Amount.Minor, l.Amount.Currency)
	return err
}

func deleteLimit(ctx context.Context, tx *db.Tx, org id.Org, field string) (bool, error) {
	return one(tx.Exec(ctx, `DELETE FROM mandates WHERE org = $1 AND field = $2`, org, field))
}

// signersOf are those who sign and still have the role, by name.
func signersOf(ctx context.Context, tx *db.Tx, org id.Org) (list []Signatory, err error) {
	err = tx.Select(ctx, &list, `
		SELECT s.field, p.id, p.name, p.email, p.title, p.phone, p.lang, p.sort_key, p.org, p.state
		FROM signers s JOIN persons p ON p.id = s.person JOIN roles r ON r.person = s.person AND r.role = $2 AND r.scope = $3
		WHERE s.org = $1 AND p.org = $1 AND p.state = 'active' ORDER BY p.sort_key, p.id, s.field`, org, access.Signer, access.At(org))
	if err != nil {
		return nil, fmt.Errorf("signers of %s: %w", org, err)
	}
	return list, nil
}

func insertSigner(ctx context.Context, tx *db.Tx, org id.Org, field string, who id.Person) (bool, error) {
	return one(tx.Exec(ctx, `INSERT INTO signers (org, field, person) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`, org, field, who))
}

func deleteSigner(ctx context.Context, tx *db.Tx, org id.Org, field string, who id.Person) (bool, error) {
	return one(tx.Exec(ctx, `DELETE FROM signers WHERE org = $1 AND field = $2 AND person = $3`, org, field, who))
}

func saveGLN(ctx context.Context, tx *db.Tx, org id.Org, g GLN) (ours bool, err error) {
	return one(tx.Exec(ctx, `
		INSERT INTO org_glns (gln, org, label, field) VALUES ($1, $2, $3, $4)
		ON CONFLICT (gln) DO UPDATE SET label = excluded.label, field = excluded.field
		WHERE org_glns.org = excluded.org`, g.Number, org, g.Label, g.Field))
}

func deleteGLN(ctx context.Context, tx *db.Tx, org id.Org, number string) (bool, error) {
	return one(tx.Exec(ctx, `DELETE FROM org_glns WHERE org = $1 AND gln = $2`, org, number))
}
