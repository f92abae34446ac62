package renewal

import (
	"context"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/approval"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
)

func keys(err error) string {
	bad, _ := problem.FieldsOf(err)
	var list []string
	for _, f := range bad {
		list = append(list, f.Name+" "+f.Key)
	}
	return strings.Join(list, ", ")
}

func TestARoundIsOpenedOnceAndInTime(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for _, c := range []struct {
			round Round
			want  string
		}{
			{Round{Programme: w.next, Due: "2022-02-28"}, "fallback renewal.fallback_missing"},
			{Round{Programme: w.next, Fallback: Stop}, "due renewal.due_missing"},
			{Round{Programme: w.next, Fallback: Stop, Due: "2022-01-23"}, "due renewal.due_soon"},
			{Round{Programme: w.next, Fallback: Stop, Due: "2022-06-01"}, "due renewal.due_late"},
			{Round{Programme: w.old, Fallback: Stop, Due: "2022-02-28"}, " renewal.no_previous"},
		} {
			err := d.Write(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error { return Open(ctx, tx, c.round) })
			if !strings.Contains(keys(err), c.want) {
				t.Errorf("%+v: %q, %v", c.round, keys(err), err)
			}
		}
		for _, who := range []access.Actor{w.bodil, visitor} {
			if err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
				return Open(ctx, tx, Round{Programme: w.next, Fallback: Stop, Due: "2022-02-28"})
			}); !problem.Is(err, problem.Forbidden) {
				t.Error(err)
			}
		}
		w.open(t, Stop)
		if err := d.Write(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error {
			return Open(ctx, tx, Round{Programme: w.next, Fallback: Stop, Due: "2022-02-28"})
		}); keys(err) != " renewal.open_already" {
			t.Error(err)
		}
		w.drain(t)
		letters := w.box.To("bodil-ask@egelund.example")
		if len(letters) != 1 {
			t.Fatalf("%d letters", len(letters))
		}
		for _, want := range []string{"Fortsætter I?", "senest 28. februar 2022", "til og med 12. januar 2022", "https://faelled.example/netvaerk/konsulenter-2022/fornyelse", "er den ikke med"} {
			if !strings.Contains(letters[0].Text, want) {
				t.Errorf("the letter lacks %q:\n%s", want, letters[0].Text)
			}
		}
		if len(w.box.To("sofus-birk@skovby.example")) != 0 {
			t.Error("one who took no part is asked")
		}
	})
}

func TestWhoStopsSaysWhy(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		no := No{Programme: w.next, Org: w.mosby, Reason: Price, Note: "For dyrt for én."}
		decline := func(who access.Actor, no No) error {
			return d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { return Decline(ctx, tx, no) })
		}
		if err := decline(w.dorte, no); !problem.Is(err, problem.NotFound) {
			t.Error("nobody has asked yet: ", err)
		}
		w.open(t, Stop)
		if err := decline(w.bodil, no); !problem.Is(err, problem.Forbidden) {
			t.Error("another municipality answers: ", err)
		}
		if err := decline(w.sofus, No{Programme: w.next, Org: w.skov, Reason: Price}); !problem.Is(err, problem.NotFound) {
			t.Error("one who was not asked answers: ", err)
		}
		if err := decline(w.dorte, No{Programme: w.next, Org: w.mosby, Reason: "fordi"}); keys(err) != "grund renewal.reason_missing" {
			t.Error(err)
		}
		if err := decline(w.dorte, No{Programme: w.next, Org: w.mosby, Reason: Other, Note: " "}); keys(err) != "bem renewal.note_missing" {
			t.Error(err)
		}
		if err := decline(w.dorte, No{Programme: w.next, Org: w.mosby, Reason: Other, Note: "Borgeren 010180-0005 siger"}); keys(err) != "bem renewal.cpr" {
			t.Error(err, keys(err))
		}
		if err := decline(w.dorte, no); err != nil {
			t.Fatal(err)
		}
		a := w.answers(t)
		if got := a[w.mosby]; got.State != Declined || got.Reason != Price || got.Note != "For dyrt for én." || got.Person != w.dorte.Person || got.Member {
			t.Errorf("%+v", got)
		}
		if a[w.egelund].State != Asked || len(a) != 2 {
			t.Errorf("%+v", a)
		}
		w.day(t, "2022-03-01")
		if err := decline(w.dorte, no); keys(err) != " renewal.closed" {
			t.Error("after the round: ", err)
		}
		a = w.answers(t)
		if a[w.egelund].State != Lapsed || a[w.mosby].State != Declined {
			t.Errorf("%+v", a)
		}
	})
}

