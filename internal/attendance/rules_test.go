package attendance

import (
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"faelled/internal/id"

	"pgregory.net/rapid"
)

// In whatever order marks come, and however often, they tell the same.
func TestStandingDoesNotHangOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		marks := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Mark {
			return Mark{
				ID: rapid.StringMatching(`[a-z]{1,3}`).Draw(t, "id"), Person: id.Person(rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "who")),
				State: rapid.SampledFrom(append([]State{Unknown}, states...)).Draw(t, "state"), At: morning.Add(time.Duration(rapid.IntRange(0, 3).Draw(t, "min")) * time.Minute),
			}
		}), 0, 12).Draw(t, "marks")
		seen := map[string]bool{}
		unique := marks[:0]
		for _, m := range marks {
			if !seen[m.ID] {
				seen[m.ID] = true
				unique = append(unique, m)
			}
		}
		want := standing(unique)
		mixed := standing(append(rapid.Permutation(unique).Draw(t, "order"), unique...))
		if len(mixed) != len(want) {
			t.Fatalf("%v, want %v", mixed, want)
		}
		for p, m := range want {
			if mixed[p] != m {
				t.Fatalf("%s: %v, want %v", p, mixed[p], m)
			}
			for _, other := range unique {
				if other.Person == p && other.At.After(m.At) {
					t.Fatalf("%v is later than %v", other, m)
				}
			}
		}
	})
}

func TestACodeIsReadHoweverItIsTyped(t *testing.T) {
	code := codeOf("0190a0c4-0000-7000-8000-000000000001")
	if len(code) != codeLetters || code == codeOf("0190a0c4-0000-7000-8000-000000000002") {
		t.Fatal(code)
	}
	for _, typed := range []string{code, showCode(code), " " + strings.ToLower(showCode(code)) + " ", "https://faelled.example" + checkInPath + code} {
		if got := parseCode(typed); got != code {
			t.Errorf("%q is read as %q, want %q", typed, got, code)
		}
	}
	if got := parseCode("oil0-oil0"); got != "01100110" {
		t.Errorf("letters that look like digits: %q", got)
	}
	for _, typed := range []string{"", "ABC", code + "0", "æøåæøåæø", "ABCD EFG!"} {
		if got := parseCode(typed); got != "" {
			t.Errorf("%q is read as %q", typed, got)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("K7M2-9QXD")
	f.Add("/indtjek/\xff")
	f.Fuzz(func(t *testing.T, typed string) {
		if code := parseCode(typed); code != "" && parseCode(showCode(code)) != code {
			t.Errorf("%q is read as %q, and that not as itself", typed, code)
		}
	})
}

// A device whose clock is an hour slow marks at the right moment all the same.
func TestTheTimesOfAWrongClockAreSetRight(t *testing.T) {
	slow := morning.Add(-time.Hour)
	form := url.Values{"enhed": {"a"}, "ur": {ms(slow)}, "m": {"1 p came " + ms(slow.Add(-10*time.Minute)), "2 p came", "3 p came x"}}
	marks, bad := readMarks(form, morning)
	if len(marks) != 1 || !marks[0].At.Equal(morning.Add(-10*time.Minute)) || strings.Join(bad, " ") != "2 3" {
		t.Errorf("%v %v", marks, bad)
	}
	form.Set("ur", ms(morning.Add(-2*time.Second)))
	if marks, _ := readMarks(form, morning); !marks[0].At.Equal(slow.Add(-10 * time.Minute)) {
		t.Errorf("two seconds are the time of sending: %v", marks)
	}
}

func FuzzReadMarks(f *testing.F) {
	f.Add("1 p came 1780470900000", "1780470900000")
	f.Add("1 p  9223372036854775807", "-9223372036854775808")
	f.Fuzz(func(t *testing.T, line, clock string) {
		marks, bad := readMarks(url.Values{"m": {line}, "ur": {clock}, "enhed": {"a"}}, morning)
		if len(marks)+len(bad) != 1 {
			t.Fatalf("%v %v", marks, bad)
		}
		for _, m := range marks {
			if m.valid(morning) && (m.At.After(morning.Add(clockSlack)) || morning.Sub(m.At) > oldest) {
				t.Errorf("%v is kept", m)
			}
		}
	})
}

func ms(at time.Time) string { return strconv.FormatInt(at.UnixMilli(), 10) }
