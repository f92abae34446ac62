package attendance

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"unicode/utf8"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/meeting"
	"faelled/internal/pdf/pdftest"

	"pgregory.net/rapid"
)

// Whatever somebody is called, all of it stands on the card, and within it.
func TestNamesAreNeverCutOff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[A-Za-zÆØÅæøå]{1,30}([ -][A-Za-zÆØÅæøå]{1,25}){0,4}`).Draw(t, "name")
		f := fitting{Width: func(s string) float64 { return float64(utf8.RuneCountInString(s)) * 0.55 }, Room: 220, Largest: 24, Smallest: 18}
		lines, size := fit(f, name)
		if len(lines) == 0 || len(lines) > 2 || size > f.Largest {
			t.Fatalf("%q in %v at %g", name, lines, size)
		}
		for _, line := range lines {
			if f.Width(line)*size > f.Room+0.001 {
				t.Fatalf("%q is too wide at %g", line, size)
			}
		}
		squeeze := strings.NewReplacer(" ", "")
		if squeeze.Replace(strings.Join(lines, "")) != squeeze.Replace(name) {
			t.Fatalf("%q became %q", name, lines)
		}
		if len(lines) == 1 && size < f.Smallest && strings.ContainsAny(name, " -") {
			if a, b := halves(f, name); b != "" && min(f.size(a), f.size(b)) > size {
				t.Fatalf("%q would be larger in two lines", name)
			}
		}
	})
}

func TestCardsOnPaper(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	staff := browse(t, w.d, w.staff, "da")
	golden(t, "skilte", staff.get(door3+"/skilte"), browse(t, w.d, w.staff, "en").get(door3+"/skilte"))
	for _, file := range []string{"navneskilte.pdf", "bordkort.pdf"} {
		got := staff.get(door3 + "/" + file + "?orden=kommune&blanke=5")
		if got.Code != http.StatusOK || got.Header().Get("Content-Type") != "application/pdf" {
			t.Fatalf("%s: %d %s", file, got.Code, got.Body)
		}
		pdftest.Keep(t, strings.TrimSuffix(file, ".pdf"), got.Body.Bytes())
		if got := browse(t, w.d, w.bodil, "da").get(door3 + "/" + file); got.Code != http.StatusForbidden {
			t.Errorf("a contact person gets %s: %d", file, got.Code)
		}
	}
}

// A page's text for those who do not see it names all who have a card on it.
func TestCardsAreReadAloud(t *testing.T) {
	ctx := allWords(t).For(t.Context(), "da")
	if got := spoken(ctx, []card{{Name: "Åsa Ørn", Title: "konsulent", Org: "Egelund"}, {Name: "Bo Ask"}, {}}); got != "Åsa Ørn, konsulent, Egelund; Bo Ask" {
		t.Error(got)
	}
	if got := spoken(ctx, make([]card, 2)); got != "Tomme kort til håndskrift" {
		t.Error(got)
	}
}

// Cards are in the order that was asked for; speakers and moderators come after
// the guests, once each, and empty ones last.
func TestTheOrderOfCards(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t))
	for byOrg, want := range map[bool]string{
		false: "Bodil Ask, Carlo Eng, Dorte Mose, Åsa Ørnekær-Østergaard, Frode Bakke, Hjalmar Odderbo, ",
		true:  "Bodil Ask, Carlo Eng, Åsa Ørnekær-Østergaard, Dorte Mose, Frode Bakke, Hjalmar Odderbo, ",
	} {
		w.read(t, w.staff, func(ctx context.Context, tx *db.Tx) error {
			m, err := meeting.ByID(ctx, tx, w.june)
			must(t, err)
			all, err := cards(ctx, tx, scene{Meeting: m}, "https://faelled.example", byOrg, 1)
			must(t, err)
			var names []string
			for i, c := range all {
				names = append(names, c.Name)
				if (c.QR != nil) != (i < 4) {
					t.Errorf("%s: a code: %v", c.Name, c.QR != nil)
				}
			}
			if got := strings.Join(names, ", "); got != want {
				t.Errorf("%s, want %s", got, want)
			}
			return nil
		})
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
