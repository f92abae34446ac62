package registration

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/programme"
)

// move has Egelund move people, and accept what it comes to.
func (w *world) move(t testing.TB, m Move) (q Quote, err error) {
	t.Helper()
	m.Programme, m.Org = w.network, w.egelund
	err = w.d.Read(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) error {
		q, err := Moving(ctx, tx, m)
		m.Accepted = q.Net
		return err
	})
	if err != nil {
		return q, err
	}
	err = w.d.Write(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) (err error) {
		q, err = MovePeople(ctx, tx, m)
		return err
	})
	return q, err
}

// Moved on before the mail about the first move is written: each meeting they do not
// come to leaves the calendar.
func TestMovedTwiceBeforeTheMail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm", "Jens Bruun"))
		if _, err := w.withdraw(t, w.bodil, w.leaver(t, "Jens Bruun", w.meetings[1:]...), 0); err != nil {
			t.Fatal(err, keysOf(err))
		}
		w.drain(t)
		jens := []id.Person{w.find(t, "Jens Bruun")}
		for _, m := range []Move{{From: w.meetings[0], To: w.meetings[1], Persons: jens}, {From: w.meetings[1], To: w.meetings[2], Persons: jens}} {
			if _, err := w.move(t, m); err != nil {
				t.Fatal(err, keysOf(err))
			}
		}
		compare(t, "mails-moved-on.txt", letters(w.drain(t)))
	})
}

// Three come to June alone. One is moved to September: June costs 1.375 kr. less,
// and September, where nobody was, 3.000 kr.
func TestMovingShowsBothMeetings(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest"))
		for _, name := range []string{"Mette Holm", "Jens Bruun", "Hanne Vest"} {
			if _, err := w.withdraw(t, w.bodil, w.leaver(t, name, w.meetings[1]), map[string]int64{"Mette Holm": -137500, "Hanne Vest": -300000}[name]); err != nil {
				t.Fatal(err, keysOf(err))
			}
		}
		w.drain(t)
		hanne := []id.Person{w.find(t, "Hanne Vest")}
		q, err := w.move(t, Move{From: w.meetings[0], To: w.meetings[1], Persons: hanne})
		if err != nil {
			t.Fatal(err, keysOf(err))
		}
		if len(q.Lines) != 2 || q.Lines[0].Due != money.DKK(-1375) || q.Lines[1].Due != money.DKK(3000) || q.Net != money.DKK(1625) {
			t.Errorf("%+v", q)
		}
		compare(t, "mails-transferred.txt", letters(w.drain(t)))
		w.counts(t, map[string]int64{
			`seats`: 12, `seats WHERE meeting = '` + string(w.meetings[1]) + `'`: 1,
			`rooms WHERE taken = 2 AND meeting = '` + string(w.meetings[0]) + `'`: 1, `rooms WHERE taken = 1 AND meeting = '` + string(w.meetings[1]) + `'`: 1,
		})
		if _, err := w.move(t, Move{From: w.meetings[0], To: w.meetings[1], Persons: hanne}); !slices.Equal(keysOf(err), []string{"moede registration.no_seat"}) {
			t.Errorf("moved again: %v", keysOf(err))
		}
		mette := []id.Person{w.find(t, "Mette Holm")}
		for to, want := range map[id.Meeting]string{w.meetings[0]: "til registration.move_same", w.meetings[2]: "til registration.move_sits", "none": "til registration.no_target"} {
			if _, err := w.move(t, Move{From: w.meetings[0], To: to, Persons: mette}); !slices.Equal(keysOf(err), []string{want}) {
				t.Errorf("%s: %v %v", want, err, keysOf(err))
			}
		}
		wrong := Move{Programme: w.network, Org: w.egelund, From: w.meetings[0], To: w.meetings[1], Persons: mette, Accepted: money.DKK(1)}
		err = d.Write(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) error { _, err := MovePeople(ctx, tx, wrong); return err })
		if !slices.Equal(keysOf(err), []string{"ok registration.price_changed"}) {
			t.Errorf("another amount: %v", keysOf(err))
		}
		for name, who := range map[string]access.Actor{"a visitor": visitor, "a colleague": w.carlo, "another's contact": w.dorte, "a job": system} {
			if err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { _, err := MovePeople(ctx, tx, wrong); return err }); err == nil {
				t.Errorf("%s moved people", name)
			}
		}
	})
}

// After the last free day what was paid for June stays paid, and the other
// meeting costs all the same.
func TestMovingTooLateKeepsThePrice(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{capacity: 40})
	req := w.ask(3000, "Mette Holm")
	w.must(t, w.bodil, func() Request { req.Accepted = w.price(t, req); return req }())
	if _, err := w.withdraw(t, w.bodil, w.leaver(t, "Mette Holm", w.meetings[1]), -300000); err != nil {
		t.Fatal(err, keysOf(err))
	}
	clock(d, at("2021-05-25 10:00:00"))
	q, err := w.move(t, Move{From: w.meetings[0], To: w.meetings[1], Persons: []id.Person{w.find(t, "Mette Holm")}})
	if err != nil || q.Lines[0].Due.Minor != 0 || q.Net != money.DKK(3000) {
		t.Errorf("%+v %v %v", q, err, keysOf(err))
	}
	w.counts(t, map[string]int64{`former_seats WHERE left_at > '2021-05-24'`: 1})
}

