package audit

import (
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// guide knows Esther, Ronja, and one invoice.
var guide = Guide{
	Say: Sentences{"signin.opened": "audit.show", "billing.issued": "audit.open"},
	Name: Join(func(_ context.Context, _ *db.Tx, ids []string) (Names, error) {
		return Names{
			"esther": {Text: "Esther Lindevang", Href: "/kommuner/marksted", Person: true, Email: "esther@marksted.example"},
			"office": {Text: "Ronja Vestergren", Href: "/kommuner/centret", Person: true},
		}, nil
	}, func(_ context.Context, _ *db.Tx, ids []string) (Names, error) {
		return Names{"invoice-1": {Text: "Faktura F1071", Href: "/fakturaer/F1071"}}, nil
	}),
	Find: func(_ context.Context, _ *db.Tx, email string) (id.Person, bool, error) {
		return "esther", email == "esther@marksted.example", nil
	},
	Own: []string{"signin.opened"},
}

// visit is what staff see under an address.
func visit(t *testing.T, d *db.DB, query url.Values) string {
	t.Helper()
	words, err := i18n.Load(web.Locale, tabular.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	s := &web.Site{
		DB: d, Log: slog.New(slog.DiscardHandler), Words: words, BaseURL: "https://faelled.example",
		Identify: func(context.Context, *http.Request) (web.Viewer, error) {
			return web.Viewer{Actor: office, Name: "Ronja Vestergren", Lang: "da"}, nil
		},
	}
	w := httptest.NewRecorder()
	s.Handler(Routes(guide)).ServeHTTP(w, httptest.NewRequest("GET", path+"?"+query.Encode(), nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%v: %d", query, w.Code)
	}
	return w.Body.String()
}

// eventful is a trail of five things on two days.
func eventful(t *testing.T, d *db.DB) {
	t.Helper()
	for day, events := range [][][3]string{
		{{"", "signin.opened", "esther"}, {"office", "billing.drafted", "invoice-1"}},
		{{"office", "billing.issued", "invoice-1"}, {"office", "signin.opened", "office"}, {"office", "thing.done", "0123456789abcdef"}},
	} {
		d.Now = func() time.Time { return dbtest.Noon.AddDate(0, 0, day) }
		for _, e := range events {
			if err := d.Write(t.Context(), access.Actor{Person: id.Person(e[0])}, func(ctx context.Context, tx *db.Tx) error {
				return tx.Audit(ctx, e[1], e[2], nil)
			}); err != nil {
				t.Fatal(err)
			}
		}
	}
	err := d.Write(t.Context(), access.System("esther"), func(ctx context.Context, tx *db.Tx) error {
		if err := tx.Audit(ctx, "billing.issued", "invoice-1", nil); err != nil {
			return err
		}
		_, err := Seal(ctx, tx, key, 4)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheTrailIsReadable(t *testing.T) {
	d := dbtest.SQLite(t)
	eventful(t, d)
	text := visit(t, d, nil)
	for part, times := range map[string]int{
		`>Esther Lindevang</a>`:           1, // she, not the program, signed in
		`Fælled for Esther Lindevang</a>`: 1,
		`>Ronja Vestergren</a>`:           4,
		`>Faktura F1071</a>`:              3,
		`>Nr. …abcdef</a>`:                1,
		`Ikke låst endnu`:                 2, // and nothing at the four that are
	} {
		if n := strings.Count(text, part); n != times {
			t.Errorf("%q is there %d times, want %d", part, n, times)
		}
	}
	if one := visit(t, d, url.Values{"om": {"invoice-1"}}); !strings.Contains(one, "Kun det, der handler om: Faktura F1071.") || !strings.Contains(one, `href="/fakturaer/F1071"`) {
		t.Error("one invoice is not named")
	}
	if typed := visit(t, d, url.Values{"hvem": {"esther"}}); !strings.Contains(typed, `value="esther@marksted.example"`) {
		t.Error("a link to a person does not fill in the address")
	}
}

func TestTheTrailIsNarrowed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		eventful(t, d)
		for query, want := range map[string]int{
			"": 6, "om=invoice-1": 3, "slags=billing.issued": 2, "dag=2026-03-02": 2, "dag=2026-03-03": 4, "dag=3.3.2026": 4, "dag=2026-03-04": 0,
			"dag=i+morgen": 0, "hvem=esther": 2, "hvem=esther%40marksted.example": 2, "hvem=nobody%40marksted.example": 0, "hvem=office": 4,
			"hvem=office&slags=billing.issued": 1, "hvem=esther&dag=2026-03-03": 1, "om=invoice-1&hvem=office&dag=2026-03-02": 1, "slags=none": 0,
		} {
			q, err := url.ParseQuery(query)
			if err != nil {
				t.Fatal(err)
			}
			text := visit(t, d, q)
			if n := strings.Count(text, `<th scope="row">`); n != want {
				t.Errorf("%q shows %d events, want %d", query, n, want)
			}
			if want == 0 && !strings.Contains(text, "Ingen hændelser") {
				t.Errorf("%q does not say that there is nothing", query)
			}
		}
	})
}

// The trail is the house's largest table: whatever it is narrowed to, an index
// leads there, and nothing is sorted but a day.
func TestTheTrailIsNeverWalked(t *testing.T) {
	d := dbtest.SQLite(t)
	for name, f := range map[string]Filter{
		"audit_object": {Object: "x"}, "audit_code": {Kind: "x"}, "audit_at": {Day: "2026-03-02"}, "audit_actor": {Person: "x"}, "audit_behalf": {Person: "x", Before: "y"},
		"(object=? AND id<?)": {Object: "x", Before: "y"},
	} {
		err := d.Read(t.Context(), office, func(ctx context.Context, tx *db.Tx) error {
			var plan []struct {
				ID, Parent, NotUsed int
				Detail              string
			}
			query, args := f.query()
			if err := tx.Select(ctx, &plan, `EXPLAIN QUERY PLAN `+query, args...); err != nil {
				return err
			}
			text := ""
			for _, p := range plan {
				text += p.Detail + "\n"
			}
			if !strings.Contains(text, name) || strings.Contains(text, "SCAN audit") || f.Person == "" && f.Day == "" && strings.Contains(text, "TEMP B-TREE") {
				t.Errorf("%+v:\n%s", f, text)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
