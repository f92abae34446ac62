package i18n

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

func TestWordsAreInTheReadersLanguage(t *testing.T) {
	w, err := Load(fstest.MapFS{
		"locale/da.json": {Data: []byte(`{"x.seats":{"one":"{{.N}} plads","other":"{{.N}} pladser"},"x.hello":"Hej {{.Name}}"}`)},
		"locale/en.json": {Data: []byte(`{"x.seats":{"one":"{{.N}} seat","other":"{{.N}} seats"},"x.hello":"Hello {{.Name}}"}`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"da": "1 plads, 2 pladser, Hej Bo, ⟦x.none⟧, da", "en": "1 seat, 2 seats, Hello Bo, ⟦x.none⟧, en", "tlh": "1 plads, 2 pladser, Hej Bo, ⟦x.none⟧, da"} {
		ctx := w.For(t.Context(), lang)
		got := strings.Join([]string{N(ctx, "x.seats", 1), N(ctx, "x.seats", 2), F(ctx, "x.hello", Args{"Name": "Bo"}), T(ctx, "x.none"), Lang(ctx)}, ", ")
		if got != want {
			t.Errorf("%s: %s, want %s", lang, got, want)
		}
	}
}

func TestNamesAreOrderedAsDanesDo(t *testing.T) {
	// aa counts as å, so Aarup stands with the last.
	want := []string{"Albertslund", "Nyborg", "Ærø", "Ølby", "Øster Kær", "Åbenrå", "Aalborg", "aarup"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return strings.Compare(SortKey(a), SortKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

func TestSearchForgivesSpelling(t *testing.T) {
	for text, want := range map[string]string{"  Børne- og  Ungeområdet ": "boerne- og ungeomraadet", "ÆRØ": "aeroe", "Café": "cafe", "A\u030arhus": "aarhus"} {
		if got := SearchKey(text); got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestASlugCanStandInAnAddress(t *testing.T) {
	if got := Slug("Konsulenter på børne- og ungeområdet!"); got != "konsulenter-paa-boerne-og-ungeomraadet" {
		t.Errorf("got %q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := Slug(rapid.String().Draw(t, "text"))
		for _, r := range s {
			if !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-", r) {
				t.Fatalf("slug %q", s)
			}
		}
		if s != strings.Trim(s, "-") || strings.Contains(s, "--") || Slug(s) != s {
			t.Fatalf("slug %q", s)
		}
	})
}
