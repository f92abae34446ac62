package registration

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// drain does every job that is due, and tells what was mailed. No invoice is issued.
func (w *world) drain(t testing.TB) *mail.Box {
	t.Helper()
	return w.work(t, func(context.Context, *db.DB, jobs.Job) error { return nil })
}

func (w *world) work(t testing.TB, issue jobs.Handler) *mail.Box {
	t.Helper()
	box := mail.NewBox()
	post := mail.Post{Send: box.Send, BaseURL: "https://faelled.example", Words: site(t, w.d, visitor, "da").Words, Sample: true}
	handlers := Jobs(post)
	handlers["billing.issue"] = issue
	handlers["registration.freed"] = func(context.Context, *db.DB, jobs.Job) error { return nil }
	handlers["meeting.room"] = handlers["registration.freed"]
	handlers["billing.render"] = func(context.Context, *db.DB, jobs.Job) error { return nil }
	runner := jobs.Runner{DB: w.d, Log: slog.New(slog.DiscardHandler), Handlers: handlers}
	if err := runner.Drain(t.Context()); err != nil {
		t.Error(err)
	}
	return box
}

// letters are the mails in the order of their receivers, as one text.
func letters(box *mail.Box) string {
	var all []string
	for _, m := range box.Messages() {
		all = append(all, fmt.Sprintf("To: %s <%s>\nReply-To: %s\nSubject: %s\nCalendar: %s, %d of %d\n\n%s",
			m.ToName, m.To, m.ReplyTo, m.Subject, m.CalendarMethod, strings.Count(string(m.Calendar), "BEGIN:VEVENT"), len(m.Attachments), m.Text))
	}
	slices.Sort(all)
	text := strings.Join(all, "\n=====\n\n")
	return regexp.MustCompile(`2021-?\d{6}\b`).ReplaceAllString(text, "2021-NNNNNN")
}

