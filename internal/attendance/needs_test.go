package attendance

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/registration"
	"faelled/internal/when"

	"pgregory.net/rapid"
)

const (
	ownNeedsAt = door3 + "/mine-behov"
	needsAt3   = door3 + "/behov"
)

// before is a month before the meeting: there is still time to ask and to answer.
var before = morning.AddDate(0, -1, 0)

// asking is a world whose participants are asked for both, and where Åsa has
// answered.
func asking(t *testing.T, d *db.DB) (*world, browser) {
	t.Helper()
	w := newWorld(t, d)
	w.clock(before)
	leads(t, browse(t, d, w.staff, "da").post(needsAt3, "kost", "1", "adgang", "1"), needsAt3)
	asa := browse(t, d, w.asa, "da")
	leads(t, asa.post(ownNeedsAt, "kost", "allergy", "kost", "vegetarian", "kost-note", "hasselnødder", "adgang", "hearing_loop", "navn", "1", "samtykke", "1"), ownNeedsAt)
	return w, asa
}

func (w *world) kept(t testing.TB) (n int) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error { return tx.Get(ctx, &n, `SELECT count(*) FROM seat_needs`) })
	return n
}

// told are all texts of the database in which no need may stand: the trail, the
// jobs and the answers that are remembered.
func (w *world) told(t testing.TB) string {
	t.Helper()
	var all []string
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		for _, query := range []string{
			`SELECT code || ' ' || object || ' ' || details FROM audit`, `SELECT kind || ' ' || payload FROM jobs`, `SELECT answer FROM answers`,
		} {
			var some []string
			if err := tx.Select(ctx, &some, query); err != nil {
				return err
			}
			all = append(all, some...)
		}
		return nil
	})
	return strings.Join(all, "\n")
}

func TestNeedsAreToldByConsentAndSeenByTheSecretariat(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		w.clock(before)
		staff, asa, carlo := browse(t, d, w.staff, "da"), browse(t, d, w.asa, "da"), browse(t, d, w.carlo, "da")
		if got := asa.get(ownNeedsAt); got.Code != http.StatusNotFound {
			t.Errorf("nobody asks, and yet: %d", got.Code)
		}
		if got := asa.post(ownNeedsAt, "kost", "vegan", "samtykke", "1"); got.Code != http.StatusNotFound || w.kept(t) != 0 {
			t.Errorf("kept what nobody asked for: %d", got.Code)
		}
		golden(t, "behov-ingen", staff.get(needsAt3), browse(t, d, w.staff, "en").get(needsAt3))
		leads(t, staff.post(needsAt3, "kost", "1", "adgang", "1"), needsAt3)
		golden(t, "mine-behov", asa.get(ownNeedsAt), browse(t, d, w.asa, "en").get(ownNeedsAt))

		bad := asa.post(ownNeedsAt, "kost", "allergy", "kost", "steak", "adgang", "other", "adgang-note", "", "kost-note", "")
		if text := bad.Body.String(); bad.Code != http.StatusUnprocessableEntity || strings.Count(text, `<a href="#`) < 4 || w.kept(t) != 0 {
			t.Errorf("%d %s", bad.Code, text)
		}
		if bad := asa.post(ownNeedsAt, "kost", "vegan", "kost-note", "cpr 010150-1234", "samtykke", "1"); bad.Code != http.StatusUnprocessableEntity || w.kept(t) != 0 {
			t.Error("a civil registration number is kept")
		}
		leads(t, asa.post(ownNeedsAt, "kost", "allergy", "kost", "vegetarian", "kost-note", " hassel\nnødder", "adgang", "hearing_loop", "navn", "1", "samtykke", "1"), ownNeedsAt)
		leads(t, carlo.post(ownNeedsAt, "kost", "vegetarian", "samtykke", "1"), ownNeedsAt)
		golden(t, "mine-behov-gemt", asa.get(ownNeedsAt+"?gjort=gemt"), browse(t, d, w.asa, "en").get(ownNeedsAt+"?gjort=gemt"))
		if text := asa.get(ownNeedsAt).Body.String(); strings.Contains(text, `name="samtykke" value="1" checked`) || strings.Count(text, " checked") != 4 {
			t.Error("a new answer has its consent beforehand: " + text)
		}
		golden(t, "behov", staff.get(needsAt3), browse(t, d, w.staff, "en").get(needsAt3))

		for name, who := range map[string]access.Actor{"contact": w.bodil, "guest": w.carlo, "moderator": w.moderator} {
			if got := browse(t, d, who, "da").get(needsAt3); got.Code != http.StatusForbidden || strings.Contains(got.Body.String(), "nødder") {
				t.Errorf("%s: %d", name, got.Code)
			}
			w.read(t, who, func(ctx context.Context, tx *db.Tx) error {
				m, err := meeting.ByID(ctx, tx, w.june)
				must(t, err)
				if list, err := needsAt(ctx, tx, m); !problem.Is(err, problem.Forbidden) || list != nil {
					t.Errorf("%s: %v", name, err)
				}
				return nil
			})
		}
		if got := browse(t, d, w.bodil, "da").get(ownNeedsAt).Body.String(); strings.Contains(got, "nødder") || strings.Contains(got, "checked") {
			t.Error("the contact person sees a colleague's needs")
		}
		for _, door := range []string{"/fremmoede", "/koereplan", "/skilte"} {
			if strings.Contains(staff.get(door3+door).Body.String(), "nødder") {
				t.Errorf("%s tells it", door)
			}
		}
		if all := w.told(t); strings.Contains(all, "vegetar") || strings.Contains(all, "nødder") || strings.Contains(all, "hearing") || !strings.Contains(all, "attendance.asked_needs") {
			t.Error(all)
		}
	})
}

