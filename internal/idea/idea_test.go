package idea

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// Members hand in, nobody else; the secretariat does the rest.
func TestWhoMay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		for name, c := range map[string]struct {
			who access.Actor
			ok  bool
		}{"a participant": {w.carlo, true}, "a contact person": {w.bodil, true}, "staff": {w.staff, true}, "a stranger": {w.dorte, false}, "nobody": {visitor, false}} {
			err := w.try(t, c.who, func(ctx context.Context, tx *db.Tx) error { _, err := Give(ctx, tx, w.wish()); return err })
			if (err == nil) != c.ok || !c.ok && !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
		hidden := w.wish()
		hidden.Shown = ToStaff
		open, secret := w.give(t, w.carlo, w.wish()), w.give(t, w.carlo, hidden)
		for _, who := range []access.Actor{w.bodil, w.carlo, w.dorte, visitor} {
			for name, do := range map[string]func(ctx context.Context, tx *db.Tx) error{
				"answer": func(ctx context.Context, tx *db.Tx) error {
					return Answer(ctx, tx, Reply{Idea: open.ID, Version: 1, State: Discussed})
				},
				"plan": func(ctx context.Context, tx *db.Tx) error {
					return Plan(ctx, tx, Slot{Idea: open.ID, Version: 1, Meeting: w.june.ID})
				},
				"unite": func(ctx context.Context, tx *db.Tx) error {
					return Unite(ctx, tx, Union{Gone: open.ID, Kept: secret.ID, Version: 1})
				},
				"remark": func(ctx context.Context, tx *db.Tx) error { return Remark(ctx, tx, "", open.ID, "x") },
				"retain": Retain,
			} {
				if err := w.try(t, who, do); !problem.Is(err, problem.Forbidden) {
					t.Errorf("%s: %v", name, err)
				}
			}
		}
		for name, c := range map[string]struct {
			who  access.Actor
			one  id.Idea
			want problem.Kind
		}{
			"a stranger": {w.dorte, open.ID, problem.NotFound}, "nobody": {visitor, open.ID, problem.NotFound}, "one's own": {w.carlo, open.ID, problem.Forbidden},
			"hidden": {w.eva, secret.ID, problem.NotFound}, "staff": {w.staff, open.ID, problem.Forbidden},
		} {
			if err := w.support(t, c.who, c.one, true); !problem.Is(err, c.want) {
				t.Errorf("%s supports: %v", name, err)
			}
		}
		takeBack := func(ctx context.Context, tx *db.Tx) error { return TakeBack(ctx, tx, open.ID) }
		if err := w.try(t, w.eva, takeBack); !problem.Is(err, problem.Forbidden) {
			t.Errorf("another's is taken back: %v", err)
		}
		if err := w.try(t, w.dorte, takeBack); !problem.Is(err, problem.NotFound) {
			t.Errorf("a stranger: %v", err)
		}
		w.write(t, w.carlo, takeBack)
	})
}

func TestTheSameFormTwiceGivesOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		wish := w.wish()
		wish.Key = "once"
		if a, b := w.give(t, w.carlo, wish), w.give(t, w.carlo, wish); a.ID != b.ID || w.rows(t, "ideas") != 1 {
			t.Error("given twice")
		}
	})
}

