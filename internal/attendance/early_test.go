package attendance

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/meeting"
)

// Before the day of the meeting the list can be made ready: who has told that they
// do not come, or come later. Nobody has come or stayed away yet.
func TestNobodyHasComeBeforeTheDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		night := time.Date(2026, 6, 2, 21, 59, 0, 0, time.UTC) // a minute before midnight in Denmark
		w.clock(night)
		done, err := w.take(t, w.staff,
			Mark{"1", w.carlo.Person, Came, night, "a"}, Mark{"2", w.asa.Person, Absent, night, "a"},
			Mark{"3", w.carlo.Person, Excused, night, "a"}, Mark{"4", w.asa.Person, Late, night, "a"}, Mark{"5", w.asa.Person, Unknown, night.Add(time.Second), "a"},
		)
		if err != nil || !slices.Equal(done.Refused, []string{"1", "2"}) || !slices.Equal(done.Saved, []string{"3", "4", "5"}) {
			t.Errorf("%+v %v", done, err)
		}
		da := browse(t, d, w.staff, "da")
		golden(t, "fremmoede-foer", da.get(door3+"/fremmoede"), browse(t, d, w.moderator, "en").get(door3+"/fremmoede"))
		for _, form := range [][]string{{"key", "k1", "m", string(w.asa.Person) + " came"}, {"key", "k2", "kode", codeOfAsa(t, w)}} {
			if got := da.post(door3+"/fremmoede", form...); got.Code != http.StatusUnprocessableEntity || !strings.Contains(got.Body.String(), "fra mødedagen") {
				t.Errorf("%v: %d", form, got.Code)
			}
		}
		code := codeOfAsa(t, w)
		if got := da.get(checkInPath + code).Body.String(); strings.Contains(got, "<form method=\"post\" data-now") || !strings.Contains(got, "fra mødedagen") {
			t.Error(got)
		}
		if got := da.post(checkInPath+code, "key", "k3"); got.Code < 400 {
			t.Errorf("checked in before the day: %d", got.Code)
		}
		if r := w.roll(t); r.Came() != 0 || r[w.carlo.Person].State != Excused {
			t.Errorf("%+v", r)
		}
		w.clock(night.Add(time.Minute))
		if done, err := w.take(t, w.staff, Mark{"6", w.asa.Person, Came, night.Add(time.Minute), "a"}); err != nil || len(done.Saved) != 1 {
			t.Errorf("on the day: %+v %v", done, err)
		}
	})
}

// codeOfAsa is the code on her card.
func codeOfAsa(t *testing.T, w *world) string {
	t.Helper()
	text := browse(t, w.d, w.asa, "da").get(door3 + "/adgangskort").Body.String()
	return ownCode.FindString(text[strings.Index(text, `f-pass-c num">`):])
}

// Whoever is marked once more is told, and came when they came.
func TestTheFirstTimeCounts(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		b := browse(t, d, w.staff, "da")
		code := codeOfAsa(t, w)
		leads(t, b.post(door3+"/fremmoede", "key", "k1", "kode", code), door3+"/fremmoede?gemt=")
		w.clock(morning.Add(7 * time.Minute))
		for i, form := range [][]string{{"kode", code}, {"m", string(w.asa.Person) + " came"}} {
			again := b.post(door3+"/fremmoede", append(form, "key", string(rune('a'+i)))...)
			leads(t, again, door3+"/fremmoede?alt=")
			to, _, _ := strings.Cut(again.Header().Get("Location"), "#")
			if got := b.get(to).Body.String(); !strings.Contains(got, "Åsa Ørnekær-Østergaard: Allerede mødt kl.\u00a09.15") {
				t.Error("marked again, and nothing is said")
			}
		}
		if r := w.roll(t); !r[w.asa.Person].At.Equal(morning) {
			t.Errorf("%+v", r)
		}
		if got := b.get(checkInPath + code).Body.String(); !strings.Contains(got, "Allerede mødt kl.\u00a09.15") {
			t.Error("a card that is scanned twice says nothing")
		}
		if got := b.get(checkInPath + code + "?ny=1").Body.String(); strings.Contains(got, "Allerede") || !strings.Contains(got, "Mødt kl.\u00a09.15") {
			t.Error("the first time is called the second")
		}
	})
}

// A script that asks again is told only what is new, with two questions to the
// database besides those that find the meeting, and none about people.
func TestAskingAgainIsCheap(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d)
		b := browse(t, d, w.staff, "da")
		ask := func(query string) (n now) {
			t.Helper()
			if err := json.Unmarshal(b.get(door3+"/fremmoede/nu"+query).Body.Bytes(), &n); err != nil {
				t.Fatal(err)
			}
			return n
		}
		_, err := w.take(t, w.staff, Mark{"1", w.carlo.Person, Came, morning, "a"}, Mark{"2", w.asa.Person, Came, morning, "a"})
		must(t, err)
		first := ask("")
		if first.Part || len(first.States) != 2 || first.All != 4 {
			t.Errorf("%+v", first)
		}
		w.clock(morning.Add(5 * time.Minute))
		_, err = w.take(t, w.staff, Mark{"3", w.asa.Person, Unknown, morning.Add(5 * time.Minute), "a"})
		must(t, err)
		w.clock(morning.Add(5*time.Minute + 10*time.Second))
		second := ask("?siden=" + ms(morning.Add(4*time.Minute)))
		if state, told := second.States[w.asa.Person]; !second.Part || len(second.States) != 1 || !told || state != Unknown {
			t.Errorf("%+v", second)
		}
		if second.Until > morning.Add(5*time.Minute).UnixMilli() {
			t.Error("a mark that is being saved meanwhile would be missed")
		}
		var asked []string
		d.OnQuery = func(q string) { asked = append(asked, q) }
		ask("?siden=" + ms(morning.Add(4*time.Minute)))
		if len(asked) > 4 || strings.Contains(strings.Join(asked, " "), "persons") {
			t.Errorf("%d questions: %q", len(asked), asked)
		}
		for _, odd := range []string{"x", "-1", "0", "99999999999999999", "9223372036854775807"} {
			if n := ask("?siden=" + odd); n.Part || len(n.States) != 1 {
				t.Errorf("%s: %+v", odd, n)
			}
		}
	})
}

// Where all is online there is no door, and no card to show at it.
func TestNoCardWithoutADoor(t *testing.T) {
	for _, c := range []struct {
		m    meeting.Meeting
		want bool
	}{
		{meeting.Meeting{Venue: "Fjordhuset"}, true}, {meeting.Meeting{Venue: "Fjordhuset", IsOnline: true}, true},
		{meeting.Meeting{}, true}, {meeting.Meeting{IsOnline: true}, false}, {meeting.Meeting{OnlineURL: "https://moede.example"}, false},
	} {
		if got := HasDoor(c.m); got != c.want {
			t.Errorf("%+v: %v", c.m, got)
		}
	}
	w := newWorld(t, dbtest.SQLite(t))
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE meetings SET venue = '', street = '', city = ''`)
		return err
	})
	if got := browse(t, w.d, w.asa, "da").get(door3 + "/adgangskort"); got.Code != http.StatusNotFound {
		t.Errorf("a card for a meeting online: %d", got.Code)
	}
}
