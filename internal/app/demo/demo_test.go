package demo

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Whenever the demo is started, its meetings are on days when people would meet,
// in the order of the news, and within the season.
func TestMeetingsAreOnDaysWhenPeopleMeet(t *testing.T) {
	first := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	for i := range 3 * 366 {
		now := first.AddDate(0, 0, i)
		w := &World{story: storyOf(now)}
		from, to := w.season()
		last := when.On(now).Add(21) // there is time to register
		for _, d := range days {
			day := w.story.meeting(d.day)
			_, month, date := day.Time(time.UTC).Date()
			christmas := month == time.December && date >= 22 || month == time.January && date <= 3
			if weekday := day.Weekday(); weekday == time.Saturday || weekday == time.Sunday || christmas || month == time.July {
				t.Fatalf("started %s: a meeting on %s", now, day)
			}
			if !day.After(last) || day < from || day > to {
				t.Fatalf("started %s: meeting %s after %s, season %s to %s", now, day, last, from, to)
			}
			last = day
		}
		if from[len("2021-06"):] != "-01" || to[len("2021"):] != "-12-31" {
			t.Fatalf("season from %s to %s", from, to)
		}
	}
}

// One mail bounces on purpose, and hides no other fault.
func TestOtherFaultsAreNotHidden(t *testing.T) {
	other := errors.New("no such table")
	for name, c := range map[string]struct {
		err  error
		want int // faults besides the bounce
	}{
		"none": {nil, 0}, "the bounce": {errors.Join(errNoMailbox, errNoMailbox), 0}, "both": {errors.Join(errNoMailbox, other), 1},
		"nested": {errors.Join(errors.Join(errNoMailbox, other), errNoMailbox), 1}, "another": {other, 1},
	} {
		rest := slices.DeleteFunc(parts(c.err), func(err error) bool { return errors.Is(err, errNoMailbox) })
		if len(rest) != c.want {
			t.Errorf("%s: %v", name, rest)
		}
	}
}

func TestTheMailbox(t *testing.T) {
	w := &World{Box: mail.NewBox(), clock: &clock{at: time.Date(2026, 4, 27, 8, 0, 0, 0, time.UTC)}}
	send := func(name, to, text string) {
		t.Helper()
		err := w.deliver(t.Context(), mail.Message{To: to, ToName: name, Subject: "Emne", Text: text, Key: to + text})
		if err != nil {
			t.Fatal(err)
		}
	}
	for range 60 {
		send("Karla Nørbæk", "karla@centret.example", "Hej")
	}
	w.clock.set(w.clock.now().Add(time.Hour))
	send("Åse Bækhøj", "aase@ålsted.example", "Din kode er 050 478\n\nhttp://127.0.0.1/log-ind/abc")
	if err := w.deliver(t.Context(), mail.Message{To: "a@" + lost}); !errors.Is(err, errNoMailbox) {
		t.Error("the address that does not exist got its mail")
	}
	v := w.look("", 1)
	if len(v.Letters) != perPage || v.Total != 61 || v.Newer != "" || v.Older != "/demo/post?side=2" {
		t.Errorf("%d of %d, newer %q, older %q", len(v.Letters), v.Total, v.Newer, v.Older)
	}
	if got := v.Letters[0]; got.ToName != "Åse Bækhøj" || got.Code != "050 478" || !got.At.Equal(w.clock.now()) {
		t.Errorf("the latest is to %s at %s with the code %q", got.ToName, got.At, got.Code)
	}
	if v = w.look("", 2); len(v.Letters) != 11 || v.First != 51 || v.Newer == "" || v.Older != "" || v.Letters[0].Code != "" {
		t.Errorf("page 2: %d from %d, newer %q, older %q", len(v.Letters), v.First, v.Newer, v.Older)
	}
	if v = w.look("aase b", 1); v.Total != 1 || v.Letters[0].ToName != "Åse Bækhøj" {
		t.Errorf("%d mails to Åse", v.Total)
	}
	if v = w.look("ingen", 1); v.Total != 0 || len(v.Letters) != 0 {
		t.Errorf("%d mails to nobody", v.Total)
	}
}

// The world as the visitor finds it, whenever they come: everybody takes part,
// some came today, and one mail failed.
func TestTheWorldIsLively(t *testing.T) {
	for _, now := range []time.Time{
		time.Date(2026, 4, 27, 0, 5, 0, 0, when.Zone),    // a Monday, just after midnight
		time.Date(2026, 11, 28, 14, 30, 0, 0, when.Zone), // a Saturday before Christmas
	} {
		w, err := Make(t.Context(), filepath.Join(t.TempDir(), "faelled.db"), "http://127.0.0.1:8080", now, slog.New(slog.DiscardHandler))
		if err != nil {
			t.Fatal(now, err)
		}
		err = w.House.DB.Read(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
			p, _, err := programme.BySlug(ctx, tx, web.KindNetwork, "konsulenter-paa-boerne-og-ungeomraadet")
			if err != nil {
				return err
			}
			a, err := registration.AttendanceOf(ctx, tx, p.ID, nil)
			if err != nil {
				return err
			}
			recent, err := registration.Recent(ctx, tx, when.On(now).Time(when.Zone), 100)
			if err != nil {
				return err
			}
			queue, err := jobs.Stats(ctx, tx)
			if err != nil {
				return err
			}
			list, err := meeting.InProgramme(ctx, tx, p.ID)
			if len(a.Members) != members || len(recent) != late || queue.Dead != 1 || queue.Ready != 0 || len(list) != len(days) {
				t.Errorf("%s: %d members, %d today, %d meetings, queue %+v", now, len(a.Members), len(recent), len(list), queue)
			}
			for _, r := range recent {
				if r.At.After(now) {
					t.Errorf("%s: registers at %s", now, r.At)
				}
			}
			return err
		})
		if err := errors.Join(err, w.House.DB.Close()); err != nil {
			t.Fatal(err)
		}
	}
}
