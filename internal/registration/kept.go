package registration

import (
	"cmp"
	"context"
	"slices"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
)

// stay is how long somebody had a seat at a meeting.
type stay struct {
	Meeting id.Meeting
	From    time.Time  `db:"created_at"`
	To      *time.Time `db:"left_at"` // nil: they still have it
}

// kept is how many people an organisation pays for at a meeting, however few
// come: the most it has had since the last free day was over. Somebody who comes
// in another's place takes over what is paid, and so does somebody who waits in line:
// those who wait are paid for as far as they are more, with those who sit.
func kept(m meeting.Meeting, stays []stay, now time.Time) (most int64) {
	settled := settlesAt(m)
	if now.Before(settled) {
		return 0
	}
	type step struct {
		at time.Time
		by int64
	}
	var steps []step
	n := int64(0) // as the last free day ended
	for _, s := range stays {
		switch {
		case s.To != nil && s.To.Before(settled):
			continue
		case s.From.Before(settled):
			n++
		default:
			steps = append(steps, step{s.From, 1})
		}
		if s.To != nil {
			steps = append(steps, step{*s.To, -1})
		}
	}
	slices.SortFunc(steps, func(a, b step) int { // one who leaves makes room for one who comes at the same moment
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.by, b.by))
	})
	most = n
	for _, s := range steps {
		n += s.by
		most = max(most, n)
	}
	return most
}

// keptOf is kept for some meetings. It asks nothing when all can still be left
// freely, as nearly always.
func keptOf(ctx context.Context, tx *db.Tx, meetings []meeting.Meeting, org id.Org) (map[id.Meeting]int64, error) {
	settled := slices.DeleteFunc(slices.Clone(meetings), func(m meeting.Meeting) bool { return tx.Now.Before(settlesAt(m)) })
	if len(settled) == 0 {
		return nil, nil
	}
	stays, err := staysOf(ctx, tx, idsOf(settled), org)
	if err != nil {
		return nil, err
	}
	paid := map[id.Meeting]int64{}
	for _, m := range settled {
		paid[m.ID] = kept(m, stays[m.ID], tx.Now)
	}
	return paid, nil
}
