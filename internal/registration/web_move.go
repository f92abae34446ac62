package registration

import (
	"context"
	"slices"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
)

// target is a meeting that somebody can be moved to.
type target struct {
	Meeting meeting.Meeting
	Free    int64 // seats left; -1 when there is no limit
}

// findTargets lists the meetings that the person has no seat at.
func (c *change) findTargets(ctx context.Context, tx *db.Tx) error {
	taken, err := takenAt(ctx, tx, idsOf(limited(c.roster.Meetings)))
	if err != nil {
		return err
	}
	for _, m := range c.roster.Meetings {
		if slices.ContainsFunc(c.Who.Coming, is(m.ID)) {
			continue
		}
		t := target{Meeting: m, Free: -1}
		if m.Capacity > 0 {
			t.Free = max(0, m.Capacity-taken[m.ID])
		}
		c.Targets = append(c.Targets, t)
	}
	if len(c.Meetings) == 1 && len(c.Others) == 0 {
		c.Others = c.others(c.Meetings[0], c.To)
	}
	return nil
}

// others are the rest of the organisation's people at one meeting who have no seat
// at another: those who have stay where they are.
func (c change) others(from, to id.Meeting) (list []id.Person) {
	for _, p := range c.People {
		if p.ID != c.Who.ID && slices.ContainsFunc(p.Coming, is(from)) && !slices.ContainsFunc(p.Coming, is(to)) {
			list = append(list, p.ID)
		}
	}
	return list
}

// checkMove finds what is missing before a move can be priced.
func (c change) checkMove() (bad problem.Fields) {
	if len(c.Meetings) > 1 {
		bad.Add("moede", "registration.move_one", "")
	}
	if !slices.ContainsFunc(c.Targets, func(t target) bool { return t.Meeting.ID == c.To }) {
		bad.Add("til", "registration.no_target", "")
	}
	return bad
}

// move is the change as the command takes it.
func (c change) move() Move {
	m := Move{Key: c.Key, Programme: c.Programme.ID, Org: c.Org.ID, To: c.To, Persons: []id.Person{c.Who.ID}}
	if len(c.Meetings) > 0 {
		m.From = c.Meetings[0]
	}
	if c.All {
		m.Persons = append(m.Persons, c.Others...)
	}
	return m
}

// towards is the meeting they go to.
func (c change) towards() meeting.Meeting {
	for _, t := range c.Targets {
		if t.Meeting.ID == c.To {
			return t.Meeting
		}
	}
	return meeting.Meeting{}
}
