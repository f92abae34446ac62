package edition

import (
	"fmt"
	"slices"
	"testing"

	"faelled/internal/money"

	"pgregory.net/rapid"
)

func TestParseKroner(t *testing.T) {
	for text, want := range map[string]int64{
		"3000": 300000, "3.000": 300000, " 3 000 kr.": 300000, "4.375,5": 437550, "4375,50 kr": 437550, "0": 0, "14.900,-": 1490000, "1.234.567,89": 123456789,
		"": -1, "3.5": -1, "3.0000": -1, "-3": -1, "3,000": -1, "tre": -1, "3,5,0": -1, "99999999999": -1, "1 2": -1, "3e3": -1,
	} {
		got, ok := parseKroner(text)
		if ok != (want >= 0) || ok && (got.Minor != want || got.Currency != "DKK") {
			t.Errorf("%q: %v, %v", text, got, ok)
		}
	}
}

func TestAmountsAreReadAsTheyAreShown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := money.Money{Minor: rapid.Int64Range(0, 99_999_999_999).Draw(t, "øre"), Currency: "DKK"}
		for _, text := range []string{kroner(want), want.String(), want.Exact()} {
			if got, ok := parseKroner(text); !ok || got != want {
				t.Fatalf("%v is shown as %q and read as %v, %v", want, text, got, ok)
			}
		}
	})
}

func FuzzParseKroner(f *testing.F) {
	for _, seed := range []string{"3.000", "4.375,50 kr.", "3 000", "0,05"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, ok := parseKroner(text)
		if !ok {
			return
		}
		if m.Minor < 0 || m.Minor > 99_999_999_999 {
			t.Fatalf("%q: %v", text, m)
		}
		if again, ok := parseKroner(kroner(m)); !ok || again != m {
			t.Fatalf("%q: %v, then %v", text, m, again)
		}
	})
}

// Whatever is added and taken away, the other rows stay as they were typed.
func TestRowsComeAndGo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := form{}
		var days []string
		for n := range rapid.IntRange(1, 30).Draw(t, "steps") {
			if len(days) == 0 || rapid.Bool().Draw(t, "add") {
				f, _ = f.edit("moede")
				f.Meetings[len(f.Meetings)-1].Day = fmt.Sprint(n)
				days = append(days, fmt.Sprint(n))
			} else {
				i := rapid.IntRange(0, len(days)-1).Draw(t, "which")
				f, _ = f.edit(fmt.Sprint("fjernmoede-", i))
				days = slices.Delete(days, i, i+1)
			}
		}
		var got []string
		for _, m := range f.Meetings {
			got = append(got, m.Day)
		}
		if !slices.Equal(got, days) {
			t.Fatalf("%v, want %v", got, days)
		}
	})
	for _, do := range []string{"", "gem", "fjernmoede-", "fjernmoede--1", "fjernmoede-9", "fjerntrin-0"} {
		if _, ok := (form{Meetings: []meetingRow{{}}}).edit(do); ok {
			t.Error(do)
		}
	}
}
