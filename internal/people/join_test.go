package people

import (
	"context"
	"encoding/json"
	"sync"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/web"
)

func (h house) ask(t testing.TB, g Guest, org id.Org) (p Person) {
	t.Helper()
	var one id.Person
	h.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = Ask(ctx, tx, g, org)
		return err
	})
	return h.person(t, one)
}

// queued are the payloads of the waiting jobs of a kind, in order.
func queued[T any](t testing.TB, h house, kind string) (list []T) {
	t.Helper()
	h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		var texts []string
		err := tx.Select(ctx, &texts, `SELECT payload FROM jobs WHERE kind = $1 ORDER BY id`, kind)
		for _, text := range texts {
			var payload T
			if err := json.Unmarshal([]byte(text), &payload); err != nil {
				return err
			}
			list = append(list, payload)
		}
		return err
	})
	return list
}

var ester = Guest{"Ester Holm", "Ester@egelund.example", "Sagsbehandler"}

func TestAskingWaitsAndTellsTheContactPersons(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return makeContact(ctx, tx, h.carlo.ID) })
		p := h.ask(t, ester, h.egelund)
		if p.State != Pending || p.Email != "ester@egelund.example" || p.Org != h.egelund || p.Lang != "da" {
			t.Errorf("%+v", p)
		}
		if again := h.ask(t, ester, h.egelund); again != p {
			t.Errorf("asking again made %+v", again)
		}
		got := queued[asked](t, h, "people.asked")
		if len(got) != 2 || got[0] != (asked{p.ID, h.bodil.ID}) || got[1] != (asked{p.ID, h.carlo.ID}) {
			t.Errorf("told %v", got)
		}
		if who := h.as(t, p); who.Org != "" || len(who.Grants) > 0 {
			t.Error("somebody who waits is somebody")
		}
	})
}

func TestAskingTellsTheSecretariatWhenThereIsNoContactPerson(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.write(t, h.asStaff, func(ctx context.Context, tx *db.Tx) error { return unmakeContact(ctx, tx, h.dorte.ID) })
		p := h.ask(t, Guest{"Finn Tofte", "finn@mosby.example", ""}, h.mosby)
		got := queued[asked](t, h, "people.asked")
		if len(got) != 2 || got[0] != (asked{p.ID, h.admin.ID}) || got[1] != (asked{p.ID, h.staff.ID}) {
			t.Errorf("told %v", got)
		}
	})
}

func TestThoseWhoAreInStayAsTheyAre(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		if p := h.ask(t, Guest{"Carlo Omdøbt", h.carlo.Email, "Chef"}, h.egelund); p != h.carlo {
			t.Errorf("%+v", p)
		}
		h.expect(t, map[string]int{`jobs`: 0})
	})
}

func TestAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		do    func(context.Context, *db.Tx, id.Person) error
		state string
	}{"yes": {Approve, Active}, "no": {Decline, Ended}} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h house) {
				p := h.ask(t, ester, h.egelund)
				for range 2 { // the second is an impatient finger
					h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return c.do(ctx, tx, p.ID) })
				}
				if got := h.person(t, p.ID); got.State != c.state {
					t.Errorf("state %s", got.State)
				}
				got := queued[answered](t, h, "people.answered")
				if len(got) != 1 || got[0] != (answered{p.ID, h.egelund, c.state == Active}) {
					t.Errorf("told %v", got)
				}
			})
		})
	}
}

func TestWhoWasDeclinedMayAskAgainElsewhere(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		p := h.ask(t, ester, h.egelund)
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return Decline(ctx, tx, p.ID) })
		again := h.ask(t, Guest{"Ester Holm-Eng", ester.Email, ""}, h.mosby)
		if again.ID != p.ID || again.State != Pending || again.Org != h.mosby || again.Name != "Ester Holm-Eng" {
			t.Errorf("%+v", again)
		}
	})
}

// One says yes and one says no at the same moment: one of them counts, and one
// mail is written.
func TestTwoAnswersAtOnceAreOne(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		p := h.ask(t, ester, h.egelund)
		dbtest.Warm(t, h.d, 8)
		var all sync.WaitGroup
		for i := range 8 {
			do := Approve
			if i%2 == 1 {
				do = Decline
			}
			all.Go(func() {
				if err := h.try(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, p.ID) }); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		got := queued[answered](t, h, "people.answered")
		if len(got) != 1 || got[0].Approved != (h.person(t, p.ID).State == Active) {
			t.Errorf("told %v, and is %s", got, h.person(t, p.ID).State)
		}
	})
}