// Support counts once for each person, can be taken back, and survives that two
// ideas become one: each person counts once, whose the gone idea was too, and not
// whose the kept one is.
func TestSupportIsSummedPerPerson(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		gone, kept, first := w.give(t, w.carlo, w.wish()), w.give(t, w.eva, w.wish()), w.give(t, w.bodil, w.wish())
		for _, s := range []struct {
			who  access.Actor
			one  id.Idea
			want bool
		}{{w.bodil, gone.ID, true}, {w.bodil, gone.ID, true}, {w.eva, gone.ID, true}, {w.bodil, kept.ID, true}, {w.carlo, first.ID, true}, {w.eva, first.ID, true}, {w.eva, first.ID, false}} {
			if err := w.support(t, s.who, s.one, s.want); err != nil {
				t.Fatal(err)
			}
		}
		if a, b, c := w.now(t, gone.ID).Supports, w.now(t, kept.ID).Supports, w.now(t, first.ID).Supports; a != 2 || b != 1 || c != 1 {
			t.Fatal(a, b, c)
		}
		unite := func(u Union) {
			t.Helper()
			w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return Unite(ctx, tx, u) })
		}
		unite(Union{Key: "k", Gone: first.ID, Kept: gone.ID, Version: 1}) // what lives on in the gone one lives on in the kept one
		unite(Union{Key: "k", Gone: first.ID, Kept: gone.ID, Version: 1})
		unite(Union{Gone: gone.ID, Kept: kept.ID, Version: 1})
		got := w.now(t, kept.ID) // Bodil, whose the first was, and Carlo, whose the gone one was; Eva's is the kept one
		if f, g := w.now(t, first.ID), w.now(t, gone.ID); got.Supports != 2 || f.PartOf != kept.ID || g.PartOf != kept.ID || g.State != United || g.Supports != 0 {
			t.Errorf("%+v\n%+v\n%+v", got, f, g)
		}
		err := w.try(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return Answer(ctx, tx, Reply{Idea: gone.ID, Version: 2, State: Discussed})
		})
		if !slices.Equal(keysOf(err), []string{" idea.is_united"}) {
			t.Error("what is gone is answered:", keysOf(err))
		}
		if err := w.support(t, w.bodil, gone.ID, true); !problem.Is(err, problem.NotFound) {
			t.Error("what is gone is supported:", err)
		}
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return TakeBack(ctx, tx, kept.ID) })
		if n := w.rows(t, "ideas") + w.rows(t, "idea_supports"); n != 0 {
			t.Errorf("%d rows are left", n)
		}
	})
}

// With one's own idea nobody else's is deleted: what others said lives on in it.
func TestNobodyDeletesAnothersIdea(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		bodils, evas := w.give(t, w.bodil, w.wish()), w.give(t, w.eva, w.wish())
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return Unite(ctx, tx, Union{Gone: bodils.ID, Kept: evas.ID, Version: 1})
		})
		takeBack := func(ctx context.Context, tx *db.Tx) error { return TakeBack(ctx, tx, evas.ID) }
		if err := w.try(t, w.eva, takeBack); !slices.Equal(keysOf(err), []string{" idea.cannot_take_back"}) || w.rows(t, "ideas") != 2 {
			t.Errorf("%v, %d ideas are left", err, w.rows(t, "ideas"))
		}
		page := door + "/" + string(evas.ID)
		if got := w.browse(t, w.eva, "da").get(page).Body.String(); strings.Contains(got, page+"/slet") {
			t.Error("the button is offered")
		}
		if got := w.browse(t, w.staff, "da").get(page).Body.String(); !strings.Contains(got, "1 idé, der er lagt sammen med den, slettes også.") {
			t.Error("the secretariat is not told what goes along:", got)
		}
		w.write(t, w.staff, takeBack)
		if n := w.rows(t, "ideas"); n != 0 {
			t.Error(n, "ideas are left")
		}
	})
}

// post sends what the jobs have to say, and lists the mails, the latest first.
func (w *world) post(t testing.TB, box *mail.Box) []mail.Received {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error { // the others' mails
		_, err := tx.Exec(ctx, `DELETE FROM jobs WHERE kind NOT LIKE 'idea.%'`)
		return err
	})
	runner := &jobs.Runner{DB: w.d, Handlers: Jobs(mail.Post{Send: box.Send, BaseURL: "https://faelled.example", Words: allWords(t)})}
	if err := runner.Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	return box.Messages()
}

