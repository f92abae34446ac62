package meeting

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

func TestAMeetingIsKeptAsItWasWritten(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		in := given(t, d)
		for _, want := range []Meeting{june(t), september()} {
			got := get(t, d, add(t, d, in, want))
			want.ID, want.Programme, want.ChangedAt = got.ID, in, d.Now()
			if got.Starts != nil && (!got.Starts.Equal(*want.Starts) || !got.Ends.Equal(*want.Ends) || got.Starts.Location() != time.UTC) {
				t.Error(got.Starts, got.Ends)
			}
			if (got.Starts == nil) != (want.Starts == nil) {
				t.Error("a day got a time, or lost it")
			}
			got.Starts, got.Ends, want.Starts, want.Ends = nil, nil, nil, nil
			if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
				t.Errorf("%+v\nwant\n%+v", got, want)
			}
		}
	})
}

func TestTheAgendaIsKeptInOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		one, want := add(t, d, given(t, d), june(t)), day(t)
		shuffled := slices.Clone(want)
		slices.Reverse(shuffled)
		for range 2 { // again is instead
			if err := setAgenda(d, one, shuffled); err != nil {
				t.Fatal(err)
			}
		}
		if got := items(t, d, one); fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
			t.Errorf("%+v\nwant\n%+v", got, want)
		}
		shuffled[0].Starts = shuffled[0].Starts.Add(-time.Minute)
		if err := setAgenda(d, one, shuffled); keyOf(err) != "starts_0 meeting.item_overlaps" || len(items(t, d, one)) != len(want) {
			t.Error(err)
		}
		if jobs := waiting(t, d); len(jobs) != 0 {
			t.Error("nobody gets mail about an agenda:", jobs)
		}
		if err := setAgenda(d, one, nil); err != nil || len(items(t, d, one)) != 0 {
			t.Error(err)
		}
	})
}

func TestAMovedMeeting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		in := given(t, d)
		one := add(t, d, in, june(t))
		if err := setAgenda(d, one, day(t)); err != nil {
			t.Fatal(err)
		}
		move := func(to when.Date) {
			t.Helper()
			if err := edit(t, d, one, func(m *Meeting) {
				m.Day, m.Starts, m.Ends, m.FreeUntil = to, at(t, to, "9.30"), at(t, to, "14.30"), ""
			}); err != nil {
				t.Fatal(err)
			}
		}
		move("2021-12-08") // in winter time
		m := get(t, d, one)
		if m.Slug != "2021-12-08" || m.Sequence != 1 || ClockOf(items(t, d, one)[1].Starts) != "9.45" || when.On(items(t, d, one)[1].Starts) != m.Day {
			t.Errorf("%+v %+v", m, items(t, d, one)[1])
		}
		told := fmt.Sprintf(`meeting.changed {"Meeting":%q,"Was":{"ID":%q,`, one, one)
		if got := waiting(t, d); len(got) != 1 || !strings.HasPrefix(got[0], told) || !strings.Contains(got[0], `"Day":"2021-06-02"`) {
			t.Errorf("%q, want %q and the day before", got, told)
		}
		other := add(t, d, in, june(t)) // the address was this one's, and stays so
		if got := get(t, d, other).Slug; got != "2021-06-02-2" {
			t.Error(got)
		}
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			m, moved, err := BySlug(ctx, tx, in, "2021-06-02")
			if m.ID != one || !moved || Path(programme.Programme{Kind: web.KindNetwork, Slug: "n"}, m) != "/netvaerk/n/moeder/2021-12-08" {
				t.Error(m.ID, moved)
			}
			if _, _, err := BySlug(ctx, tx, "another", "2021-06-02"); !problem.Is(err, problem.NotFound) {
				t.Error("another programme's:", err)
			}
			return err
		})
		move("2021-06-02")
		if got := get(t, d, one); got.Slug != "2021-06-02" || got.Sequence != 2 || len(waiting(t, d)) != 1 || !strings.Contains(waiting(t, d)[0], `"Day":"2021-06-02"`) {
			t.Error(got.Slug, got.Sequence, waiting(t, d))
		}
	})
}

func TestEditKeepsTheAgendaInside(t *testing.T) {
	d := dbtest.SQLite(t)
	one := add(t, d, given(t, d), june(t))
	if err := setAgenda(d, one, day(t)); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*Meeting){
		"shorter": func(m *Meeting) { m.Ends = at(t, m.Day, "14.00") },
		"no time": func(m *Meeting) { m.Starts, m.Ends = nil, nil },
	} {
		if err := edit(t, d, one, change); keyOf(err) != "starts meeting.agenda_outside" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := edit(t, d, one, func(m *Meeting) { m.Ends = at(t, m.Day, "15.00") }); err != nil {
		t.Error("longer:", err)
	}
}