func TestConsentIsWithdrawnAsEasily(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, asa := asking(t, d)
		leads(t, browse(t, d, w.carlo, "da").post(ownNeedsAt, "goer", "slet"), ownNeedsAt) // who has said nothing
		for range 2 {
			leads(t, asa.post(ownNeedsAt, "goer", "slet"), ownNeedsAt+"?gjort=slettet")
			if w.kept(t) != 0 {
				t.Fatal("still kept")
			}
		}
		leads(t, asa.post(ownNeedsAt, "kost", "vegan", "samtykke", "1"), ownNeedsAt)
		leads(t, asa.post(ownNeedsAt, "kost-note", "  "), ownNeedsAt) // nothing at all is a withdrawal, too
		if w.kept(t) != 0 {
			t.Error("an empty answer is kept")
		}
		leads(t, asa.post(ownNeedsAt, "kost", "vegan", "samtykke", "1"), ownNeedsAt)
		w.clock(morning.Add(time.Hour)) // it has begun
		if got := asa.post(ownNeedsAt, "kost", "halal", "samtykke", "1"); got.Code == http.StatusSeeOther {
			t.Error("changed during the meeting")
		}
		if got := asa.get(ownNeedsAt).Body.String(); !strings.Contains(got, "Vegansk") || !strings.Contains(got, `value="slet"`) {
			t.Error(got)
		}
		leads(t, asa.post(ownNeedsAt, "goer", "slet"), ownNeedsAt)
		if w.kept(t) != 0 {
			t.Error("not withdrawn during the meeting")
		}
	})
}

func TestWhatIsNotAskedForAnyLongerIsDeleted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, _ := asking(t, d)
		staff := browse(t, d, w.staff, "da")
		leads(t, browse(t, d, w.carlo, "da").post(ownNeedsAt, "kost", "vegan", "samtykke", "1"), ownNeedsAt)
		leads(t, staff.post(needsAt3, "adgang", "1"), needsAt3)
		w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
			rows, err := wishesAt(ctx, tx, w.june, "2026-06-03")
			if err != nil || len(rows) != 1 || rows[0].Food+rows[0].FoodNote != "" || rows[0].Access != "hearing_loop" {
				t.Errorf("%+v %v", rows, err)
			}
			return nil
		})
		leads(t, staff.post(needsAt3), needsAt3)
		if w.kept(t) != 0 {
			t.Error("still kept")
		}
		for name, who := range map[string]access.Actor{"contact": w.bodil, "guest": w.carlo, "moderator": w.moderator, "system": system} {
			err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
				return AskNeeds(ctx, tx, meeting.Meeting{ID: w.june}, Asked{Food: true})
			})
			if !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s asks: %v", name, err)
			}
		}
	})
}

