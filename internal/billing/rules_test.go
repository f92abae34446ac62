package billing

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestThirtyDays(t *testing.T) {
	if got := dueOn("2021-05-11"); got != "2021-06-10" {
		t.Errorf("due on %s", got)
	}
}

func TestEveryNumberHasOneAddress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		prefix := rapid.StringMatching(`[A-Z]{0,3}`).Draw(t, "prefix")
		n := rapid.Int64Min(1).Draw(t, "n")
		if p, m, ok := parseNumber(numberText(prefix, n)); !ok || p != prefix || m != n {
			t.Fatalf("%s%d became %s%d (%v)", prefix, n, p, m, ok)
		}
	})
}

func FuzzParseNumber(f *testing.F) {
	for _, text := range []string{"K1001", "1", "", "K", "K01", "KLMN1", "k1", "K-1", "K9223372036854775808", "K1\n", "Å1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		prefix, n, ok := parseNumber(text)
		if ok && (numberText(prefix, n) != text || n < 1 || len(prefix) > 3) {
			t.Fatalf("%q became %q and %d", text, prefix, n)
		}
	})
}

func FuzzOneLine(f *testing.F) {
	f.Add(" a\r\n\tb\x00\u2028c\xff ")
	f.Fuzz(func(t *testing.T, text string) {
		got := oneLine(text)
		if !utf8.ValidString(got) || strings.ContainsFunc(got, unicode.IsControl) || got != strings.TrimSpace(got) || oneLine(got) != got {
			t.Fatalf("%q became %q", text, got)
		}
	})
}

func TestPercent(t *testing.T) {
	for bp, want := range map[int64]string{2500: "25\u00a0%", 1250: "12,5\u00a0%", 333: "3,33\u00a0%", 0: "0\u00a0%"} {
		if got := percent(bp); got != want {
			t.Errorf("%d is %q, want %q", bp, got, want)
		}
	}
}

func TestNumbersStayWithWhatTheyCount(t *testing.T) {
	for text, want := range map[string]string{
		"Faglig ledelse, 16. september 2026. 3 deltagere (pris for 3–5 deltagere)": "Faglig ledelse, 16._september 2026. 3_deltagere (pris for 3–5_deltagere)",
		"kl. 9.30, 25 % af 14.900 kr.":  "kl._9.30, 25_% af 14.900_kr.",
		"momsloven § 13, stk. 1, nr. 3": "momsloven §_13, stk._1, nr._3",
		"Hold 2 Odense 2026 ":           "Hold 2 Odense 2026 ",
	} {
		got := bound(text)
		if strings.ReplaceAll(got, "\u00a0", "_") != want {
			t.Errorf("%q became %q", text, got)
		}
		if bound(got) != got || unbound(got) != text {
			t.Errorf("%q does not come back", got)
		}
	}
}