func TestEverybodyGetsTheirMail(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE persons SET lang = 'en' WHERE id = $1`, w.carlo.Person)
			return err
		})
		req := w.ask(21875, "Mette Holm", "Carlo Eng", "Bodil Ask")
		req.Guests[1].Email, req.Guests[2].Email = "carlo.eng@egelund.example", "bodil.ask@egelund.example"
		req.Message = "Carlo kommer først kl. 10."
		w.must(t, w.bodil, req)
		box := w.drain(t)
		compare(t, "mails.txt", letters(box))
		mette := box.To("mette.holm@egelund.example")[0]
		if !strings.Contains(string(mette.Calendar), "moede.example") {
			t.Error("the guest's calendar has no online link")
		}
		if again := letters(w.drain(t)); again != "" {
			t.Errorf("sent twice: %s", again)
		}
	})
}

func TestOneMeetingIsAnInvitation(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{})
	w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
	w.drain(t)
	req := w.ask(0, "Jens Bruun")
	req.Only = true
	w.must(t, w.bodil, req)
	got := w.drain(t).To(mailOf("Jens Bruun"))
	if len(got) != 1 || got[0].CalendarMethod != meeting.MethodRequest || strings.Count(string(got[0].Calendar), "BEGIN:VEVENT") != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestAChangedMeetingIsToldToThoseWithASeat(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm", "Jens Bruun"))
		other := w.ask(15000, "Ida Krog")
		other.Org, other.Guests[0].Email = w.mosby, "ida.krog@mosby.example"
		w.must(t, w.dorte, other)
		w.drain(t)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			m, err := meeting.ByID(ctx, tx, w.meetings[1])
			if err != nil {
				return err
			}
			m.Venue, m.City = "Rådhuset", "Nyborg"
			return meeting.Edit(ctx, tx, m)
		})
		changed := w.drain(t)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return meeting.Cancel(ctx, tx, w.meetings[1], "Oplægsholderen er syg.")
		})
		cancelled := w.drain(t)
		if len(changed.Messages()) != 3 || len(cancelled.Messages()) != 3 {
			t.Errorf("%d and %d mails", len(changed.Messages()), len(cancelled.Messages()))
		}
		to := mailOf("Mette Holm")
		compare(t, "mails-changed.txt", letters(only(t, changed, to))+"\n=====\n\n"+letters(only(t, cancelled, to)))
		uid := regexp.MustCompile(`UID:.*`)
		a, b := changed.To(to)[0].Calendar, cancelled.To(to)[0].Calendar
		if uid.FindString(string(a)) != uid.FindString(string(b)) || !strings.Contains(string(b), "STATUS:CANCELLED") {
			t.Errorf("the calendar will not find the meeting:\n%s\n%s", a, b)
		}
	})
}

// Whoever knows the meeting as it was is told what is new.
func TestAMovedMeetingSaysWhatIsNew(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
		w.drain(t)
		edit := func(change func(*meeting.Meeting)) {
			t.Helper()
			w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
				m, err := meeting.ByID(ctx, tx, w.meetings[0])
				change(&m)
				return firstOf(err, func() error { return meeting.Edit(ctx, tx, m) })
			})
		}
		starts, ends := at("2021-06-03 08:00:00"), at("2021-06-03 12:00:00")
		edit(func(m *meeting.Meeting) { m.Day, m.Starts, m.Ends = "2021-06-03", &starts, &ends })
		edit(func(m *meeting.Meeting) {
			m.Title, m.OnlineURL, m.FreeUntil, m.Lead = "Rollen ved et valg", "https://moede.example/nyt", "2021-05-10", "Kom og hør."
		})
		moved := letters(w.drain(t))
		edit(func(m *meeting.Meeting) { m.OnlineURL, m.Title = "", "Rollen" })
		unlinked := letters(w.drain(t))
		compare(t, "mails-moved.txt", moved+"\n=====\n\n"+unlinked)
		edit(func(m *meeting.Meeting) { m.Title = "Noget andet" })
		edit(func(m *meeting.Meeting) { m.Title = "Rollen" })
		if again := letters(w.drain(t)); again != "" {
			t.Errorf("there and back again is no news: %s", again)
		}
	})
}

// only is one receiver's mails in a box of their own.
func only(t testing.TB, box *mail.Box, to string) *mail.Box {
	t.Helper()
	own := mail.NewBox()
	for _, m := range box.To(to) {
		if err := own.Send(t.Context(), mail.Message{To: m.To, ToName: m.ToName, ReplyTo: m.ReplyTo, Subject: m.Subject, Text: m.Text,
			Calendar: m.Calendar, CalendarMethod: m.CalendarMethod, Key: m.ID}); err != nil {
			t.Fatal(err)
		}
	}
	return own
}

// Each meeting is invoiced when its last free day is over, by who is there then.
func TestMeetingsAreSettledOneByOne(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{invoicing: programme.PerMeeting})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm", "Jens Bruun"))
		if got := w.invoiced(t, w.egelund); got != 300000 {
			t.Errorf("invoiced %d when joining", got)
		}
		third := w.ask(1375, "Hanne Vest")
		third.Meeting, third.Only = w.meetings[2], true
		w.must(t, w.bodil, third)
		w.drain(t)
		if got := w.invoiced(t, w.egelund); got != 300000 {
			t.Errorf("invoiced %d before anything was due", got)
		}
		for i, want := range []int64{0, 600000, 600000 + 437500, 900000 + 437500, 1200000 + 437500} {
			if i == 0 {
				continue
			}
			clock(d, days[i].Add(-13).Time(time.FixedZone("CPH", 2*60*60)).Add(3*time.Hour))
			w.drain(t)
			if got := w.invoiced(t, w.egelund); got != want {
				t.Errorf("invoiced %d when %s was due, want %d", got, days[i], want)
			}
			w.write(t, system, func(ctx context.Context, tx *db.Tx) error { // once more changes nothing
				return settleOne(ctx, tx, settlement{w.meetings[i], w.egelund})
			})
			if got := w.invoiced(t, w.egelund); got != want {
				t.Errorf("settled twice: %d", got)
			}
		}
		w.counts(t, map[string]int64{`invoices`: 5})
	})
}

// A meeting that is moved is settled by its new date.
func TestAMovedMeetingIsSettledLater(t *testing.T) {
	d := dbtest.SQLite(t)
	w := newWorld(t, d, bent{invoicing: programme.PerMeeting})
	w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		m, err := meeting.ByID(ctx, tx, w.meetings[1])
		m.Day, m.FreeUntil = "2021-11-01", "2021-10-18"
		return firstOf(err, func() error { return meeting.Edit(ctx, tx, m) })
	})
	w.drain(t)
	clock(d, at("2021-09-20 08:00:00"))
	w.drain(t)
	if got := w.invoiced(t, w.egelund); got != 300000 {
		t.Errorf("invoiced %d by the old date", got)
	}
	clock(d, at("2021-10-19 00:00:00"))
	w.drain(t)
	if got := w.invoiced(t, w.egelund); got != 600000 {
		t.Errorf("invoiced %d by the new date", got)
	}
}

func firstOf(err error, then func() error) error {
	if err != nil {
		return err
	}
	return then()
}

func TestCheckSeesWhatMustNotBe(t *testing.T) {
	for name, spoil := range map[string]string{
		"an oversold meeting":  `UPDATE meetings SET capacity = 2`,
		"a wrong count":        `UPDATE rooms SET taken = 1`,
		"a lost invoice":       `DELETE FROM invoice_lines`,
		"no membership":        `DELETE FROM memberships`,
		"a seat nobody billed": `DELETE FROM seats WHERE person = (SELECT min(person) FROM seats)`,
	} {
		t.Run(name, func(t *testing.T) {
			d := dbtest.SQLite(t)
			w := newWorld(t, d, bent{capacity: 40})
			w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest"))
			check := func(who access.Actor) error {
				return d.Read(t.Context(), who, Check)
			}
			if err := check(system); err != nil {
				t.Fatal(err)
			}
			if err := check(w.bodil); !problem.Is(err, problem.Forbidden) {
				t.Errorf("a contact person: %v", err)
			}
			w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, spoil)
				return err
			})
			if check(system) == nil {
				t.Error("Check is content")
			}
		})
	}
}

// The secretariat may lower a limit below what is taken, and give new prices.
func TestCheckIsContentWithWhatIsAllowed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{capacity: 40})
		w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest"))
		clock(d, at("2021-05-03 08:00:00"))
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			m, err := meeting.ByID(ctx, tx, w.meetings[1])
			m.Capacity = 2
			return firstOf(err, func() error { return meeting.Edit(ctx, tx, m) })
		})
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			p, err := programme.ByID(ctx, tx, w.network)
			p.MaxPerOrg = 2
			return firstOf(err, func() error { return programme.Edit(ctx, tx, p) })
		})
		w.read(t, system, Check)
	})
}

// What was agreed when they joined holds, whatever is said later about that day.
func TestALaterPriceListChangesNothingAgreed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		w.must(t, w.bodil, w.ask(15000, "Mette Holm"))
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := billing.AddPriceList(ctx, tx, billing.PriceList{
				Programme: w.network, Tiers: []billing.Tier{{From: 1, To: 5, PerMeeting: money.DKK(9999)}},
				VAT: billing.Standard, RateBP: 2500, ValidFrom: when.On(tx.Now).Add(-1),
			})
			return err
		})
		w.must(t, w.bodil, w.ask(0, "Jens Bruun"))
		w.read(t, system, Check)
	})
}

func TestFormsLeftBehindAreDeleted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		keep := func(ctx context.Context, tx *db.Tx) error {
			return draft{Key: "key"}.keep(ctx, tx, w.network)
		}
		w.write(t, w.bodil, keep)
		clock(d, april.Add(29*24*time.Hour))
		w.write(t, w.dorte, keep)
		clock(d, april.Add(30*24*time.Hour+time.Minute))
		w.write(t, system, Retain)
		w.counts(t, map[string]int64{`registration_drafts`: 1})
	})
}