// Two days after the meeting the night's work deletes them, and not before.
func TestNeedsAreDeletedTwoDaysAfterTheMeeting(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, asa := asking(t, d)
		for _, step := range []struct{ days, kept int }{{-20, 1}, {0, 1}, {1, 1}, {2, 0}} {
			w.clock(time.Date(2026, 6, 3+step.days, 1, 0, 0, 0, time.UTC)) // 3 o'clock in Denmark
			if got := w.seen(t); got != step.kept {
				t.Errorf("%d days after the meeting %d are seen before the night's work", step.days, got)
			}
			w.write(t, system, Retain)
			if got := w.kept(t); got != step.kept {
				t.Errorf("%d days after the meeting %d are kept", step.days, got)
			}
		}
		if got := asa.get(ownNeedsAt); got.Code != http.StatusNotFound {
			t.Errorf("asked after it all: %d", got.Code)
		}
	})
}

// A meeting that moves takes no answer along: what was said is shown and kept until
// the day that was promised, and they are asked again.
func TestNeedsAreNotKeptLongerWhenTheMeetingMoves(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, asa := asking(t, d)
		at := w.movedTo(t, "2026-09-16") + "/mine-behov"
		if text := asa.get(at).Body.String(); !strings.Contains(text, "Mødet er flyttet, efter at du svarede. Dit svar slettes 5. juni") || !strings.Contains(text, "slettes af sig selv 18. september") {
			t.Error(text)
		}
		if text := browse(t, d, w.staff, "da").get(strings.Replace(at, "/mine-behov", "/behov", 1)).Body.String(); !strings.Contains(text, "Mødet er flyttet, og nogle har svaret før det") {
			t.Error(text)
		}
		leads(t, browse(t, d, w.carlo, "da").post(at, "kost", "vegan", "samtykke", "1"), at)
		for _, step := range []struct{ day, kept int }{{4, 2}, {5, 1}} {
			w.clock(time.Date(2026, 6, step.day, 1, 0, 0, 0, time.UTC))
			if got := w.seen(t); got != step.kept {
				t.Errorf("%d June: %d are seen before the night's work", step.day, got)
			}
			w.write(t, system, Retain)
			if got := w.kept(t); got != step.kept {
				t.Errorf("%d June: %d are kept", step.day, got)
			}
		}
		if text := asa.get(at).Body.String(); strings.Contains(text, "nødder") || strings.Contains(text, "flyttet") || !strings.Contains(text, `value="vegan"`) {
			t.Error("not asked again: " + text)
		}
		leads(t, asa.post(at, "kost", "allergy", "kost-note", "hasselnødder", "samtykke", "1"), at)
		w.clock(time.Date(2026, 9, 17, 1, 0, 0, 0, time.UTC))
		w.write(t, system, Retain)
		if got := w.kept(t); got != 2 {
			t.Errorf("the day after the meeting %d are kept", got)
		}
	})
}

// When it comes nearer they are deleted the sooner.
func TestNeedsAreDeletedSoonerWhenTheMeetingComesNearer(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, _ := asking(t, d)
		w.movedTo(t, "2026-05-20")
		w.clock(time.Date(2026, 5, 22, 1, 0, 0, 0, time.UTC))
		w.write(t, system, Retain)
		if got := w.kept(t); got != 0 || w.seen(t) != 0 {
			t.Errorf("%d are kept two days after the meeting", got)
		}
	})
}

