package waiting

import (
	"context"
	"slices"
	"strings"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/registration"
)

// A meeting that is invoiced on its own is settled on its new day, for those who only
// wait too.
func TestAMovedMeetingIsSettledForWhoWaits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		later := w.season(t, 1)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE programmes SET invoicing = 'per_meeting' WHERE id = $1`, w.network)
			return err
		})
		w.mustEnter(t, 0, false, 0)
		w.mustEnter(t, 1, false, 0)
		w.drain(t)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			m, err := meeting.ByID(ctx, tx, later)
			if err != nil {
				return err
			}
			m.Day, m.FreeUntil = "2021-08-15", "2021-08-01"
			return meeting.Edit(ctx, tx, m)
		})
		w.drain(t)
		w.clock("2021-08-02 09:00:00")
		w.drain(t)
		for town := range 2 {
			w.pays(t, town, later, 3000)
		}
	})
}

// Who is moved out of a line gets no cancellation: the meeting was never in their
// calendar.
func TestMovedOutOfALine(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 2)
		later := w.season(t, 1)
		w.mustEnter(t, 0, false, 0)
		w.mustEnter(t, 1, false, 0)
		w.leave(t, 1, 0) // at the earlier one
		w.drain(t)
		w.write(t, w.towns[1], func(ctx context.Context, tx *db.Tx) error {
			p, _, err := people.PersonByMail(ctx, tx, guest(1, 0).Email)
			if err != nil {
				return err
			}
			m := registration.Move{Programme: w.network, Org: w.towns[1].Org, From: later, To: w.full, Persons: []id.Person{p.ID}}
			q, err := registration.Moving(ctx, tx, m)
			if err != nil {
				return err
			}
			m.Accepted = q.Net
			_, err = registration.MovePeople(ctx, tx, m)
			return err
		})
		box := w.drain(t)
		w.waits(t, later)
		got := box.To(guest(1, 0).Email)
		i := slices.IndexFunc(got, func(m mail.Received) bool { return strings.Contains(m.Text, "Du er flyttet til et andet møde") })
		if i < 0 || strings.Contains(got[i].Text, "ikke længere tilmeldt") || strings.Contains(got[i].Text, "afmeldt.ics") {
			t.Errorf("told %d letters: %s", len(got), got[max(i, 0)].Text)
		}
	})
}
