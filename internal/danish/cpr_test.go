package danish

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// made is an invented number for a date, with or without a valid check digit.
// The serial is one that CPR-kontoret would give in that century.
func made(day, month, year, seed int, valid bool) string {
	for n := seed; ; n++ {
		s := fmt.Sprintf("%02d%02d%02d%04d", day, month, year, n%4000)
		if (number{digits: s}).checked() == valid {
			return s
		}
	}
}

func split(s string) string { return s[:6] + "-" + s[6:] }

func TestCPR(t *testing.T) {
	valid, invalid := made(7, 6, 61, 1000, true), made(7, 6, 61, 1000, false)
	newYear, stand := made(1, 1, 85, 1000, false), made(67, 6, 61, 1000, true)
	for _, c := range []struct {
		text string
		want Grade
	}{
		{"Hun (" + split(valid) + ") bor i byen", Sure},
		{split(valid), Sure},
		{"Hun hedder Åse\u00a0" + valid[:6] + " – " + valid[6:] + ".", Sure},
		{valid[:6] + "\u2011" + valid[6:], Sure},
		{split(newYear), Sure},
		{split(stand), Sure}, // 60 added to the day
		{split(made(61, 6, 61, 1000, true)), Sure},
		{split(made(91, 5, 61, 1000, true)), Sure},
		{split(made(92, 5, 61, 1000, true)), ""},
		{"CPR: " + invalid, Sure},
		{"cpr-nr. " + valid[:6] + " " + invalid[6:], Sure},
		{"CPR" + split(invalid), Sure},
		{"Personnummer " + invalid, Sure},
		{invalid + " (cpr)", Sure},
		{"Hun " + valid + " bor", Possible},
		{"Hun " + valid[:6] + " " + valid[6:] + " bor", Possible},
		{"Hun " + split(invalid) + " bor", Possible},
		{"Borgeren " + invalid, Possible},
		{"æble" + split(valid), ""},
		{"Hun " + invalid + " bor", ""},
		{newYear, ""},
		{"sagsnr. " + split(valid), ""},
		{"Tlf.: " + valid, ""},
		{"EAN " + valid, ""},
		{"konto " + valid, Possible},
		{"europæisk EANDEN " + valid, Possible}, // not a word for a number
		{"310261-1234", ""},                     // no such day
		{"290299-1234", ""},
		{"071361-1234", ""},
		{"000061-1234", ""},
		{"070665-5234", ""}, // 1865
		{"1" + split(valid), ""},
		{split(valid) + "1", ""},
		{split(valid) + "-2", ""},
		{"2,5/" + split(valid), ""},
		{"+45" + valid, ""},
		{"27.00.00-G01-12-20", ""},
		{"5798000123456", ""},
		{valid[:6] + "  " + valid[6:], ""},
		{valid[:6], ""}, {"", ""}, {"-", ""}, {valid[:9], ""},
	} {
		hits := CPR(c.text)
		got := Grade("")
		if len(hits) > 0 {
			got = hits[0].Grade
		}
		if got != c.want || len(hits) > 1 {
			t.Errorf("%q: %v, want %q", c.text, hits, c.want)
		}
	}
}

// The century follows from the seventh digit: a leap day tells which it is, as
// 1900 had none.
func TestCenturies(t *testing.T) {
	for s, want := range map[string]bool{
		"290200-0000": false, "290200-3000": false, "290200-4000": true, "290200-9000": true, "290200-5000": true,
		"290236-4000": true, "290237-4000": false, "290240-4000": true, "290257-5000": false, "290256-8000": true, "290260-8000": false,
	} {
		if got := len(CPR("cpr "+s)) == 1; got != want {
			t.Errorf("%s: %v", s, got)
		}
	}
}

