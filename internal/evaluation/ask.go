package evaluation

import (
	"context"
	"slices"

	"faelled/internal/attendance"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/when"
)

// Ask asks those who were at a meeting, once. Where fewer than five can be asked,
// nobody is: their answers could never be shown. For jobs and the secretariat.
func Ask(ctx context.Context, tx *db.Tx, one id.Meeting) error {
	if err := mayLead(tx.Actor); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.Evaluations, string(one)); err != nil {
		return err
	}
	e, err := byMeeting(ctx, tx, one)
	if err != nil || e.State != "" {
		return err
	}
	m, err := meeting.ByID(ctx, tx, one)
	if err != nil {
		return err
	}
	p, err := programme.ByID(ctx, tx, m.Programme)
	if err != nil || !due(p, m, tx.Now) {
		return err
	}
	who, err := guests(ctx, tx, m)
	if err != nil {
		return err
	}
	e.State, e.AskedAt = Closed, &tx.Now
	if len(who) >= fewest {
		e.State, e.Invited = Open, int64(len(who))
		if err := invited(ctx, tx, one, who); err != nil {
			return err
		}
	}
	if err := save(ctx, tx, e); err != nil {
		return err
	}
	return tx.Audit(ctx, "evaluation.asked", string(one), map[string]any{"invited": e.Invited})
}

func invited(ctx context.Context, tx *db.Tx, m id.Meeting, who []id.Person) error {
	list := make([]invite, len(who))
	for i, one := range who {
		list[i] = invite{Meeting: m, Person: one}
		if err := tx.Enqueue(ctx, "evaluation.ask", asked{Meeting: m, Person: one}); err != nil {
			return err
		}
	}
	return insertInvites(ctx, tx, list)
}

// guests are those who came, where that was marked, and otherwise all with a seat.
func guests(ctx context.Context, tx *db.Tx, m meeting.Meeting) (who []id.Person, err error) {
	rolls, err := attendance.Of(ctx, tx, m.ID)
	if err != nil {
		return nil, err
	}
	seats, err := registration.AtTheDoor(ctx, tx, m)
	if err != nil {
		return nil, err
	}
	roll := rolls[m.ID]
	for _, s := range seats {
		here := roll[s.Person].State
		if !roll.Known() || here == attendance.Came || here == attendance.Late {
			who = append(who, s.Person)
		}
	}
	slices.Sort(who)
	who = slices.Compact(who)
	known, err := people.Persons(ctx, tx, who)
	return slices.DeleteFunc(who, func(one id.Person) bool {
		p, ok := known[one]
		return !ok || p.State != people.Active || p.Email == ""
	}), err
}

// toAsk are the meetings that it is time to ask about.
func toAsk(ctx context.Context, tx *db.Tx) (list []id.Meeting, err error) {
	coming, err := meeting.Coming(ctx, tx, when.On(tx.Now.Add(-askWithin)).Add(-1))
	if err != nil {
		return nil, err
	}
	var ended []id.Meeting
	var of []id.Programme
	for _, m := range coming {
		if m.Over(tx.Now) {
			ended, of = append(ended, m.ID), append(of, m.Programme)
		}
	}
	programmes, err := programme.ByIDs(ctx, tx, of)
	if err != nil {
		return nil, err
	}
	known, err := byMeetings(ctx, tx, ended)
	for _, m := range coming {
		if due(programmes[m.Programme], m, tx.Now) && known[m.ID].State == "" {
			list = append(list, m.ID)
		}
	}
	return list, err
}

// Switch says whether those at a meeting are to be asked. When they have been, it
// is too late, and nothing changes. For the secretariat.
func Switch(ctx context.Context, tx *db.Tx, one id.Meeting, on bool) error {
	if err := mayLead(tx.Actor); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.Evaluations, string(one)); err != nil {
		return err
	}
	e, err := byMeeting(ctx, tx, one)
	if err != nil || e.AskedAt != nil || on == (e.State != Off) {
		return err
	}
	if on {
		if err := deleteEvaluation(ctx, tx, one); err != nil {
			return err
		}
		return tx.Audit(ctx, "evaluation.on", string(one), nil)
	}
	e.State = Off
	if err := save(ctx, tx, e); err != nil {
		return err
	}
	return tx.Audit(ctx, "evaluation.off", string(one), nil)
}
