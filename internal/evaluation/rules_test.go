package evaluation

import (
	"testing"

	"pgregory.net/rapid"
)

// What is shown is of five or more, between the lowest and the highest mark, and
// right to half a tenth.
func TestResultOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Answer {
			return Answer{Gain: rapid.Int64Range(1, 5).Draw(t, "gain"), Usable: rapid.Int64Range(1, 5).Draw(t, "usable"), Text: rapid.SampledFrom([]string{"", "x"}).Draw(t, "text")}
		}), 0, 40).Draw(t, "answers")
		r := resultOf(50, list)
		if len(list) < 5 {
			if r.Shown() || r.N != 0 || r.Gain != 0 || r.Usable != 0 || r.Texts != nil {
				t.Fatalf("%d answers tell %+v", len(list), r)
			}
			return
		}
		var sum int64
		for _, a := range list {
			sum += a.Gain
		}
		if off := 2*int64(r.Gain)*r.N - 20*sum; !r.Shown() || off > r.N || off < -r.N {
			t.Fatalf("%d of %d: %+v", sum, len(list), r)
		}
	})
}

func TestTenths(t *testing.T) {
	if da, en := Tenths(42).In("da"), Tenths(50).In("en"); da != "4,2" || en != "5.0" {
		t.Error(da, en)
	}
}