// movedTo gives the meeting another day, and tells where its pages are then.
func (w *world) movedTo(t testing.TB, day when.Date) string {
	t.Helper()
	w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		m, err := meeting.ByID(ctx, tx, w.june)
		must(t, err)
		starts, err := when.Local(day, "9.30")
		must(t, err)
		ends := starts.Add(m.Ends.Sub(*m.Starts))
		m.Day, m.Starts, m.Ends = day, &starts, &ends
		return meeting.Edit(ctx, tx, m)
	})
	return strings.Replace(door3, "2026-06-03", string(day), 1)
}

// seen is how many needs the secretariat sees.
func (w *world) seen(t testing.TB) (n int) {
	t.Helper()
	w.read(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
		m, err := meeting.ByID(ctx, tx, w.june)
		must(t, err)
		list, err := needsAt(ctx, tx, m)
		n = len(list)
		return err
	})
	return n
}

func TestNeedsOfACancelledMeetingAreDeletedInTheNight(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, _ := asking(t, d)
		w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			return meeting.Cancel(ctx, tx, w.june, "Oplægsholderen er syg")
		})
		if w.seen(t) != 0 {
			t.Error("still seen")
		}
		w.write(t, system, Retain)
		if w.kept(t) != 0 {
			t.Error("still kept")
		}
	})
}

// The need goes with the seat, in the same moment: it is nobody's who gives the seat
// up, gives it to another or goes to another meeting, and no successor's.
func TestNeedsGoWithTheSeat(t *testing.T) {
	for name, leave := range map[string]func(ctx context.Context, tx *db.Tx, w *world, l registration.Leaver) error{
		"withdraw": func(ctx context.Context, tx *db.Tx, w *world, l registration.Leaver) error {
			_, err := registration.Withdraw(ctx, tx, registration.Withdrawal{Leaver: l, Accepted: money.DKK(0)})
			return err
		},
		"replace": func(ctx context.Context, tx *db.Tx, w *world, l registration.Leaver) error {
			_, err := registration.Replace(ctx, tx, registration.Replacement{Leaver: l, Guest: people.Guest{Name: "Ulla Kær", Email: string(l.Person) + "@egelund.example", Title: "konsulent"}})
			return err
		},
		"move": func(ctx context.Context, tx *db.Tx, w *world, l registration.Leaver) error {
			_, err := registration.MovePeople(ctx, tx, registration.Move{Programme: l.Programme, Org: l.Org, From: w.june, To: w.autumn, Persons: []id.Person{l.Person}, Accepted: money.DKK(0)})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, d *db.DB) {
				w, _ := asking(t, d)
				w.member(t)
				for _, step := range []struct {
					who  access.Actor
					kept int
				}{{w.carlo, 1}, {w.asa, 0}} {
					w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
						return leave(ctx, tx, w, registration.Leaver{Programme: w.network, Org: w.egelund, Person: step.who.Person, Meetings: []id.Meeting{w.june}})
					})
					if got := w.kept(t); got != step.kept {
						t.Errorf("%d needs are kept, want %d", got, step.kept)
					}
				}
			})
		})
	}
}

// Who has two seats at a meeting and is one keeps what was said with the seat that is
// given up, unless they said something with the other as well.
func TestNeedsFollowWhoIsMerged(t *testing.T) {
	for own, want := range map[bool]string{false: "hasselnødder", true: "kiwi"} {
		dbtest.Each(t, func(t *testing.T, d *db.DB) {
			w, _ := asking(t, d)
			w.member(t)
			carlo := browse(t, d, w.carlo, "da")
			if own {
				leads(t, carlo.post(ownNeedsAt, "kost", "allergy", "kost-note", "kiwi", "samtykke", "1"), ownNeedsAt)
			}
			m := people.Merged{Gone: w.asa.Person, Kept: w.carlo.Person}
			w.write(t, w.staff, func(ctx context.Context, tx *db.Tx) error { return people.Merge(ctx, tx, m.Kept, m.Gone) })
			for range 2 {
				w.write(t, system, func(ctx context.Context, tx *db.Tx) error { return MergedNeeds(ctx, tx, m) })
				must(t, registration.Merged(t.Context(), d, system, m))
			}
			if text := carlo.get(ownNeedsAt).Body.String(); w.kept(t) != 1 || !strings.Contains(text, want) {
				t.Errorf("%d are kept, and not %q: %s", w.kept(t), want, text)
			}
		})
	}
}

