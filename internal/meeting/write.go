package meeting

import (
	"context"
	"fmt"
	"strings"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// Add plans a meeting. Its ID, Slug, State, Sequence and ChangedAt are chosen
// here. Faults are as Check names them. For the secretariat and jobs.
func Add(ctx context.Context, tx *db.Tx, m Meeting) (id.Meeting, error) {
	if err := mayWrite(tx.Actor); err != nil {
		return "", err
	}
	if err := programme.LockAddresses(ctx, tx); err != nil {
		return "", err
	}
	if _, err := programme.ByID(ctx, tx, m.Programme); err != nil {
		return "", err
	}
	m = tidy(m)
	if err := Check(m).Err(); err != nil {
		return "", err
	}
	m.ID, m.State, m.Reason, m.Sequence, m.ChangedAt = id.Meeting(tx.NewID()), Planned, "", 0, tx.Now
	var err error
	if m.Slug, err = freeSlug(ctx, tx, m); err != nil {
		return "", err
	}
	if err := insert(ctx, tx, m); err != nil {
		return "", err
	}
	return m.ID, tx.Audit(ctx, "meeting.added", string(m.ID), m.Programme)
}

// Edit changes everything about a planned meeting but its programme. With
// another day comes another address, the old one leads to it, and the agenda
// moves along, at the same times of day. The agenda must still fit. An older
// Sequence is refused. Those registered hear of it by the job "meeting.changed",
// when it concerns them and the meeting is not over. For the secretariat and
// jobs.
func Edit(ctx context.Context, tx *db.Tx, m Meeting) error {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	if err := lock(ctx, tx, m.ID); err != nil {
		return err
	}
	old, err := ByID(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	if m, err = decideEdit(old, m); err != nil {
		return err
	}
	if err := moveAgenda(ctx, tx, old, m); err != nil {
		return err
	}
	if m.Day != old.Day {
		if m.Slug, err = freeSlug(ctx, tx, m); err != nil {
			return err
		}
	}
	m.Sequence, m.ChangedAt = old.Sequence+1, tx.Now
	if err := update(ctx, tx, m); err != nil {
		return err
	}
	if concerns(old, m) && !(old.Over(tx.Now) && m.Over(tx.Now)) {
		if err := tx.Enqueue(ctx, "meeting.changed", Change{m.ID, old}, db.Once(string(m.ID))); err != nil {
			return err
		}
	}
	if err := roomChanged(ctx, tx, old, m); err != nil {
		return err
	}
	return tx.Audit(ctx, "meeting.edited", string(m.ID), m.Sequence)
}

// Change is the payload of "meeting.changed". Of several changes that nobody has
// heard of yet the first waits, so Was is what those registered know.
type Change struct {
	Meeting id.Meeting
	Was     Meeting
}

// decideEdit is the meeting as it will be, or what is wrong with that.
func decideEdit(old, m Meeting) (Meeting, error) {
	m = tidy(m)
	m.Programme, m.Slug, m.State, m.Reason = old.Programme, old.Slug, old.State, old.Reason
	switch {
	case old.State == Cancelled:
		return m, problem.Fields{{Key: "meeting.is_cancelled"}}.Err()
	case m.Sequence != old.Sequence:
		return m, problem.Fields{{Key: "meeting.changed_meanwhile"}}.Err()
	}
	return m, Check(m).Err()
}

// moveAgenda keeps the agenda within the meeting.
func moveAgenda(ctx context.Context, tx *db.Tx, old, m Meeting) error {
	items, err := Agenda(ctx, tx, m.ID)
	if err != nil || len(items) == 0 {
		return err
	}
	if m.Day != old.Day {
		if items, err = onDay(items, m.Day); err != nil {
			return problem.Fields{{Name: "day", Key: "meeting.agenda_gap"}}.Err()
		}
	}
	if !fits(m, items) {
		return problem.Fields{{Name: "starts", Key: "meeting.agenda_outside"}}.Err()
	}
	if m.Day == old.Day {
		return nil
	}
	return replaceAgenda(ctx, tx, m.ID, items)
}

// Cancel calls a meeting off. Those registered hear of it, and why, by the job
// "meeting.cancelled". Cancelling twice changes nothing. For the secretariat and
// jobs.
func Cancel(ctx context.Context, tx *db.Tx, one id.Meeting, reason string) error {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	if err := lock(ctx, tx, one); err != nil {
		return err
	}
	m, err := ByID(ctx, tx, one)
	if err != nil || m.State == Cancelled {
		return err
	}
	reason = strings.TrimSpace(strings.ReplaceAll(reason, "\r\n", "\n"))
	if err := checkCancel(m, reason, m.Over(tx.Now)).Err(); err != nil {
		return err
	}
	m.State, m.Reason, m.Sequence, m.ChangedAt = Cancelled, reason, m.Sequence+1, tx.Now
	if err := update(ctx, tx, m); err != nil {
		return err
	}
	if err := tx.Enqueue(ctx, "meeting.cancelled", m.ID, db.Once(string(m.ID))); err != nil {
		return err
	}
	if err := roomChanged(ctx, tx, m, m); err != nil {
		return err
	}
	return tx.Audit(ctx, "meeting.cancelled", string(m.ID), m.Sequence)
}

// roomChanged tells those who wait for a seat that there may be one, or none any
// more, or at another time, by the job "meeting.room".
func roomChanged(ctx context.Context, tx *db.Tx, old, m Meeting) error {
	sameTime := old.Day == m.Day && (old.Starts == nil) == (m.Starts == nil) && (m.Starts == nil || old.Starts.Equal(*m.Starts))
	if old.Capacity == 0 || m.State == Planned && old.Capacity == m.Capacity && sameTime && old.FreeUntil == m.FreeUntil {
		return nil
	}
	return tx.Enqueue(ctx, "meeting.room", m.ID, db.Once(string(m.ID)))
}

func checkCancel(m Meeting, reason string, over bool) problem.Fields {
	var bad problem.Fields
	if over {
		bad.Add("", "meeting.is_over", "")
	}
	if reason == "" {
		bad.Add("reason", "meeting.reason_missing", "")
	}
	checkText(&bad, "reason", reason, longestLead)
	return bad
}

// SetAgenda puts an agenda in place of the one there was; items may come in any
// order. Faults are as CheckAgenda names them. Nobody gets mail: the programme
// is often made bit by bit. For the secretariat and jobs.
func SetAgenda(ctx context.Context, tx *db.Tx, one id.Meeting, items []Item) error {
	return changeAgenda(ctx, tx, one, anyVersion, items)
}

// changeAgenda is SetAgenda for somebody who changes the agenda of a version:
// another is refused, for it is a colleague's who wrote meanwhile.
func changeAgenda(ctx context.Context, tx *db.Tx, one id.Meeting, seen string, items []Item) error {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	if err := lock(ctx, tx, one); err != nil {
		return err
	}
	m, err := ByID(ctx, tx, one)
	if err != nil {
		return err
	}
	if m.State == Cancelled {
		return problem.Fields{{Key: "meeting.is_cancelled"}}.Err()
	}
	stored, err := Agenda(ctx, tx, one)
	if err != nil {
		return err
	}
	if seen != anyVersion && seen != version(stored) {
		return problem.Fields{{Key: "meeting.agenda_changed_meanwhile"}}.Err()
	}
	items = tidyItems(items)
	if err := CheckAgenda(m, items).Err(); err != nil {
		return err
	}
	sorted := make([]Item, 0, len(items))
	for _, i := range byTime(items) {
		sorted = append(sorted, items[i])
	}
	if err := replaceAgenda(ctx, tx, m.ID, sorted); err != nil {
		return err
	}
	return tx.Audit(ctx, "meeting.agenda_set", string(m.ID), len(items))
}

// lock makes the command alone with the meeting: registration counts seats under
// the same lock.
func lock(ctx context.Context, tx *db.Tx, one id.Meeting) error {
	if err := tx.Lock(ctx, db.Seats, string(one)); err != nil {
		return err
	}
	return programme.LockAddresses(ctx, tx)
}

// freeSlug is the meeting's day, with -2, -3 … when another meeting has it or
// had it. An address the meeting itself had before is taken up again.
func freeSlug(ctx context.Context, tx *db.Tx, m Meeting) (string, error) {
	for n := 1; ; n++ {
		slug := numbered(m.Day, n)
		owner, err := takenBy(ctx, tx, m.Programme, slug)
		if err != nil {
			return "", err
		}
		if owner == "" || owner == m.ID {
			return slug, nil
		}
	}
}

func numbered(day when.Date, n int) string {
	if n == 1 {
		return string(day)
	}
	return fmt.Sprint(string(day), "-", n)
}