func TestWhoHearsOfAChange(t *testing.T) {
	d := dbtest.SQLite(t)
	one := add(t, d, given(t, d), june(t))
	if err := edit(t, d, one, func(m *Meeting) { m.Capacity = 40 }); err != nil || len(waiting(t, d)) != 0 {
		t.Error("more room is no news:", err, waiting(t, d))
	}
	if got := get(t, d, one); got.Sequence != 1 || got.Capacity != 40 {
		t.Error(got)
	}
	d.Now = func() time.Time { return time.Date(2021, 6, 3, 10, 0, 0, 0, time.UTC) }
	if err := edit(t, d, one, func(m *Meeting) { m.Title = "Det, vi talte om" }); err != nil || len(waiting(t, d)) != 0 {
		t.Error("a meeting that is over is no news:", err, waiting(t, d))
	}
	if err := edit(t, d, one, func(m *Meeting) {
		m.Day, m.Starts, m.Ends = "2021-08-02", at(t, "2021-08-02", "9.30"), at(t, "2021-08-02", "14.30")
	}); err != nil || len(waiting(t, d)) != 1 {
		t.Error("but held again it is:", err, waiting(t, d))
	}
}

// Whoever is registered must hear that they can cancel for fewer days, and
// settle the sooner.
func TestAnEarlierLastDayToCancelIsTold(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		one := add(t, d, given(t, d), june(t))
		if err := edit(t, d, one, func(m *Meeting) { m.FreeUntil = "2021-05-20" }); err != nil || len(waiting(t, d)) != 0 {
			t.Error("later:", err, waiting(t, d))
		}
		if err := edit(t, d, one, func(m *Meeting) { m.FreeUntil = "2021-05-12" }); err != nil || len(waiting(t, d)) != 1 {
			t.Error("earlier:", err, waiting(t, d))
		}
	})
}

func TestAnOlderCopyDoesNotOverwrite(t *testing.T) {
	d := dbtest.SQLite(t)
	one := add(t, d, given(t, d), june(t))
	old := get(t, d, one)
	if err := edit(t, d, one, func(m *Meeting) { m.Title = "Den første" }); err != nil {
		t.Fatal(err)
	}
	old.Title = "Den anden"
	err := try(d, staff, func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, old) })
	if keyOf(err) != " meeting.changed_meanwhile" || get(t, d, one).Title != "Den første" {
		t.Error(err)
	}
}

func TestCancel(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		one := add(t, d, given(t, d), june(t))
		cancel := func(reason string) error {
			return try(d, staff, func(ctx context.Context, tx *db.Tx) error { return Cancel(ctx, tx, one, reason) })
		}
		if err := cancel(" "); keyOf(err) != "reason meeting.reason_missing" {
			t.Error(err)
		}
		for range 2 { // twice is once
			if err := cancel("Oplægsholderen er syg."); err != nil {
				t.Fatal(err)
			}
		}
		m := get(t, d, one)
		if m.State != Cancelled || m.Reason != "Oplægsholderen er syg." || m.Sequence != 1 {
			t.Errorf("%+v", m)
		}
		if got, want := waiting(t, d), []string{fmt.Sprintf("meeting.cancelled %q", one)}; !slices.Equal(got, want) {
			t.Errorf("%q, want %q", got, want)
		}
		if err := edit(t, d, one, func(m *Meeting) { m.Title = "x" }); keyOf(err) != " meeting.is_cancelled" {
			t.Error(err)
		}
		if err := setAgenda(d, one, day(t)); keyOf(err) != " meeting.is_cancelled" {
			t.Error(err)
		}
	})
}

func TestAMeetingThatWasHeldIsNotCancelled(t *testing.T) {
	d := dbtest.SQLite(t)
	one := add(t, d, given(t, d), june(t))
	d.Now = func() time.Time { return *at(t, "2021-06-02", "14.30") }
	err := try(d, staff, func(ctx context.Context, tx *db.Tx) error { return Cancel(ctx, tx, one, "Fortrudt") })
	if keyOf(err) != " meeting.is_over" {
		t.Error(err)
	}
}

