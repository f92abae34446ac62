package evaluation

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
)

// Of is what was answered about some meetings, for the secretariat and jobs. Those
// whose result is not shown are left out: nobody was asked, it can still be
// answered, or too few did.
func Of(ctx context.Context, tx *db.Tx, meetings ...id.Meeting) (map[id.Meeting]Result, error) {
	if err := mayLead(tx.Actor); err != nil {
		return nil, err
	}
	return results(ctx, tx, meetings)
}

// Means is what was answered about a meeting on average, for those who take part:
// no texts. shown is false to everybody else, and when there is nothing to show.
func Means(ctx context.Context, tx *db.Tx, p id.Programme, m id.Meeting) (r Result, shown bool, err error) {
	if mayLead(tx.Actor) != nil {
		member, err := isMember(ctx, tx, p, m)
		if err != nil || !member {
			return r, false, err
		}
	}
	found, err := results(ctx, tx, []id.Meeting{m})
	r = found[m]
	r.Texts = nil
	return r, r.Shown(), err
}

func results(ctx context.Context, tx *db.Tx, meetings []id.Meeting) (map[id.Meeting]Result, error) {
	known, err := byMeetings(ctx, tx, meetings)
	if err != nil {
		return nil, err
	}
	var closed []id.Meeting
	for m, e := range known {
		if e.State == Closed {
			closed = append(closed, m)
		}
	}
	list, err := answersTo(ctx, tx, closed)
	said := map[id.Meeting][]Answer{}
	for _, a := range list {
		said[a.Meeting] = append(said[a.Meeting], a)
	}
	found := map[id.Meeting]Result{}
	for m, answers := range said {
		if r := resultOf(known[m].Invited, answers); r.Shown() {
			found[m] = r
		}
	}
	return found, err
}
