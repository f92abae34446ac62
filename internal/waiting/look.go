package waiting

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

// look serves the line of a meeting, and those of the programme's other meetings:
// whoever got or gave up seats may pay another price there now, and somebody who waited
// may have a seat. It is what "waiting.look", "registration.freed" and "meeting.room"
// ask for.
func look(ctx context.Context, d *db.DB, j jobs.Job) error {
	var one id.Meeting
	if err := j.Into(&one); err != nil {
		return err
	}
	var lines []id.Meeting
	err := d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error {
		m, err := meeting.ByID(ctx, tx, one)
		if err != nil {
			return err
		}
		lines, err = meetingsIn(ctx, tx, m.Programme)
		return err
	})
	if i := slices.Index(lines, one); i > 0 {
		lines[0], lines[i] = lines[i], lines[0]
	}
	for _, m := range lines {
		err = errors.Join(err, serve(ctx, d, m))
	}
	return err
}

// serve gives the seats of one meeting to its line, one wait at a time, until it is
// nobody's turn. Each is done for who asked, so the one whose turn it seems to be
// is found first, and again when the line is locked.
func serve(ctx context.Context, d *db.DB, m id.Meeting) error {
	var who id.Person
	for {
		var s step
		err := d.Write(ctx, access.System(who), func(ctx context.Context, tx *db.Tx) (err error) {
			s, err = serveOne(ctx, tx, m)
			return err
		})
		var no refusal
		if errors.As(err, &no) {
			err = d.Write(ctx, access.System(who), func(ctx context.Context, tx *db.Tx) (err error) {
				s.More, err = no.settle(ctx, tx)
				return err
			})
			if err == nil && !s.More {
				err = no // nothing is as it was seen: the job tries again
			}
		}
		if err != nil || !s.More {
			return err
		}
		who = s.Who
	}
}

// step is what came of one look at a line.
type step struct {
	More bool
	Who  id.Person // for whom the next must be done; empty when it does not matter
}

func serveOne(ctx context.Context, tx *db.Tx, one id.Meeting) (s step, err error) {
	if err := tx.Lock(ctx, db.Waits, string(one)); err != nil {
		return s, err
	}
	m, err := meeting.ByID(ctx, tx, one)
	if err != nil {
		return s, err
	}
	line, err := lineAt(ctx, tx, one)
	if err != nil {
		return s, err
	}
	if err := endGone(ctx, tx, one, line); err != nil || len(line) == 0 {
		return s, err
	}
	if closed(m, tx.Now) {
		return step{More: true, Who: tx.Actor.OnBehalf}, shut(ctx, tx, line[0])
	}
	chances := make([]chance, len(line))
	for i, w := range line {
		chances[i], err = stand(ctx, tx, m, w)
		var asked dearer
		if errors.As(err, &asked) {
			return step{More: true, Who: tx.Actor.OnBehalf}, asked.ask(ctx, tx)
		}
		if err != nil {
			return s, err
		}
	}
	i, n := turn(chances, !tx.Now.Before(lateFrom(m)))
	if n == 0 {
		return s, tx.Enqueue(ctx, "waiting.look", one, db.At(nextLook(m, tx.Now)), db.Once(string(one)))
	}
	if line[i].Person != tx.Actor.OnBehalf {
		return step{More: true, Who: line[i].Person}, nil
	}
	return step{More: true, Who: line[i].Person}, seat(ctx, tx, line[i], n)
}

// dearer says that a price has risen above what was accepted.
type dearer struct {
	wait Wait
	net  int64
}

func (dearer) Error() string { return "waiting: it has become dearer" }

// ask has them asked about the price, once.
func (d dearer) ask(ctx context.Context, tx *db.Tx) error {
	d.wait.Asked = d.net
	return errors.Join(update(ctx, tx, d.wait), tx.Enqueue(ctx, "waiting.dearer", letter{Wait: d.wait.ID}))
}

