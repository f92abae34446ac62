package waiting

import (
	"context"

	"faelled/internal/audit"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/personal"
)

// Personal is what the capability's tables hold about people.
var Personal = []personal.Holding{
	{
		Table: "waits", Columns: []string{"person", "guests", "email", "buyer_ref", "message", "reason"},
		What: i18n.Key("waiting.personal_waits"), Why: i18n.Key("waiting.personal_waits_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("waiting.personal_waits_keep"),
	},
	{
		Table: "wait_guests", Columns: []string{"email"},
		What: i18n.Key("waiting.personal_guests"), Why: i18n.Key("waiting.personal_guests_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("waiting.personal_guests_keep"),
	},
}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"waiting.joined":    i18n.Key("waiting.did_join"),
	"waiting.left":      i18n.Key("waiting.did_leave"),
	"waiting.accepted":  i18n.Key("waiting.did_accept"),
	"waiting.preferred": i18n.Key("waiting.did_prefer"),
	"waiting.handed":    i18n.Key("waiting.did_hand"),
	"waiting.seated":    i18n.Key("waiting.did_seat"),
}

// Objects is what waits are called, for the pages that have only ids.
func Objects(ctx context.Context, tx *db.Tx, ids []string) (audit.Names, error) {
	waits, err := byIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var orgs []id.Org
	var meetings []id.Meeting
	for _, w := range waits {
		orgs, meetings = append(orgs, w.Org), append(meetings, w.Meeting)
	}
	from, err := people.Orgs(ctx, tx, orgs)
	if err != nil {
		return nil, err
	}
	at, err := meeting.ByIDs(ctx, tx, meetings)
	found := audit.Names{}
	for _, w := range waits {
		found[string(w.ID)] = audit.Named{
			Text: i18n.F(ctx, "waiting.named", i18n.Args{"Org": from[w.Org].Name, "Title": at[w.Meeting].Title}),
			Href: StaffPath(w.Meeting),
		}
	}
	return found, err
}
