package material

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/message"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
)

// morning lets the daily job run, and tells which new mails there are, by address.
func (w *world) morning(t testing.TB, box *mail.Box) map[string]mail.Received {
	t.Helper()
	words, err := i18n.Load(web.Locale, mail.Locale, people.Locale, programme.Locale, meeting.Locale, registration.Locale, message.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	before := len(box.Messages())
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `DELETE FROM jobs WHERE kind NOT LIKE 'material.%'`); err != nil { // the others' mails
			return err
		}
		return tx.Enqueue(ctx, "material.look", nil)
	})
	handlers := Jobs(mail.Post{Send: box.Send, BaseURL: "https://faelled.example", Words: words})
	if err := (&jobs.Runner{DB: w.d, Handlers: handlers}).Drain(t.Context()); err != nil {
		t.Fatal(err)
	}
	all, got := box.Messages(), map[string]mail.Received{}
	for _, m := range all[:len(all)-before] {
		if _, twice := got[m.To]; twice {
			t.Error("two mails to", m.To)
		}
		got[m.To] = m
	}
	return got
}

func (w *world) titled(t testing.TB, title string, reach Reach, from time.Time) Material {
	t.Helper()
	wish := w.wish(t)
	wish.Title, wish.Reach, wish.ShownFrom = title, reach, from
	if reach == Seated {
		wish.Meeting, wish.Speaker = w.june.ID, "Dagmar Lindevang"
	}
	return w.add(t, wish)
}

const carlosMail, bodilsMail = "carlo.eng@egelund.example", "bodil.ask@egelund.example"

// Members hear once of what they may see and is shown, in one mail; nobody else.
func TestMembersHearOfNewMaterial(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, box := newWorld(t, d), mail.NewBox()
		w.titled(t, "For medlemmer", Members, now)
		w.titled(t, "Slides", Seated, now)
		w.titled(t, "Offentligt", Public, now)
		w.titled(t, "Senere", Members, now.Add(time.Hour))
		gone := w.titled(t, "Slettet", Members, now)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return Remove(ctx, tx, gone.ID) })
		got := w.morning(t, box)
		if len(got) != 2 {
			t.Fatalf("%d mails", len(got))
		}
		for to, want := range map[string]string{carlosMail: "For medlemmer, Offentligt, Slides", bodilsMail: "For medlemmer, Offentligt"} {
			var titles []string
			for line := range strings.Lines(got[to].Text) {
				if item, ok := strings.CutPrefix(strings.TrimSpace(line), "- "); ok {
					title, _, _ := strings.Cut(item, ",")
					titles = append(titles, title)
				}
			}
			slices.Sort(titles)
			if strings.Join(titles, ", ") != want {
				t.Errorf("%s: %v", to, titles)
			}
		}
		text := got[carlosMail].Text
		for _, says := range []string{"Slides, fra Dagmar Lindevang (mødet 2. juni 2026)", "https://faelled.example" + door, "afmeld"} {
			if !strings.Contains(text, says) {
				t.Errorf("no %q in %s", says, text)
			}
		}
		if raw := strings.Join(strings.Fields(string(got[carlosMail].Raw)), " "); !strings.Contains(raw, "List-Unsubscribe: <https://faelled.example/afmeld/") || !strings.Contains(raw, "List-Unsubscribe-Post: List-Unsubscribe=One-Click") {
			t.Error(raw)
		}
		if again := w.morning(t, box); len(again) != 0 {
			t.Errorf("%d mails again", len(again))
		}
		d.Now = func() time.Time { return now.Add(24 * time.Hour) }
		if next := w.morning(t, box); len(next) != 2 || !strings.Contains(next[bodilsMail].Text, "Senere") || strings.Contains(next[bodilsMail].Text, "Offentligt") {
			t.Errorf("%v", next)
		}
	})
}

var doorIn = regexp.MustCompile(`/afmeld/(\w+)`)