// Whose idea it is hears of each answer, of several at once the latest; a colleague's
// answer meanwhile is not written over.
func TestAnswers(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, box := newWorld(t, d), mail.NewBox()
		i := w.give(t, w.carlo, w.wish())
		answer := func(r Reply) []string {
			r.Idea = i.ID
			return keysOf(w.try(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return Answer(ctx, tx, r) }))
		}
		for _, c := range []struct {
			reply Reply
			want  string
		}{
			{Reply{Version: 1, State: Aside}, "besked idea.note_missing"},
			{Reply{Version: 1, State: New}, "svar idea.answer_missing"},
			{Reply{Version: 1, State: Discussed, Note: "070761-4285"}, "besked idea.cpr"},
			{Reply{Version: 1, State: Discussed, Key: "k"}, ""},
			{Reply{Version: 1, State: Discussed, Key: "k"}, ""},
			{Reply{Version: 1, State: Aside, Note: "Nej"}, " idea.changed_meanwhile"},
			{Reply{Version: 2, State: Aside, Note: "Vi har ikke plads."}, ""},
		} {
			if got := strings.Join(answer(c.reply), ", "); got != c.want {
				t.Errorf("%+v: %q, want %q", c.reply, got, c.want)
			}
		}
		got := w.post(t, box)
		if len(got) != 1 || got[0].To != "carlo.eng@egelund.example" || !strings.Contains(got[0].Text, "Vi har ikke plads.") || !strings.Contains(got[0].Text, door+"/"+string(i.ID)) {
			t.Fatalf("%d mails: %+v", len(got), got)
		}
		if now := w.now(t, i.ID); now.State != Aside || now.Version != 3 {
			t.Errorf("%+v", now)
		}
		other := w.give(t, w.eva, w.wish())
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return Unite(ctx, tx, Union{Gone: i.ID, Kept: other.ID, Version: 3})
		})
		if got := w.post(t, box); len(got) != 2 || !strings.Contains(got[0].Text, "lagt sammen med »Tallene før tid«") {
			t.Errorf("%+v", got)
		}
	})
}

