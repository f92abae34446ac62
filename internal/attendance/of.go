package attendance

import (
	"context"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
)

// Entry is how it stands with one person at one meeting.
type Entry struct {
	Org   id.Org // whose seat it is
	State State
	At    time.Time // UTC, when it was marked
}

// Roll is who came to a meeting. It has only those about whom somebody said
// something; of all others nothing is known, and least of all that they stayed
// away.
type Roll map[id.Person]Entry

// Known tells whether anybody was marked as there: only then does the number of
// those who came mean anything.
func (r Roll) Known() bool { return r.Came() > 0 }

// Came is how many were there.
func (r Roll) Came() (n int) {
	for _, e := range r {
		if e.State == Came {
			n++
		}
	}
	return n
}

// CameFrom is how many were there from each organisation.
func (r Roll) CameFrom() map[id.Org]int {
	n := map[id.Org]int{}
	for _, e := range r {
		if e.State == Came {
			n[e.Org]++
		}
	}
	return n
}

// Of is who came to some meetings, for the secretariat and jobs. A meeting where
// nothing was marked is left out.
func Of(ctx context.Context, tx *db.Tx, meetings ...id.Meeting) (map[id.Meeting]Roll, error) {
	if err := mayReadAll(tx.Actor); err != nil {
		return nil, err
	}
	return rolls(ctx, tx, meetings)
}

// OfOrg is who of one organisation came, for its contact persons.
func OfOrg(ctx context.Context, tx *db.Tx, org id.Org, meetings ...id.Meeting) (map[id.Meeting]Roll, error) {
	if err := mayReadOwn(tx.Actor, org); err != nil {
		return nil, err
	}
	found, err := rolls(ctx, tx, meetings)
	for _, roll := range found {
		for p, e := range roll {
			if e.Org != org {
				delete(roll, p)
			}
		}
	}
	return found, err
}

// atDoor is how it stands at a meeting, for those who receive the guests.
func atDoor(ctx context.Context, tx *db.Tx, m meeting.Meeting) (Roll, error) {
	if err := mayReceive(tx.Actor, m.Programme); err != nil {
		return nil, err
	}
	found, err := rolls(ctx, tx, []id.Meeting{m.ID})
	return found[m.ID], err
}

func rolls(ctx context.Context, tx *db.Tx, meetings []id.Meeting) (map[id.Meeting]Roll, error) {
	rows, err := marksAt(ctx, tx, meetings)
	if err != nil {
		return nil, err
	}
	marks, orgs := map[id.Meeting][]Mark{}, map[string]id.Org{}
	for _, r := range rows {
		marks[r.Meeting] = append(marks[r.Meeting], r.Mark)
		orgs[string(r.Meeting)+r.ID] = r.Org
	}
	found := map[id.Meeting]Roll{}
	for m, list := range marks {
		roll := Roll{}
		for p, mark := range standing(list) {
			if mark.State != Unknown {
				roll[p] = Entry{Org: orgs[string(m)+mark.ID], State: mark.State, At: mark.At}
			}
		}
		if len(roll) > 0 {
			found[m] = roll
		}
	}
	return found, nil
}