// Whoever has unsubscribed from a programme's news hears nothing, wherever they did
// so; of two networks one mail tells, and its link ends both.
func TestWhoWantsNoNewsHearsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, box := newWorld(t, d), mail.NewBox()
		first := w.network
		other := first
		other.Name, other.Slug = "Ledere af dagtilbud", ""
		w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
			if other.ID, err = programme.Add(ctx, tx, other); err != nil {
				return err
			}
			if err := programme.Publish(ctx, tx, other.ID); err != nil {
				return err
			}
			if other, err = programme.ByID(ctx, tx, other.ID); err != nil {
				return err
			}
			_, err = tx.Exec(ctx, `INSERT INTO memberships (id, programme, meeting, org, joined_at) VALUES ('m2', $1, $2, $3, $4)`, other.ID, w.june.ID, w.bodil.Org, tx.Now)
			return err
		})
		w.titled(t, "Det ene", Members, now)
		w.network = other
		w.titled(t, "Det andet", Members, now)
		got := w.morning(t, box)
		text := got[bodilsMail].Text
		if len(got) != 2 || !strings.Contains(text, "Det ene") || !strings.Contains(text, "Det andet") || strings.Contains(got[carlosMail].Text, "Det andet") {
			t.Fatalf("%v", got)
		}
		for range 2 { // pressed again, it is as once
			w.write(t, visitor, func(ctx context.Context, tx *db.Tx) error {
				return message.Unsubscribe(ctx, tx, doorIn.FindStringSubmatch(text)[1])
			})
		}
		if n := w.rows(t, "message_optouts"); n != 2 {
			t.Errorf("%d programmes are unsubscribed from", n)
		}
		w.write(t, w.carlo, func(ctx context.Context, tx *db.Tx) error { return message.Choose(ctx, tx, first.ID, false) })
		w.network = first
		w.titled(t, "Endnu et", Members, now)
		if got := w.morning(t, box); len(got) != 0 {
			t.Errorf("%v", got)
		}
		w.write(t, w.carlo, func(ctx context.Context, tx *db.Tx) error { return message.Choose(ctx, tx, first.ID, true) })
		w.titled(t, "Et til", Members, now)
		if got := w.morning(t, box); len(got) != 1 || strings.Contains(got[carlosMail].Text, "Endnu et") {
			t.Errorf("%v", got)
		}
	})
}

// To an address that takes no mail no news is sent.
func TestWhoIsUnreachableGetsNoNews(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, box := newWorld(t, d), mail.NewBox()
		for _, at := range []time.Time{now.Add(-time.Hour), now} {
			d.Now = func() time.Time { return at }
			w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
				return people.MailReturned(ctx, tx, people.Return{Person: w.bodil.Person, Email: bodilsMail, Hard: true, Status: "5.1.1"})
			})
		}
		w.titled(t, "For medlemmer", Members, now)
		if got := w.morning(t, box); len(got) != 1 || got[carlosMail].To == "" {
			t.Errorf("%v", got)
		}
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error { return people.MailArrived(ctx, tx, w.bodil.Person) })
		w.titled(t, "Et til", Members, now)
		if got := w.morning(t, box); len(got) != 2 {
			t.Errorf("%v", got)
		}
	})
}

// What is added today is news, from whatever day it is shown; and that of a draft
// once the draft is public.
func TestNewsWaitForNobody(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, box := newWorld(t, d), mail.NewBox()
		w.titled(t, "Fra sidste møde", Members, now.AddDate(0, 0, -14))
		if got := w.morning(t, box); len(got) != 2 {
			t.Errorf("%v", got)
		}
		be := func(state programme.State) {
			w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
				_, err := tx.Exec(ctx, `UPDATE programmes SET state = $1`, state)
				return err
			})
		}
		be(programme.Draft)
		w.titled(t, "Forberedelse", Members, now)
		if got := w.morning(t, box); len(got) != 0 {
			t.Errorf("a draft is told: %v", got)
		}
		be(programme.Public)
		d.Now = func() time.Time { return now.Add(48 * time.Hour) }
		if got := w.morning(t, box); len(got) != 2 || !strings.Contains(got[bodilsMail].Text, "Forberedelse") {
			t.Errorf("%v", got)
		}
	})
}

// What they may no longer see when the mail is written is not in it, and the
// secretariat's own rights tell nothing. What is old is no news.
func TestOnlyWhatMayBeSeenIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, box := newWorld(t, d), mail.NewBox()
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			return people.GiveRole(ctx, tx, w.carlo.Person, access.Staff, access.Everywhere)
		})
		d.Now = func() time.Time { return now.Add(-8 * 24 * time.Hour) }
		w.titled(t, "Gammelt", Members, d.Now())
		d.Now = func() time.Time { return now }
		w.titled(t, "Slides", Seated, now)
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE seats SET meeting = $1`, w.october.ID) // after the job has looked it would be the same
			return err
		})
		if got := w.morning(t, box); len(got) != 0 {
			t.Errorf("%v", got)
		}
		for _, who := range []access.Actor{visitor, w.bodil, w.staff} {
			if err := d.Write(t.Context(), who, Look); !problem.Is(err, problem.Forbidden) {
				t.Error(err)
			}
		}
		d.Now = func() time.Time { return now.AddDate(1, 0, 1) }
		w.titled(t, "Nyt", Members, d.Now())
		if got := w.morning(t, box); len(got) != 2 {
			t.Errorf("%v", got)
		}
		w.write(t, system, message.Retain)
		if n := w.rows(t, "news_doors"); n != 2 {
			t.Error(n, "doors")
		}
		d.Now = func() time.Time { return now.AddDate(2, 0, 3) }
		w.write(t, system, message.Retain)
		if n := w.rows(t, "news_doors"); n != 0 {
			t.Error(n, "doors are kept too long")
		}
	})
}
