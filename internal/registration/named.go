package registration

import (
	"context"

	"faelled/internal/audit"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/programme"
)

// Objects is what registrations are called, for the pages that have only ids.
func Objects(ctx context.Context, tx *db.Tx, ids []string) (audit.Names, error) {
	records, err := recordsByID(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var orgs []id.Org
	var programmes []id.Programme
	for _, r := range records {
		orgs, programmes = append(orgs, r.Org), append(programmes, r.Programme)
	}
	from, err := people.Orgs(ctx, tx, orgs)
	if err != nil {
		return nil, err
	}
	to, err := programme.ByIDs(ctx, tx, programmes)
	found := audit.Names{}
	for _, r := range records {
		found[string(r.ID)] = audit.Named{
			Text: i18n.F(ctx, "registration.named", i18n.Args{"Number": Number(r.Number), "Org": orgName(from[r.Org])}),
			Href: ReceiptPath(to[r.Programme], r.Number),
		}
	}
	return found, err
}
