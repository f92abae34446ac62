package i18n

import "testing"

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1.000", 10_000: "10.000", 1_234_567: "1.234.567", -999: "-999", -1000: "-1.000"} {
		if got := Count(t.Context(), n); got != want {
			t.Errorf("%d is %q, want %q", n, got, want)
		}
	}
}