// Saying yes fills the form in; sending it is the answer. One who returns is not
// new: the deadline for new members is none of theirs.
func TestWhoGoesOnRegisters(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.open(t, Stop)
		for range 2 {
			w.write(t, w.bodil, func(ctx context.Context, tx *db.Tx) error { return GoOn(ctx, tx, w.next, w.egelund) })
		}
		if err := d.Write(t.Context(), w.dorte, func(ctx context.Context, tx *db.Tx) error { return GoOn(ctx, tx, w.next, w.egelund) }); !problem.Is(err, problem.Forbidden) {
			t.Error(err)
		}
		clock(d, january.AddDate(0, 4, 10)) // after the deadline for new members
		err := d.Write(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) error {
			begun, err := registration.UnfinishedOf(ctx, tx)
			if err != nil || len(begun) != 1 || begun[0].People != 3 || begun[0].Programme != w.next {
				t.Errorf("%+v %v", begun, err)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		join := func(who access.Actor) error {
			return d.Write(t.Context(), access.System(who.Person), func(ctx context.Context, tx *db.Tx) error {
				return registration.Renew(ctx, tx, w.old, w.next, who.Org)
			})
		}
		if err := join(w.sofus); !problem.Is(err, problem.NotFound) {
			t.Error("one who took no part goes on: ", err)
		}
		if err := join(w.bodil); err != nil {
			t.Fatal(err)
		}
		if a := w.answers(t)[w.egelund]; !a.Member {
			t.Errorf("%+v", a)
		}
		if err := d.Write(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) error {
			return Decline(ctx, tx, No{Programme: w.next, Org: w.egelund, Reason: Time})
		}); keys(err) != " renewal.closed" && keys(err) != " renewal.goes_on" {
			t.Error(err)
		}
	})
}

func TestSilenceMayMeanToGoOn(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.open(t, Continue)
		w.drain(t)
		w.write(t, w.dorte, func(ctx context.Context, tx *db.Tx) error {
			return Decline(ctx, tx, No{Programme: w.next, Org: w.mosby, Reason: Time})
		})
		asked := len(w.box.To("bodil-ask@egelund.example"))
		w.day(t, "2022-02-13")
		w.day(t, "2022-02-14")
		w.day(t, "2022-02-14") // again
		w.day(t, "2022-02-25")
		if n := len(w.box.To("bodil-ask@egelund.example")); n != asked+2 {
			t.Errorf("%d reminders, want one on each of two days", n-asked)
		}
		if n := len(w.box.To("dorte-mose@mosby.example")); n != 1 {
			t.Errorf("one who has answered got %d letters", n)
		}
		w.day(t, "2022-02-28")
		if w.answers(t)[w.egelund].Member {
			t.Fatal("the last day is not over")
		}
		w.day(t, "2022-03-01")
		w.day(t, "2022-03-02")
		a := w.answers(t)
		if !a[w.egelund].Member || a[w.mosby].Member || a[w.mosby].State != Declined {
			t.Errorf("%+v", a)
		}
		if err := d.Read(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error {
			next, err := programme.ByID(ctx, tx, w.next)
			if err != nil {
				return err
			}
			s, err := registration.SeasonOf(ctx, tx, next, w.egelund)
			if len(s.People) != 3 || len(s.Meetings) != 3 {
				t.Errorf("%+v", s)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	})
}

// Silence binds nobody to more than their contact persons decide alone.
func TestSilenceKeepsWithinTheLimit(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		signer := w.person(t, "Vera Lund", w.egelund, access.Signer, access.At(w.egelund))
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			if err := people.AddSigner(ctx, tx, w.egelund, "", signer.Person); err != nil {
				return err
			}
			return people.SetLimit(ctx, tx, w.egelund, people.Limit{Amount: money.DKK(1000)})
		})
		w.open(t, Continue)
		w.drain(t)
		if letters := w.box.To("bodil-ask@egelund.example"); len(letters) != 1 || !strings.Contains(letters[0].Text, "13.125") {
			t.Errorf("the letter does not say what it costs: %+v", letters)
		}
		w.day(t, "2022-03-01")
		if a := w.answers(t); a[w.egelund].State != Stuck || a[w.egelund].Member || !a[w.mosby].Member {
			t.Errorf("%+v", a)
		}
		if err := d.Read(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error {
			n, err := StuckIn(ctx, tx)
			if len(n) != 1 || n[w.next] != 1 {
				t.Errorf("the secretariat sees %v", n)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
		if letters := w.box.To("bodil-ask@egelund.example"); len(letters) != 2 || letters[0].Subject != "Egelund er ikke med i Konsulenter 2022 endnu" || !strings.Contains(letters[0].Text, "/tilmeld") {
			t.Errorf("they are not told that silence did not do: %+v", letters)
		}
	})
}

