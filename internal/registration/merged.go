package registration

import (
	"context"
	"errors"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
)

// Merged makes everything the kept person's that two people had who are one, see
// people.Merge. What was sent by the gone one, and the forms they left, first; then
// the seats, an organisation in a programme at a time. Their places in line follow, and
// last those that the kept one has with organisations the gone one was not with. A
// meeting where both have a seat and that has not begun keeps one: the other is given
// up as by a withdrawal, with the money back that this means, and the person is told
// nothing, because they come as before. Where the meeting has begun, both stay: they
// were paid for. It may be called any number of times.
func Merged(ctx context.Context, d *db.DB, who access.Actor, m people.Merged) error {
	var groups []memberKey
	err := d.Write(ctx, who, func(ctx context.Context, tx *db.Tx) (err error) {
		if err := maySeeAll(tx.Actor); err != nil {
			return err
		}
		if err := inherit(ctx, tx, m); err != nil {
			return err
		}
		if groups, err = groupsOf(ctx, tx, m.Gone); err != nil {
			return err
		}
		waits, err := standbysWhere(ctx, tx, `person = $1`, m.Kept)
		for _, w := range waits {
			if g := (memberKey{w.Programme, w.Org}); !slices.Contains(groups, g) {
				groups = append(groups, g)
			}
		}
		return err
	})
	for _, g := range groups {
		if err != nil {
			return err
		}
		err = d.Write(ctx, who, func(ctx context.Context, tx *db.Tx) error { return unite(ctx, tx, g, m) })
	}
	return err
}

// memberKey is one organisation in one programme.
type memberKey struct {
	Programme id.Programme
	Org       id.Org
}

func groupsOf(ctx context.Context, tx *db.Tx, who id.Person) (groups []memberKey, err error) {
	seats, err := seatsWhere(ctx, tx, `person = $1`, who)
	if err != nil {
		return nil, err
	}
	waits, err := standbysWhere(ctx, tx, `person = $1`, who)
	for _, w := range waits {
		seats = append(seats, w.Seat)
	}
	for _, s := range seats {
		if g := (memberKey{s.Programme, s.Org}); !slices.Contains(groups, g) {
			groups = append(groups, g)
		}
	}
	return groups, err
}

// unite moves the seats of one organisation in one programme.
func unite(ctx context.Context, tx *db.Tx, g memberKey, m people.Merged) error {
	if err := tx.Lock(ctx, db.Memberships, member(g.Programme, g.Org)); err != nil {
		return err
	}
	seats, err := seatsWhere(ctx, tx, `person IN ($1, $2) AND programme = $3`, m.Gone, m.Kept, g.Programme)
	if err != nil {
		return err
	}
	meetings, err := meeting.InProgramme(ctx, tx, g.Programme)
	if err != nil {
		return err
	}
	if err := uniteLines(ctx, tx, g, seats, m); err != nil {
		return err
	}
	var moves []id.Seat
	double := Leaver{Programme: g.Programme, Org: g.Org, Person: m.Gone}
	for _, s := range seats {
		if s.Person != m.Gone || s.Org != g.Org {
			continue
		}
		if !slices.ContainsFunc(seats, func(o Seat) bool { return o.Person == m.Kept && o.Meeting == s.Meeting }) {
			moves = append(moves, s.ID)
			continue
		}
		i := slices.IndexFunc(meetings, is(s.Meeting))
		if i >= 0 && len(checkComing(meetings[i], tx.Now)) == 0 {
			double.Meetings = append(double.Meetings, s.Meeting)
		}
	}
	if err := moveSeats(ctx, tx, moves, m.Kept); err != nil || len(double.Meetings) == 0 {
		return err
	}
	return giveUpDouble(ctx, tx, double, m.Kept)
}

// uniteLines moves the places in line of one organisation in one programme. Where the
// kept one, or both together, has a seat or another place too it is given up, and paid
// back; the group may fit then. Seats are locked here once, for giveUpDouble too.
func uniteLines(ctx context.Context, tx *db.Tx, g memberKey, seats []Seat, m people.Merged) error {
	rows, err := standbysWhere(ctx, tx, `person IN ($1, $2) AND org = $3 AND programme = $4`, m.Kept, m.Gone, g.Org, g.Programme)
	if err != nil || len(rows) == 0 {
		return err
	}
	var at []id.Meeting
	for _, s := range seats {
		at = append(at, s.Meeting)
	}
	for _, r := range rows {
		at = append(at, r.Meeting)
	}
	if err := tx.Lock(ctx, db.Seats, texts(at)...); err != nil {
		return err
	}
	for _, r := range rows {
		sits := slices.ContainsFunc(seats, func(s Seat) bool { return s.Meeting == r.Meeting })
		if !sits && r.Person == m.Kept {
			continue
		}
		if !sits {
			if moved, err := handStandby(ctx, tx, r.Seat, m.Kept); err != nil || moved {
				if err != nil {
					return err
				}
				continue
			}
		}
		if _, err := endStandbys(ctx, tx, []Seat{r.Seat}); err != nil {
			return err
		}
		one, err := meeting.ByID(ctx, tx, r.Meeting)
		if err != nil {
			return err
		}
		if err := errors.Join(tellFreed(ctx, tx, one.ID), refund(ctx, tx, one, g.Org, 1)); err != nil {
			return err
		}
	}
	return nil
}

// giveUpDouble gives up the seats where both have one, last of all.
func giveUpDouble(ctx context.Context, tx *db.Tx, l Leaver, kept id.Person) error {
	d, err := departing(ctx, tx, l)
	if err != nil {
		return err
	}
	err = errors.Join(d.giveBack(ctx, tx, l), tx.Audit(ctx, "registration.united", string(kept), map[string]any{
		"programme": l.Programme, "org": l.Org, "meetings": l.Meetings, "gone": l.Person,
	}))
	if err != nil {
		return err
	}
	return d.vacate(ctx, tx, "")
}