// A meeting that the membership does not cover begins another one, for that
// meeting alone.
func TestMovingBeyondTheMembership(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
		var beyond id.Meeting
		w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
			beyond, err = meeting.Add(ctx, tx, meeting.Meeting{Programme: w.network, Title: "Afslutning", Day: "2022-12-01", City: "Odense", Capacity: 1})
			return err
		})
		q, err := w.move(t, Move{From: w.meetings[0], To: beyond, Persons: []id.Person{w.find(t, "Mette Holm")}})
		if err != nil || q.Net.Minor != 0 || len(q.atOnce()) != 2 {
			t.Errorf("%+v %v %v", q, err, keysOf(err))
		}
		w.counts(t, map[string]int64{`seats`: 5, `memberships`: 2, `invoices WHERE corrects <> ''`: 1, `invoices`: 4})
		w.must(t, w.bodil, w.ask(15000-12000, "Hanne Vest")) // June again
		if _, err := w.move(t, Move{From: w.meetings[0], To: beyond, Persons: []id.Person{w.find(t, "Hanne Vest")}}); !slices.Equal(keysOf(err), []string{"til registration.full"}) {
			t.Errorf("no room: %v", keysOf(err))
		}
	})
}

// What is invoiced per meeting is counted where they come, not where they were.
func TestMovingBeforeItIsInvoiced(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{invoicing: programme.PerMeeting})
	w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
	if _, err := w.withdraw(t, w.bodil, w.leaver(t, "Mette Holm", w.meetings[2]), -300000); err != nil {
		t.Fatal(err, keysOf(err))
	}
	q, err := w.move(t, Move{From: w.meetings[1], To: w.meetings[2], Persons: []id.Person{w.find(t, "Mette Holm")}})
	if err != nil || q.Net.Minor != 0 || q.Now().Minor != 0 {
		t.Errorf("%+v %v", q, err)
	}
	clock(d, at("2022-01-02 08:00:00"))
	w.drain(t)
	if got := w.invoiced(t, w.egelund); got != 300000+300000 {
		t.Errorf("invoiced %d", got)
	}
}

// crossing has two municipalities each move one to where the other is, with room
// for nobody more, and one move to a last seat against one that registers.
func (w *world) crossing(t *testing.T) (moved, seated int) {
	t.Helper()
	w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
	if _, err := w.withdraw(t, w.bodil, w.leaver(t, "Mette Holm", w.meetings[1]), -300000); err != nil {
		t.Fatal(err)
	}
	w.person(t, "Gæst To", "gaest@mosby.example", w.mosby, "", "")
	dbtest.Warm(t, w.d, 8)
	w.armed()
	var all sync.WaitGroup
	all.Go(func() {
		m := Move{Programme: w.network, Org: w.egelund, From: w.meetings[0], To: w.meetings[1], Persons: []id.Person{w.find(t, "Mette Holm")}, Accepted: money.DKK(0)}
		err := w.d.Write(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) error { _, err := MovePeople(ctx, tx, m); return err })
		if err == nil {
			moved++
		} else if !slices.Equal(keysOf(err), []string{"til registration.full"}) {
			t.Error(err, keysOf(err))
		}
	})
	all.Go(func() {
		req := w.ask(12000, "Gæst To")
		req.Org, req.Meeting, req.Guests[0].Email = w.mosby, w.meetings[1], "gaest@mosby.example"
		_, err := w.send(t.Context(), w.dorte, req)
		if err == nil {
			seated++
		} else if !slices.Equal(keysOf(err), []string{"moede registration.full"}) {
			t.Error(err, keysOf(err))
		}
	})
	all.Wait()
	return moved, seated
}

func TestTheLastSeatGoesToOneWhoMovesOrOneWhoRegisters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.limit(t, w.meetings[1], 1)
		if moved, seated := w.crossing(t); moved+seated != 1 {
			t.Errorf("%d moved, %d registered", moved, seated)
		}
		w.counts(t, map[string]int64{`seats WHERE meeting = '` + string(w.meetings[1]) + `'`: 1})
	})
}

// Without the lock both get it, sooner or later: it is a matter of who is when.
func TestWithoutTheLockAMoveOversells(t *testing.T) {
	for range 20 {
		d := dbtest.Postgres(t)
		w := newWorld(t, d, bent{})
		w.limit(t, w.meetings[1], 1)
		w.arm = func() { dbtest.Unlocked(d, 2) }
		if moved, seated := w.crossing(t); moved+seated == 2 {
			return
		}
	}
	t.Error("the only seat was never given twice: does the lock do anything?")
}

