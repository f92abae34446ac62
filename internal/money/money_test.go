package money

import (
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMoneyIsWrittenAsDanesWriteIt(t *testing.T) {
	for _, c := range []struct {
		m            Money
		short, exact string
	}{
		{Money{}, "0", "0,00"},
		{DKK(495), "495 kr.", "495,00 kr."},
		{DKK(14_900), "14.900 kr.", "14.900,00 kr."},
		{Money{123456705, "DKK"}, "1.234.567,05 kr.", "1.234.567,05 kr."},
		{Money{-50, "DKK"}, "−0,50 kr.", "−0,50 kr."},
		{Money{1200, "EUR"}, "12 EUR", "12,00 EUR"},
	} {
		if got := strings.ReplaceAll(c.m.String(), "\u00a0", " "); got != c.short {
			t.Errorf("got %q, want %q", got, c.short)
		}
		if got := strings.ReplaceAll(c.m.Exact(), "\u00a0", " "); got != c.exact {
			t.Errorf("got %q, want %q", got, c.exact)
		}
	}
}

func TestRoundingIsToTheNearestAndHalvesGoAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		num := rapid.Int64Range(-1e12, 1e12).Draw(t, "num")
		den := rapid.Int64Range(1, 1e6).Draw(t, "den")
		got := RoundHalfAway(num, den)
		// |num/den − got| ≤ 1/2, and at exactly a half got is the one further from zero.
		off := new(big.Rat).Sub(big.NewRat(num, den), new(big.Rat).SetInt64(got))
		switch new(big.Rat).Abs(off).Cmp(big.NewRat(1, 2)) {
		case 1:
			t.Fatalf("%d/%d became %d", num, den, got)
		case 0:
			if off.Sign() == big.NewRat(num, den).Sign() {
				t.Fatalf("half of %d/%d went towards zero: %d", num, den, got)
			}
		}
	})
}

func TestVATOfTheGoldenCases(t *testing.T) {
	for net, vat := range map[int64]int64{300000: 75000, 437500: 109375, 1200000: 300000, 1750000: 437500, 2: 1, 1: 0} {
		if got := VAT(Money{net, "DKK"}, 2500); got != (Money{vat, "DKK"}) {
			t.Errorf("VAT of %d is %v", net, got)
		}
	}
}

func TestCurrenciesDoNotMix(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("kroner and euro were added")
		}
	}()
	DKK(1).Sub(Money{1, "EUR"})
}