// A contact person registers somebody in the moment that person asks to join.
func TestAskingAndBeingNamedAtOnceMakesOnePerson(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		dbtest.Warm(t, h.d, 8)
		var all sync.WaitGroup
		for i := range 8 {
			all.Go(func() {
				var err error
				if i%2 == 0 {
					_, err = h.ensure(t.Context(), h.asBodil, h.egelund, ester)
				} else {
					err = h.try(t, system, func(ctx context.Context, tx *db.Tx) error { _, err := Ask(ctx, tx, ester, h.egelund); return err })
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		h.expect(t, map[string]int{`persons WHERE email = 'ester@egelund.example'`: 1})
	})
}

func TestAddingSomebody(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		add := func(who access.Actor, name, email string, org id.Org) (one id.Person, err error) {
			return one, h.try(t, who, func(ctx context.Context, tx *db.Tx) (err error) {
				one, err = AddPerson(ctx, tx, NewPerson{Name: name, Email: email, Title: " Pædagogisk  konsulent", Phone: "12 34 56 78", Org: org})
				return err
			})
		}
		one, err := add(h.asBodil, "Ærø Østergaard", "AERO@egelund.example", h.egelund)
		if err != nil {
			t.Fatal(err)
		}
		want := Person{
			ID: one, Name: "Ærø Østergaard", Email: "aero@egelund.example", Title: "Pædagogisk konsulent", Phone: "12 34 56 78", Lang: "da",
			SortKey: i18n.SortKey("Ærø Østergaard"), Org: h.egelund, State: Active,
		}
		if got := h.person(t, one); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
		_, err = add(h.asBodil, "Ærø igen", "aero@egelund.example", h.egelund)
		wantFaults(t, err, map[string]string{"email": "people.already_here"})
		_, err = add(h.asDorte, "Ærø igen", "aero@egelund.example", h.mosby)
		wantFaults(t, err, map[string]string{"email": "people.email_taken"})
		_, err = add(h.asBodil, "", "aero", h.egelund)
		wantFaults(t, err, map[string]string{"name": "people.name_missing", "email": "people.email_wrong"})
		if _, err = add(h.asStaff, "Ny", "ny@x.example", "nowhere"); !problem.Is(err, problem.NotFound) {
			t.Errorf("to an organisation that is not there: %v", err)
		}

		p := h.ask(t, ester, h.egelund) // who waits is let in by being added
		if one, err = add(h.asBodil, "Ester", ester.Email, h.egelund); err != nil || one != p.ID || h.person(t, one).State != Active {
			t.Errorf("%v %v", one, err)
		}
		h.expect(t, map[string]int{`jobs WHERE kind = 'people.answered'`: 1})

		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, one) })
		again, err := add(h.asDorte, "Ester Mose", ester.Email, h.mosby)
		if p := h.person(t, one); err != nil || again != one || p.Org != h.mosby || p.Name != "Ester Mose" || p.Title != "Pædagogisk konsulent" || p.Phone != "12 34 56 78" {
			t.Errorf("who had left is not taken in: %v %+v", err, p)
		}
	})
}

// V7.4.2: whoever has left can do nothing from that moment.
func TestV7_4_2_LeavingTakesEverything(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			return GiveRole(ctx, tx, h.carlo.ID, access.Planner, access.In("programme"))
		})
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return makeContact(ctx, tx, h.carlo.ID) })
		if who := h.as(t, h.carlo); len(who.Grants) != 2 {
			t.Fatalf("roles before: %v", who.Grants)
		}
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, h.carlo.ID) })
		h.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			if _, known, err := Identify(ctx, tx, h.carlo.ID); known || err != nil {
				t.Errorf("still known: %v %v", known, err)
			}
			if grants, err := Grants(ctx, tx, h.carlo.ID); len(grants) > 0 || err != nil {
				t.Errorf("roles after: %v %v", grants, err)
			}
			if all, err := PersonsOf(ctx, tx, h.egelund); len(all) != 1 || err != nil {
				t.Errorf("people after: %v %v", all, err)
			}
			return nil
		})
		if got := queued[id.Person](t, h, "people.left"); len(got) != 1 || got[0] != h.carlo.ID {
			t.Errorf("told %v", got)
		}
		err := h.try(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, h.bodil.ID) })
		if !problem.Is(err, problem.Invalid) {
			t.Errorf("removing oneself: %v", err)
		}
	})
}

func TestEditingOneself(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		h.write(t, h.asCarlo, func(ctx context.Context, tx *db.Tx) error {
			return Edit(ctx, tx, " Carlo  Åen ", "Chef", "87654321", "en")
		})
		want := h.carlo
		want.Name, want.Title, want.Phone, want.Lang, want.SortKey = "Carlo Åen", "Chef", "87654321", "en", i18n.SortKey("Carlo Åen")
		if got := h.person(t, h.carlo.ID); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
		err := h.try(t, h.asCarlo, func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, "", "a\x00", "b\x00", "fr") })
		wantFaults(t, err, map[string]string{
			"name": "people.name_missing", "title": "people.too_long", "phone": "people.too_long", "lang": "people.no_such_language",
		})
	})
}

// The language of the page on which somebody asked is theirs from then on.
func TestWhoAsksInEnglishIsWrittenToInEnglish(t *testing.T) {
	words, err := i18n.Load(web.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	each(t, func(t *testing.T, h house) {
		var one id.Person
		err := h.d.Write(words.For(t.Context(), "en"), system, func(ctx context.Context, tx *db.Tx) (err error) {
			one, err = Ask(ctx, tx, ester, h.egelund)
			return err
		})
		if err != nil || h.person(t, one).Lang != "en" {
			t.Errorf("%v %+v", err, h.person(t, one))
		}
	})
}