// An idea becomes an item of the agenda, beside what stands there; what does not fit
// changes nothing; and without a time only the meeting is known.
func TestPlanning(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, box := newWorld(t, d), mail.NewBox()
		i := w.give(t, w.carlo, w.wish())
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return meeting.SetAgenda(ctx, tx, w.june.ID, []meeting.Item{{Kind: meeting.Break, Starts: clock("12.00"), Ends: clock("12.45"), Title: "Frokost"}})
		})
		item := func(from, to string) meeting.Item {
			return meeting.Item{Kind: meeting.Case, Starts: clock(from), Ends: clock(to), Title: "Tallene før tid"}
		}
		untitled := item("10.00", "11.00")
		untitled.Title = ""
		for name, c := range map[string]struct {
			slot Slot
			want string
		}{
			"no meeting":   {Slot{Version: 1}, "moede idea.meeting_missing"},
			"elsewhere":    {Slot{Version: 1, Meeting: "x"}, "moede idea.meeting_missing"},
			"lunch":        {Slot{Version: 1, Meeting: w.june.ID, Item: item("11.30", "12.15")}, "starts meeting.item_overlaps"},
			"after lunch":  {Slot{Version: 1, Meeting: w.june.ID, Item: item("12.15", "13.15")}, "starts meeting.item_overlaps"},
			"too late":     {Slot{Version: 1, Meeting: w.june.ID, Item: item("14.00", "15.00")}, "ends meeting.item_outside"},
			"back in time": {Slot{Version: 1, Meeting: w.june.ID, Item: item("11.00", "10.00")}, "ends meeting.item_ends_first"},
			"no title":     {Slot{Version: 1, Meeting: w.june.ID, Item: untitled}, "title meeting.item_title_missing"},
			"no hours":     {Slot{Version: 1, Meeting: w.october.ID, Item: item("10.00", "11.00")}, " meeting.agenda_without_hours"},
			"meanwhile":    {Slot{Version: 7, Meeting: w.june.ID, Item: item("10.00", "11.00")}, " idea.changed_meanwhile"},
			"a number":     {Slot{Version: 1, Meeting: w.june.ID, Item: item("10.00", "11.00"), Note: "070761-4285"}, "besked idea.cpr"},
		} {
			c.slot.Idea = i.ID
			err := w.try(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return Plan(ctx, tx, c.slot) })
			if got := strings.Join(keysOf(err), ", "); got != c.want {
				t.Errorf("%s: %q, want %q (%v)", name, got, c.want, err)
			}
		}
		agenda := func() (titles []string) {
			w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
				items, err := meeting.Agenda(ctx, tx, w.june.ID)
				for _, one := range items {
					titles = append(titles, one.Title)
				}
				return err
			})
			return titles
		}
		if got := agenda(); !slices.Equal(got, []string{"Frokost"}) {
			t.Fatal(got)
		}
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return Plan(ctx, tx, Slot{Idea: i.ID, Version: 1, Meeting: w.october.ID})
		})
		for range 2 {
			w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
				return Plan(ctx, tx, Slot{Key: "k", Idea: i.ID, Version: 2, Meeting: w.june.ID, Item: item("10.00", "11.00"), Note: "Vil du lægge op?"})
			})
		}
		if got := agenda(); !slices.Equal(got, []string{"Tallene før tid", "Frokost"}) {
			t.Fatal(got)
		}
		if now := w.now(t, i.ID); now.State != Planned || now.Meeting != w.june.ID {
			t.Errorf("%+v", now)
		}
		got := w.post(t, box)
		if len(got) != 1 || !strings.Contains(got[0].Text, "tirsdag 2. juni 2026") || !strings.Contains(got[0].Text, "Vil du lægge op?") {
			t.Errorf("%+v", got)
		}
		err := w.try(t, w.carlo, func(ctx context.Context, tx *db.Tx) error { return TakeBack(ctx, tx, i.ID) })
		if !slices.Equal(keysOf(err), []string{" idea.cannot_take_back"}) {
			t.Error("what is planned is taken back:", err)
		}
		d.Now = func() time.Time { return clock("14.31") }
		err = w.try(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return Plan(ctx, tx, Slot{Idea: i.ID, Version: 3, Meeting: w.june.ID})
		})
		if !slices.Equal(keysOf(err), []string{"moede idea.meeting_missing"}) {
			t.Error("a meeting that is over:", keysOf(err))
		}
	})
}

// An idea is not put on the programme of a meeting that is cancelled meanwhile.
func TestPlanningWaitsForTheMeeting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		i := w.give(t, w.carlo, w.wish())
		done := make(chan error, 1)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			err := meeting.Cancel(ctx, tx, w.october.ID, "Sygdom")
			go func() {
				done <- d.Write(t.Context(), w.staff, func(ctx context.Context, tx *db.Tx) error {
					return Plan(ctx, tx, Slot{Idea: i.ID, Version: 1, Meeting: w.october.ID})
				})
			}()
			time.Sleep(200 * time.Millisecond)
			return err
		})
		if err := <-done; !slices.Equal(keysOf(err), []string{"moede idea.meeting_missing"}) {
			t.Error(err)
		}
	})
}

// Names go when people leave, and everything two years after the season.
func TestRetain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, box := newWorld(t, d), mail.NewBox()
		mine, others := w.give(t, w.carlo, w.wish()), w.give(t, w.eva, w.wish())
		if err := w.support(t, w.carlo, others.ID, true); err != nil {
			t.Fatal(err)
		}
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return errors.Join(Remark(ctx, tx, "", mine.ID, "God case"), people.Leave(ctx, tx, w.carlo.Person))
		})
		w.read(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			b, err := boardOf(ctx, tx, w.network, openHeap, "")
			for _, c := range b.Cards {
				if c.ID == mine.ID && c.Giver != "" {
					t.Error("the name of one who left is shown")
				}
			}
			return err
		})
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return Answer(ctx, tx, Reply{Idea: mine.ID, Version: 1, State: Discussed})
		})
		if got := w.post(t, box); len(got) != 0 {
			t.Errorf("%d mails to one who left", len(got))
		}
		w.write(t, system, Retain)
		if a, b := w.now(t, mine.ID), w.now(t, others.ID); a.Person != "" || b.Person == "" || b.Supports != 0 {
			t.Errorf("%+v\n%+v", a, b)
		}
		for _, c := range []struct {
			at   time.Time
			want int
		}{{time.Date(2028, 12, 31, 12, 0, 0, 0, time.UTC), 2}, {time.Date(2029, 1, 1, 12, 0, 0, 0, time.UTC), 0}} {
			d.Now = func() time.Time { return c.at }
			w.write(t, system, Retain)
			if n := w.rows(t, "ideas"); n != c.want {
				t.Errorf("%d ideas at %s", n, c.at)
			}
		}
		if n := w.rows(t, "idea_notes"); n != 0 {
			t.Errorf("%d notes", n)
		}
	})
}

