package people

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
)

// ByMails finds the people with some addresses, however they are written, in one
// query. The keys are as ParseEmail gives them; what is no address, and whom
// nobody knows, is left out. For org's contact persons and
// signers, the secretariat and jobs.
func ByMails(ctx context.Context, tx *db.Tx, org id.Org, emails []string) (map[string]Person, error) {
	if err := mayName(tx.Actor, org); err != nil {
		return nil, err
	}
	var guests []Guest
	for _, e := range emails {
		if email, ok := ParseEmail(e); ok {
			guests = append(guests, Guest{Email: email})
		}
	}
	if len(guests) == 0 {
		return nil, nil
	}
	return byMail(ctx, tx, guests)
}