func (w *world) limit(t *testing.T, one id.Meeting, capacity int64) {
	t.Helper()
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		m, err := meeting.ByID(ctx, tx, one)
		m.Capacity = capacity
		return firstOf(err, func() error { return meeting.Edit(ctx, tx, m) })
	})
}

// At one minute to nine a colleague comes instead at half past nine: with the link
// and the calendar at once.
func TestASubstituteOnTheMorningOfTheDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
		w.drain(t)
		clock(d, at("2021-06-02 08:59:00"))
		w.write(t, w.bodil, func(ctx context.Context, tx *db.Tx) error {
			_, err := Replace(ctx, tx, Replacement{w.leaver(t, "Mette Holm", w.meetings[0]), guest("Per Kvist")})
			return err
		})
		got := w.drain(t).To(mailOf("Per Kvist"))
		if len(got) != 1 || !strings.Contains(got[0].Text, "https://moede.example/juni") || got[0].CalendarMethod != "REQUEST" ||
			!strings.Contains(string(got[0].Calendar), "DTSTART;TZID=Europe/Copenhagen:20210602T093000") {
			t.Errorf("the successor got %d mails", len(got))
		}
		if invoiced := w.invoiced(t, w.egelund); invoiced != 1500000 {
			t.Errorf("it cost something: %d", invoiced)
		}
		clock(d, at("2021-06-02 09:30:00"))
		err := d.Write(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) error {
			_, err := Replace(ctx, tx, Replacement{w.leaver(t, "Per Kvist", w.meetings[0]), guest("Ida Lund")})
			return err
		})
		if !slices.Equal(keysOf(err), []string{"moede registration.begun"}) {
			t.Errorf("when it has begun: %v", keysOf(err))
		}
	})
}

// The pages of a move: refused, explained and done, for one and for all.
func TestThePathOfAMove(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest"))
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := meeting.Add(ctx, tx, meeting.Meeting{Programme: w.network, Title: "Afslutning", Day: "2022-12-01", City: "Odense", Capacity: 4})
			return err
		})
		da, en := browse(t, d, w.bodil, "da"), browse(t, d, w.bodil, "en")
		one := rosterDoor + "/" + string(w.find(t, "Hanne Vest"))
		var last id.Meeting
		w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			all, err := meeting.InProgramme(ctx, tx, w.network)
			last = all[len(all)-1].ID
			return err
		})
		golden(t, "hold-flyt-fejl", da.post(one, "key", "k1", "hvad", "flyt", "moede", string(w.meetings[0])), en.post(one, "key", "k1", "hvad", "flyt", "moede", string(w.meetings[0])))
		move := []string{"key", "k1", "hvad", "flyt", "moede", string(w.meetings[0]), "til", string(last), "alle", "1", "med", string(w.find(t, "Mette Holm"))}
		golden(t, "hold-flyt", da.post(one, move...), en.post(one, move...))
		if got := da.post(one+"/gem", append(move, "pris", "1", "valuta", "DKK")...); got.Code != http.StatusUnprocessableEntity {
			t.Errorf("another amount than was shown: %d", got.Code)
		}
		for range 2 { // sent twice is done once
			leads(t, da.post(one+"/gem", append(move, "pris", "162500", "valuta", "DKK")...), rosterDoor+"?sket=flyttet")
		}
		w.counts(t, map[string]int64{`seats`: 15, `former_seats`: 2})
		golden(t, "hold-flyttet", da.get(rosterDoor+"?sket=flyttet"), en.get(rosterDoor+"?sket=flyttet"))
		w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			invoiced, err := billing.Invoiced(ctx, tx, w.network, w.egelund)
			if invoiced[w.meetings[0]] != money.DKK(3000) || invoiced[last] != money.DKK(3000) {
				t.Errorf("invoiced %v", invoiced)
			}
			return err
		})
	})
}

// A move that costs more than a contact person decides alone is not theirs.
func TestAMoveKeepsWithinTheLimit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
		var beyond id.Meeting
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) (err error) {
			if beyond, err = meeting.Add(ctx, tx, meeting.Meeting{Programme: w.network, Title: "Afslutning", Day: "2022-12-01", City: "Odense"}); err != nil {
				return err
			}
			if err := people.AddSigner(ctx, tx, w.egelund, "", w.carlo.Person); err != nil {
				return err
			}
			return people.SetLimit(ctx, tx, w.egelund, people.Limit{Amount: money.DKK(1000)})
		})
		clock(d, at("2021-05-25 08:00:00")) // June is paid for whoever comes
		m := Move{From: w.meetings[0], To: beyond, Persons: []id.Person{w.find(t, "Mette Holm")}}
		if _, err := w.move(t, m); !slices.Equal(keysOf(err), []string{"til registration.move_over_limit"}) {
			t.Errorf("%v %v", err, keysOf(err))
		}
		w.counts(t, map[string]int64{`memberships`: 1, `former_seats`: 0})
	})
}
