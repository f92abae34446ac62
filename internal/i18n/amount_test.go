package i18n

import (
	"context"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"faelled/internal/money"
)

// tongues are readers of both languages, who need no words for an amount.
func tongues(t *testing.T) (da, en context.Context) {
	none := &fstest.MapFile{Data: []byte("{}")}
	w, err := Load(fstest.MapFS{"locale/da.json": none, "locale/en.json": none})
	if err != nil {
		t.Fatal(err)
	}
	return w.For(t.Context(), "da"), w.For(t.Context(), "en")
}

func TestAmountsAreWrittenAsTheReaderWritesThem(t *testing.T) {
	da, en := tongues(t)
	for _, c := range []struct {
		m                                 money.Money
		danish, english, exactDa, exactEn string
	}{
		{money.Money{}, "0", "0", "0,00", "0.00"},
		{money.Money{Minor: 123400}, "1.234", "1,234", "1.234,00", "1,234.00"},
		{money.DKK(0), "0 kr.", "DKK 0", "0,00 kr.", "DKK 0.00"},
		{money.DKK(3000), "3.000 kr.", "DKK 3,000", "3.000,00 kr.", "DKK 3,000.00"},
		{money.Money{Minor: 2734375, Currency: "DKK"}, "27.343,75 kr.", "DKK 27,343.75", "27.343,75 kr.", "DKK 27,343.75"},
		{money.DKK(-1_234_567), "−1.234.567 kr.", "−DKK 1,234,567", "−1.234.567,00 kr.", "−DKK 1,234,567.00"},
		{money.Money{Minor: 120050, Currency: "EUR"}, "1.200,50 EUR", "EUR 1,200.50", "1.200,50 EUR", "EUR 1,200.50"},
	} {
		for _, g := range [][2]string{
			{Amount(da, c.m), c.danish}, {Amount(en, c.m), c.english}, {Exact(da, c.m), c.exactDa}, {Exact(en, c.m), c.exactEn},
		} {
			// The no-break space keeps the unit on the amount's line.
			if want := strings.ReplaceAll(g[1], " ", "\u00a0"); g[0] != want {
				t.Errorf("got %q, want %q", g[0], want)
			}
		}
	}
}

func TestBothLanguagesSayTheSameAmount(t *testing.T) {
	da, en := tongues(t)
	rapid.Check(t, func(t *rapid.T) {
		m := money.Money{Minor: rapid.Int64Range(-1e13, 1e13).Draw(t, "minor"), Currency: rapid.SampledFrom([]string{"", "DKK", "EUR"}).Draw(t, "currency")}
		for _, write := range []func(context.Context, money.Money) string{Amount, Exact} {
			for _, c := range []struct {
				text, thousands, decimal string
			}{{write(da, m), ".", ","}, {write(en, m), ",", "."}} {
				if got := minorUnits(t, c.text, c.thousands, c.decimal); got != m.Minor {
					t.Fatalf("%q reads as %d, not %d", c.text, got, m.Minor)
				}
			}
		}
	})
}

// minorUnits reads an amount back.
func minorUnits(t *rapid.T, text, thousands, decimal string) int64 {
	number, sign := text, int64(1)
	if rest, minus := strings.CutPrefix(number, "−"); minus {
		number, sign = rest, -1
	}
	for _, part := range strings.Split(number, "\u00a0") {
		if strings.ContainsAny(part, "0123456789") {
			number = part
		}
	}
	whole, rest, found := strings.Cut(number, decimal)
	if !found {
		rest = "00"
	}
	groups := strings.Split(whole, thousands)
	for i, g := range groups {
		if len(g) > 3 || i > 0 && len(g) != 3 {
			t.Fatalf("%q is grouped wrongly", text)
		}
	}
	n, err := strconv.ParseInt(strings.Join(groups, "")+rest, 10, 64)
	if err != nil || len(rest) != 2 {
		t.Fatalf("%q is no amount: %v", text, err)
	}
	return sign * n
}
