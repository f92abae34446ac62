package message

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/renewal"
	"faelled/internal/waiting"
)

// queueing are those who put people on a waiting list. They are written to and not
// those who wait: what there is to decide is theirs.
func queueing(ctx context.Context, tx *db.Tx, m Message) (list []named, err error) {
	waits, err := waiting.InProgramme(ctx, tx, m.Programme)
	if err != nil {
		return nil, err
	}
	seen := map[id.Person]bool{}
	for _, w := range waits {
		if m.Meeting != "" && w.Meeting != m.Meeting || seen[w.Person] {
			continue
		}
		seen[w.Person] = true
		list = append(list, named{Person: w.Person, Org: w.Org, OrderRef: w.OrderRef})
	}
	return list, nil
}

// silent are the contact persons of those who are asked whether they go on in the
// programme, or from it into the next season, and have not answered.
func silent(ctx context.Context, tx *db.Tx, m Message) (list []named, err error) {
	orgs, err := renewal.SilentIn(ctx, tx, m.Programme)
	if err != nil {
		return nil, err
	}
	persons, err := people.ContactsOf(ctx, tx, orgs)
	for _, p := range persons {
		list = append(list, named{Person: p.ID, Org: p.Org})
	}
	return list, err
}