func TestOffsetsAreBytes(t *testing.T) {
	a, b := split(made(7, 6, 61, 1000, true)), made(8, 7, 72, 2000, true)
	text := "Åse æ " + a + ", øl " + b + "\n" + a
	want := []Hit{{strings.Index(text, a), Sure}, {strings.Index(text, b), Possible}, {strings.LastIndex(text, a), Sure}}
	if got := CPR(text); !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

// Wherever a real form of a number stands among words, it is found.
func TestRealNumbersAreFound(t *testing.T) {
	words := rapid.SampledFrom([]string{"", "Hun bor i Åby. ", "(", "se: ", "Sagen er fra 2021, ", "2. juni 2021 ", "\n", "tlf. 12345678 og ", "»"})
	after := rapid.SampledFrom([]string{"", ".", ", og", ")", " bor her", "\n", "«", " tlf. 12345678", "?"})
	rapid.Check(t, func(t *rapid.T) {
		s := made(rapid.IntRange(1, 28).Draw(t, "day"), rapid.IntRange(1, 12).Draw(t, "month"),
			rapid.IntRange(20, 99).Draw(t, "year"), rapid.IntRange(0, 3999).Draw(t, "serial"), true)
		before := words.Draw(t, "before")
		if got := CPR(before + split(s) + after.Draw(t, "after")); !slices.Contains(got, Hit{len(before), Sure}) {
			t.Fatalf("with a hyphen: %v", got)
		}
		if got := CPR(before + s + after.Draw(t, "after")); !slices.Contains(got, Hit{len(before), Possible}) {
			t.Fatalf("without: %v", got)
		}
	})
}

// Digits that are something else seldom disturb. The bounds are what was measured,
// rounded up; random ones with a hyphen are now and then as good as real.
func TestOtherNumbersSeldomDisturb(t *testing.T) {
	const n = 50_000
	r := rand.New(rand.NewPCG(1, 2))
	for name, c := range map[string]struct {
		make           func() string
		sure, possible float64 // percent at most
	}{
		"ten digits":  {func() string { return fmt.Sprintf("nummer %010d her", r.Int64N(1e10)) }, 0, 0.6},
		"case number": {func() string { return fmt.Sprintf("j.nr. %010d", r.Int64N(1e10)) }, 0, 0},
		"EAN":         {func() string { return fmt.Sprintf("EAN 57980%08d", r.IntN(1e8)) }, 0, 0},
		"phone":       {func() string { return fmt.Sprintf("+45 %08d", 20000000+r.IntN(79999999)) }, 0, 0},
		"KLE number": {func() string {
			return fmt.Sprintf("%02d.%02d.%02d-G01-%d-%02d", r.IntN(30), r.IntN(40), r.IntN(20), r.IntN(99), r.IntN(26))
		}, 0, 0},
		"six and four": {func() string { return fmt.Sprintf("nummer %06d-%04d her", r.IntN(1e6), r.IntN(1e4)) }, 0.8, 6},
		"years in rows": {func() string {
			return fmt.Sprintf("%d %d %d-%d", 1900+r.IntN(130), 1900+r.IntN(130), 1900+r.IntN(130), 1900+r.IntN(130))
		}, 0, 0},
	} {
		count := map[Grade]int{}
		for range n {
			for _, h := range CPR(c.make()) {
				count[h.Grade]++
			}
		}
		sure, possible := 100*float64(count[Sure])/n, 100*float64(count[Possible])/n
		t.Logf("%-14s sure %.3f %%, possible %.3f %%", name, sure, possible)
		if sure > c.sure || possible > c.possible {
			t.Errorf("%s: sure %.3f %%, possible %.3f %%", name, sure, possible)
		}
	}
}

func FuzzCPR(f *testing.F) {
	f.Add("Hun (070661-1234) bor")
	f.Add("cpr0706611234\xff")
	f.Fuzz(func(t *testing.T, text string) {
		last := -1
		for _, h := range CPR(text) {
			if h.Offset <= last || !digit(text, h.Offset) || digitsAt(text, h.Offset) < 6 || h.Grade != Sure && h.Grade != Possible {
				t.Fatalf("%q: %v", text, h)
			}
			last = h.Offset
		}
	})
}

func BenchmarkCPR(b *testing.B) {
	text := strings.Repeat("Projektets mål er at 27.00.00-G01 tlf. 12345678 øge kvaliteten 010190-1234. ", 1000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if len(CPR(text)) != 1000 {
			b.Fatal("not all")
		}
	}
}