// stand is how one of the line stands now. What cannot be registered for another
// reason than room is tried all the same, and refused with that reason.
func stand(ctx context.Context, tx *db.Tx, m meeting.Meeting, w Wait) (c chance, err error) {
	c = chance{Guests: int64(len(w.Guests)), Together: w.Together, Ahead: w.Ahead}
	if w.Covered() {
		if c.Free, err = registration.FreeAt(ctx, tx, m); c.Free < 0 {
			c.Free = c.Guests
		}
		return c, err
	}
	seen, err := registration.Look(ctx, tx, w.request(c.Guests))
	if _, refused := complaints(err); refused {
		c.Free = c.Guests
		return c, nil
	}
	if err != nil {
		return c, err
	}
	if c.Free = seen.Free; seen.Free < 0 {
		c.Free = c.Guests
	}
	n := min(c.Free, c.Guests)
	if n == 0 || w.Together && n < c.Guests {
		return c, nil
	}
	if n < c.Guests {
		if seen, err = registration.Look(ctx, tx, w.request(n)); err != nil {
			if _, refused := complaints(err); refused {
				return c, nil
			}
			return c, err
		}
	}
	if net := seen.Quote.Net.Minor; net > w.Shown {
		if net != w.Asked {
			return c, dearer{w, net}
		}
		c.Unsure = true
	}
	return c, nil
}

// refusal is why the one whose turn it is cannot be registered.
type refusal struct {
	wait id.Wait
	req  registration.Request
	bad  problem.Fields
}

func (refusal) Error() string { return "waiting: refused" }

// complaints are the reasons in an error for which somebody cannot be registered.
// That there is no price today, or no such meeting any more, is one like another:
// those behind them in the line have nothing to do with it.
func complaints(err error) (problem.Fields, bool) {
	if bad, ok := problem.FieldsOf(err); ok {
		return bad, true
	}
	p, ok := errors.AsType[*problem.Problem](err)
	if !ok || p.Kind != problem.NotFound && p.Kind != problem.Forbidden {
		return nil, false
	}
	return problem.Fields{{Key: p.Key}}, true
}

// handed tells whether nothing is wrong but that the sum is more than who asked
// may decide.
func (r refusal) handed() bool {
	return !slices.ContainsFunc(r.bad, func(b problem.Field) bool { return b.Key != "registration.needs_approval" })
}

// seat registers the first n of those who wait, for who asked, with the price of
// the moment. The rest keep their place.
func seat(ctx context.Context, tx *db.Tx, w Wait, n int64) error {
	if w.Covered() {
		return promote(ctx, tx, w, n)
	}
	parties := int64(0)
	if n == int64(len(w.Guests)) {
		parties = 1
	}
	req, seated := w.request(n), w.Guests[:n]
	seen, err := registration.Look(ctx, tx, req)
	if bad, refused := complaints(err); refused {
		return refusal{w.ID, req, bad}
	}
	if err != nil {
		return err
	}
	req.Accepted = seen.Quote.Net
	w.Shown -= req.Accepted.Minor
	if err := w.name(w.Guests[n:]); err != nil {
		return err
	}
	if len(w.Guests) == 0 {
		w.end(Seated, tx)
	}
	err = errors.Join(update(ctx, tx, w), unclaim(ctx, tx, w, seated),
		tx.Audit(ctx, "waiting.seated", string(w.ID), map[string]any{"meeting": w.Meeting, "org": w.Org, "people": n}))
	if err != nil {
		return err
	}
	done, err := registration.Register(ctx, tx, req)
	if bad, refused := complaints(err); refused {
		return refusal{w.ID, req, bad}
	}
	if err != nil {
		return err
	}
	if err := tx.Enqueue(ctx, "waiting.seated", letter{Wait: w.ID, Number: done.Number, People: n}); err != nil {
		return err
	}
	_, err = registration.Queue(ctx, tx, w.Meeting, -n, -parties)
	return err
}