func TestLists(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		in := given(t, d)
		second, first := add(t, d, in, september()), add(t, d, in, june(t))
		off := add(t, d, in, Meeting{Title: "Aflyst", Day: "2021-07-01"})
		write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return Cancel(ctx, tx, off, "Ferie") })
		ids := func(list []Meeting, err error) (all []id.Meeting) {
			if err != nil {
				t.Error(err)
			}
			for _, m := range list {
				all = append(all, m.ID)
			}
			return all
		}
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			for name, c := range map[string]struct{ got, want []id.Meeting }{
				"of the programme": {ids(InProgramme(ctx, tx, in)), []id.Meeting{first, off, second}},
				"of some":          {ids(InProgrammes(ctx, tx, []id.Programme{in, "none"})), []id.Meeting{first, off, second}},
				"of none":          {ids(InProgrammes(ctx, tx, nil)), nil},
				"to come":          {ids(Upcoming(ctx, tx, "2021-06-02", 9)), []id.Meeting{first, second}},
				"later":            {ids(Upcoming(ctx, tx, "2021-06-03", 9)), []id.Meeting{second}},
				"the next":         {ids(Upcoming(ctx, tx, "2021-01-01", 1)), []id.Meeting{first}},
			} {
				if !slices.Equal(c.got, c.want) {
					t.Errorf("%s: %v, want %v", name, c.got, c.want)
				}
			}
			found, err := ByIDs(ctx, tx, []id.Meeting{first, "none"})
			if len(found) != 1 || found[first].Title != june(t).Title {
				t.Error(found)
			}
			return err
		})
		write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return programme.Withdraw(ctx, tx, in) })
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			if got := ids(Upcoming(ctx, tx, "2021-01-01", 9)); got != nil {
				t.Error("of a draft:", got)
			}
			return nil
		})
	})
}

func TestOnlyTheSecretariatWrites(t *testing.T) {
	d := dbtest.SQLite(t)
	in := given(t, d)
	m := get(t, d, add(t, d, in, june(t)))
	commands := []struct {
		name string
		do   func(context.Context, *db.Tx) error
	}{
		{"add", func(ctx context.Context, tx *db.Tx) error { _, err := Add(ctx, tx, m); return err }},
		{"edit", func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, m) }},
		{"agenda", func(ctx context.Context, tx *db.Tx) error { return SetAgenda(ctx, tx, m.ID, nil) }},
		{"cancel", func(ctx context.Context, tx *db.Tx) error { return Cancel(ctx, tx, m.ID, "x") }},
	}
	for _, c := range commands {
		for _, who := range []access.Actor{visitor, contact} {
			if err := try(d, who, c.do); !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s as %q: %v", c.name, who.Person, err)
			}
		}
		if err := try(d, staff, c.do); err != nil {
			t.Errorf("%s as staff: %v", c.name, err)
		}
	}
	for name, do := range map[string]func(context.Context, *db.Tx) error{
		"edit":   func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, Meeting{ID: "none"}) },
		"cancel": func(ctx context.Context, tx *db.Tx) error { return Cancel(ctx, tx, "none", "x") },
		"add": func(ctx context.Context, tx *db.Tx) error {
			_, err := Add(ctx, tx, Meeting{Programme: "none", Title: "x", Day: "2021-06-02"})
			return err
		},
	} {
		if err := try(d, staff, do); !problem.Is(err, problem.NotFound) {
			t.Errorf("%s nothing: %v", name, err)
		}
	}
}

// A crowd that plans meetings on one day gets an address each; without the lock
// some of them fail.
func TestACrowdGetsAnAddressEach(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		in := given(t, d)
		dbtest.Warm(t, d, 8)
		if slugs := crowd(t, d, in, 8); len(slugs) != 8 {
			t.Error(slugs)
		}
	})
}

func TestWithoutTheLockTheCrowdCollides(t *testing.T) {
	d := dbtest.Postgres(t)
	in := given(t, d)
	dbtest.Warm(t, d, 4)
	dbtest.Unlocked(d, 4)
	if slugs := crowd(t, d, in, 4); len(slugs) == 4 {
		t.Error("the lock is for nothing:", slugs)
	}
}

// crowd adds n meetings at once, and returns the different addresses they have.
func crowd(t *testing.T, d *db.DB, in id.Programme, n int) []string {
	var all sync.WaitGroup
	for range n {
		all.Go(func() {
			m := june(t)
			m.Programme = in
			err := try(d, staff, func(ctx context.Context, tx *db.Tx) error {
				_, err := Add(ctx, tx, m)
				return err
			})
			if err != nil && !d.NoLocks {
				t.Error(err)
			}
		})
	}
	all.Wait()
	var slugs []string
	read(t, d, func(ctx context.Context, tx *db.Tx) error {
		return tx.Select(ctx, &slugs, `
			SELECT s.slug FROM meeting_slugs s JOIN meetings m ON m.id = s.meeting AND m.slug = s.slug ORDER BY s.slug`)
	})
	return slugs
}
