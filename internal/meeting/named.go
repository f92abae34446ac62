package meeting

import (
	"context"

	"faelled/internal/audit"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/when"
)

// Objects is what meetings are called, for the pages that have only ids.
func Objects(ctx context.Context, tx *db.Tx, ids []string) (audit.Names, error) {
	list := make([]id.Meeting, len(ids))
	for i, one := range ids {
		list[i] = id.Meeting(one)
	}
	meetings, err := ByIDs(ctx, tx, list)
	found := audit.Names{}
	for one, m := range meetings {
		text := when.Day(ctx, m.Day)
		if m.Title != "" {
			text = m.Title + ", " + text
		}
		found[string(one)] = audit.Named{Text: text, Href: StaffPath(one)}
	}
	return found, err
}