// settle takes those who cannot be seated off the list: the guest who has a seat
// already, those whose sum must be approved, those whom a membership has come to cover,
// who keep the place, or else all of them, who are told why.
// It tells whether the line is to be served on. A seat that somebody else got first
// is waited for.
func (r refusal) settle(ctx context.Context, tx *db.Tx) (more bool, err error) {
	w, err := live(ctx, tx, r.wait)
	if _, over := problem.FieldsOf(err); over {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if r.handed() {
		return r.hand(ctx, tx, w)
	}
	keep, moved := slices.Clone(w.Guests), false
	for _, b := range r.bad {
		if b.Key == "registration.full" || b.Key == "registration.price_changed" || b.Key == "registration.raced" {
			return false, nil
		}
		i, err := strconv.Atoi(strings.TrimPrefix(b.Name, "mail"))
		if err == nil && (b.Key == "registration.already" || b.Key == "registration.stands_by") && i <= len(w.Guests) {
			gone := w.Guests[i-1].Email
			keep = slices.DeleteFunc(keep, func(g people.Guest) bool { return g.Email == gone })
			covered, err := passOn(ctx, tx, w, gone)
			if err != nil {
				return false, err
			}
			moved = moved || covered
		}
	}
	if len(keep) > 0 && len(keep) < len(w.Guests) {
		return true, w.drop(ctx, tx, keep)
	}
	if len(keep) == 0 && moved {
		w.end(Left, tx)
		return true, w.leave(ctx, tx)
	}
	w.end(Refused, tx)
	return true, errors.Join(w.leave(ctx, tx), tx.Enqueue(ctx, "waiting.refused", letter{Wait: w.ID, Why: r.bad[0].Key, About: r.bad[0].About}))
}

// approvalTime is how long the places are kept before those who approve sums have
// been asked: the queue may be behind. From then on they are kept for the question.
const approvalTime = 24 * time.Hour

// holdsFor is what this room's holds are kept under.
const holdsFor = "waiting"

// hand gives the request, with places that are kept for it, to those who approve
// sums, by the job "waiting.approval". The rest keep waiting. What is not as it
// was seen is looked at again.
func (r refusal) hand(ctx context.Context, tx *db.Tx, w Wait) (more bool, err error) {
	seen, err := registration.Weigh(ctx, tx, r.req, registration.Consent{})
	if _, refused := complaints(err); refused || len(seen.Faults) > 0 {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	err = tx.Audit(ctx, "waiting.handed", string(w.ID), map[string]any{"meeting": w.Meeting, "org": w.Org, "people": len(r.req.Guests)})
	if err != nil {
		return false, err
	}
	over := registration.Handover{Wait: w.ID, Request: r.req}
	over.Hold, err = registration.Hold(ctx, tx, registration.Holding{
		Org: w.Org, Places: seen.Places, Together: r.req.Together, Until: tx.Now.Add(approvalTime), Why: holdsFor,
	})
	if err != nil {
		return false, err
	}
	if err := tx.Enqueue(ctx, "waiting.approval", over); err != nil {
		return false, err
	}
	w.Shown = max(0, w.Shown-r.req.Accepted.Minor)
	if n := len(r.req.Guests); n < len(w.Guests) {
		return true, w.drop(ctx, tx, w.Guests[n:])
	}
	w.end(Handed, tx)
	return true, w.leave(ctx, tx)
}

// drop keeps only some of those who wait.
func (w Wait) drop(ctx context.Context, tx *db.Tx, keep []people.Guest) error {
	gone := slices.DeleteFunc(slices.Clone(w.Guests), func(g people.Guest) bool { return slices.Contains(keep, g) })
	if err := w.name(keep); err != nil {
		return err
	}
	if err := errors.Join(update(ctx, tx, w), unclaim(ctx, tx, w, gone)); err != nil {
		return err
	}
	_, err := registration.Queue(ctx, tx, w.Meeting, -int64(len(gone)), 0)
	return err
}

// shut ends a wait as the list closes, and has them told.
func shut(ctx context.Context, tx *db.Tx, w Wait) error {
	w.end(Closed, tx)
	return errors.Join(tx.Enqueue(ctx, "waiting.closed", letter{Wait: w.ID, People: int64(len(w.Guests))}), w.leave(ctx, tx))
}

// end says how the wait ended.
func (w *Wait) end(how State, tx *db.Tx) {
	now := tx.Now
	w.State, w.EndedAt = how, &now
}

// leave takes all of them off the list.
func (w Wait) leave(ctx context.Context, tx *db.Tx) error {
	if w.Covered() {
		s, err := w.standby(ctx, tx)
		if err != nil {
			return err
		}
		if err := update(ctx, tx, w); err != nil {
			return err
		}
		return registration.StandDown(ctx, tx, s)
	}
	if err := errors.Join(update(ctx, tx, w), unclaim(ctx, tx, w, w.Guests)); err != nil {
		return err
	}
	_, err := registration.Queue(ctx, tx, w.Meeting, -int64(len(w.Guests)), -1)
	return err
}