// What is tidied can be kept and read again as it was; the totals count each who
// asked once for each, and nobody else.
func TestNeedsAreKeptAsTheyWereSaid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := func(of []Need, name string) []Need {
			return slices.DeleteFunc(slices.Clone(of), func(Need) bool { return rapid.Bool().Draw(t, name) })
		}
		note := rapid.SampledFrom([]string{"", " ", "nødder  og\nsesam", "x"})
		asked := Asked{rapid.Bool().Draw(t, "food"), rapid.Bool().Draw(t, "access")}
		var list []Wish
		for range rapid.IntRange(0, 5).Draw(t, "n") {
			w := Wish{Food: some(foods, "f"), Access: some(aids, "a"), FoodNote: note.Draw(t, "fn"), AccessNote: note.Draw(t, "an"), Named: rapid.Bool().Draw(t, "named"), Consent: true}.tidied(asked)
			if !asked.Any() && !w.empty() {
				t.Fatalf("%+v is kept though nobody asked", w)
			}
			got := w.row("seat", "2026-06-03", morning).unpacked()
			if !slices.Equal(got.Food, w.Food) || !slices.Equal(got.Access, w.Access) || got.FoodNote != w.FoodNote || got.AccessNote != w.AccessNote || got.Named != w.Named {
				t.Fatalf("%+v became %+v", w, got)
			}
			list = append(list, w)
		}
		for _, c := range tally(foods, foodOf, list) {
			n := 0
			for _, w := range list {
				if slices.Contains(w.Food, c.Need) {
					n++
				}
			}
			if n != c.N || n == 0 {
				t.Fatalf("%s: %d, want %d", c.Need, c.N, n)
			}
		}
	})
}

// While some answer, the question is taken back: whoever comes first, nothing is
// kept that nobody asks for.
func TestNobodyAnswersWhatIsTakenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, _ := asking(t, d)
		dbtest.Warm(t, d, 5)
		if kept := w.takeBack(t); kept != 0 {
			t.Errorf("%d answers are kept", kept)
		}
	})
}

// Without locks they are kept: the crowd is one that can fail.
func TestTakingBackNeedsTheLock(t *testing.T) {
	for range 20 {
		d := dbtest.Postgres(t)
		w, _ := asking(t, d)
		d.NoLocks = true
		dbtest.Unlocked(d, 5)
		if w.takeBack(t) > 0 {
			return
		}
	}
	t.Error("nothing was kept without the lock")
}

// takeBack lets all answer while the question is taken back, and counts what is
// kept.
func (w *world) takeBack(t *testing.T) int {
	t.Helper()
	m := meeting.Meeting{}
	w.read(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		m, err = meeting.ByID(ctx, tx, w.june)
		return err
	})
	var all sync.WaitGroup
	for _, who := range []access.Actor{w.bodil, w.carlo, w.asa, w.dorte} {
		all.Go(func() {
			err := w.d.Write(context.Background(), who, func(ctx context.Context, tx *db.Tx) error {
				return SayNeeds(ctx, tx, m, Wish{Food: []Need{Vegan}, Consent: true})
			})
			if err != nil && !problem.Is(err, problem.NotFound) {
				t.Error(err)
			}
		})
	}
	all.Go(func() {
		err := w.d.Write(context.Background(), w.staff, func(ctx context.Context, tx *db.Tx) error { return AskNeeds(ctx, tx, m, Asked{}) })
		if err != nil {
			t.Error(err)
		}
	})
	all.Wait()
	return w.kept(t)
}