// An organisation that waits for its signer has not been silent: last season's
// people are not registered beside those it asked for.
func TestWhoWaitsForASignerIsNotSilent(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		signer := w.person(t, "Vera Lund", w.mosby, access.Signer, access.At(w.mosby))
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			if err := people.AddSigner(ctx, tx, w.mosby, "", signer.Person); err != nil {
				return err
			}
			return people.SetLimit(ctx, tx, w.mosby, people.Limit{Amount: money.DKK(10_000)})
		})
		w.open(t, Continue)
		clock(d, time.Date(2022, 2, 27, 8, 0, 0, 0, time.UTC))
		w.write(t, w.dorte, func(ctx context.Context, tx *db.Tx) error {
			meetings, err := meeting.InProgramme(ctx, tx, w.next)
			if err != nil {
				return err
			}
			req := registration.Request{
				Programme: w.next, Meeting: meetings[0].ID, Org: w.mosby, GLN: "5790000000005", OrderRef: "RK-2022", BuyerRef: "Dorte Mose", Email: "dorte-mose@mosby.example",
				Accepted: money.DKK(3 * 4375),
			}
			for _, n := range []string{"Dorte Mose", "Ida Krat", "Jens Lyng"} {
				req.Guests = append(req.Guests, people.Guest{Name: n, Email: w.mailOf(n, w.mosby)})
			}
			_, err = approval.Ask(ctx, tx, req)
			return err
		})
		w.day(t, "2022-03-01")
		if a := w.answers(t); a[w.mosby].State != Stuck || a[w.mosby].Member || !a[w.egelund].Member {
			t.Errorf("%+v", a)
		}
	})
}

// One that cannot be registered is shown to the secretariat, and nothing of it is
// kept.
func TestWhoCannotGoOnIsStuck(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.open(t, Continue)
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			return people.TakeRole(ctx, tx, w.dorte.Person, access.Contact, access.At(w.mosby))
		})
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error { return programme.Withdraw(ctx, tx, w.next) })
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			p, err := programme.ByID(ctx, tx, w.next)
			if err != nil {
				return err
			}
			p.MaxPerOrg = 2 // Egelund had three
			return programme.Edit(ctx, tx, p)
		})
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error { return programme.Publish(ctx, tx, w.next) })
		w.day(t, "2022-03-01")
		a := w.answers(t)
		if a[w.egelund].State != Stuck || a[w.egelund].Member || a[w.mosby].State != Stuck || a[w.mosby].Member {
			t.Errorf("%+v", a)
		}
		if err := d.Read(t.Context(), system, registration.Check); err != nil {
			t.Error(err)
		}
	})
}