// An idea about work in one municipality is not shown as from the next one that its
// giver goes to.
func TestNamesDoNotMoveAlong(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		mine, evas := w.give(t, w.carlo, w.wish()), w.give(t, w.eva, w.wish())
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE persons SET org = $1 WHERE id = $2`, w.dorte.Org, w.carlo.Person)
			return err
		})
		w.read(t, w.bodil, func(ctx context.Context, tx *db.Tx) error {
			b, err := boardOf(ctx, tx, w.network, openHeap, "")
			for _, c := range b.Cards {
				if c.ID == mine.ID && (c.Giver != "" || c.Org != "") || c.ID == evas.ID && (c.Giver != "Eva Lund" || c.Org != "Egelund") {
					t.Errorf("%q, %q", c.Giver, c.Org)
				}
			}
			return err
		})
		w.write(t, system, Retain)
		if a, b := w.now(t, mine.ID), w.now(t, evas.ID); a.Person != "" || b.Person != w.eva.Person {
			t.Errorf("%+v\n%+v", a, b)
		}
	})
}

func TestMergedPeople(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		of := w.give(t, w.carlo, w.wish())
		other := w.give(t, w.bodil, w.wish())
		for who, one := range map[id.Person]id.Idea{w.eva.Person: of.ID} {
			if err := w.support(t, access.Actor{Person: who, Org: w.eva.Org}, one, true); err != nil {
				t.Fatal(err)
			}
		}
		for _, who := range []access.Actor{w.eva, w.carlo} {
			if err := w.support(t, who, other.ID, true); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
				return Merged(ctx, tx, people.Merged{Gone: w.carlo.Person, Kept: w.eva.Person})
			})
		}
		if a, b := w.now(t, of.ID), w.now(t, other.ID); a.Person != w.eva.Person || a.Supports != 0 || b.Supports != 1 {
			t.Errorf("%+v\n%+v", a, b)
		}
	})
}

// However many windows somebody has, there is room for so many ideas of theirs.
func TestRoomForIdeas(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		if n := crowd(t, newWorld(t, d), func() {}); n != mostOpen {
			t.Error(n, "ideas")
		}
	})
}

// The control: without locks there are too many.
func TestRoomForIdeasNeedsTheLock(t *testing.T) {
	d := dbtest.Postgres(t)
	w := newWorld(t, d)
	if n := crowd(t, w, func() { dbtest.Unlocked(d, 4) }); n <= mostOpen {
		t.Error("it would have been right without a lock:", n)
	}
}

// crowd has one person hand in four at once where there is room for one.
func crowd(t *testing.T, w *world, arm func()) int {
	t.Helper()
	for range mostOpen - 1 {
		w.give(t, w.carlo, w.wish())
	}
	dbtest.Warm(t, w.d, 4)
	arm()
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			err := w.d.Write(t.Context(), w.carlo, func(ctx context.Context, tx *db.Tx) error { _, err := Give(ctx, tx, w.wish()); return err })
			if _, refused := problem.FieldsOf(err); err != nil && !refused {
				t.Error(err)
			}
		})
	}
	all.Wait()
	return w.rows(t, "ideas")
}
