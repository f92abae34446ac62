package when

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"faelled/internal/i18n"

	"pgregory.net/rapid"
)

// readers are a context for each language.
var readers = func() map[string]context.Context {
	words, err := i18n.Load(fstest.MapFS{
		"locale/da.json": {Data: []byte(`{"a":"a"}`)}, "locale/en.json": {Data: []byte(`{"a":"a"}`)},
	})
	if err != nil {
		panic(err)
	}
	return map[string]context.Context{
		"da": words.For(context.Background(), "da"), "en": words.For(context.Background(), "en"),
	}
}()

var anyDate = rapid.Custom(func(t *rapid.T) Date {
	return Date("1900-01-01").Add(rapid.IntRange(0, 109572).Draw(t, "days")) // to 2199-12-31
})

func TestParseDate(t *testing.T) {
	for text, want := range map[string]Date{
		"2021-06-02": "2021-06-02", "2.6.2021": "2021-06-02", "2. 6. 2021": "2021-06-02", "02.06.2021": "2021-06-02",
		"02-06-2021": "2021-06-02", "2/6/2021": "2021-06-02", "2/6 2021": "2021-06-02", "2/6-2021": "2021-06-02", "2. juni 2021": "2021-06-02", " 2.\u00a0Juni  2021 ": "2021-06-02",
		"2 June 2021": "2021-06-02", "2. jun. 2021": "2021-06-02", "29. februar 2024": "2024-02-29", "1. maj 2022": "2022-05-01",
		"12-11-2021": "2021-11-12", // the day comes first
		"":           "", "2. juni": "", "2.6.21": "", "29. februar 2023": "", "31.6.2021": "", "2021-6-2": "", "0.6.2021": "",
		"2. jubi 2021": "", "2021-06-02T00:00": "", "0202-06-02": "", "2.6-2021": "", "2/6": "", "2/6 21": "", "1. ma 2022": "", "2200-01-01": "",
	} {
		got, err := ParseDate(text)
		if got != want || (err == nil) != (want != "") || err != nil && !errors.Is(err, ErrDate) {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
	}
}

// What we show can be typed again.
func TestShownDatesAreRead(t *testing.T) {
	if Date("1900-01-01").Add(109572) != "2199-12-31" {
		t.Error("the generator does not reach the end")
	}
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate.Draw(t, "date")
		for lang, ctx := range readers {
			for _, text := range []string{Day(ctx, d), Short(ctx, d), string(d), d.noon().Format("2.1.2006")} {
				if again, err := ParseDate(text); again != d {
					t.Fatalf("%s: %s is shown as %q and read as %q, %v", lang, d, text, again, err)
				}
			}
		}
	})
}

func TestDaysAreCounted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyDate.Draw(t, "a"), anyDate.Draw(t, "b")
		if got := a.Add(b.Sub(a)); got != b {
			t.Fatalf("%s and %d days is %s, not %s", a, b.Sub(a), got, b)
		}
		if a.Before(b) != (b.Sub(a) > 0) || a.After(b) != (b.Sub(a) < 0) {
			t.Fatalf("%s and %s are out of order", a, b)
		}
		if (int(a.Weekday())+b.Sub(a)%7+7)%7 != int(b.Weekday()) {
			t.Fatalf("%s is a %s, %s a %s", a, a.Weekday(), b, b.Weekday())
		}
		if On(a.Time(Zone)) != a || On(a.Time(Zone).Add(-time.Nanosecond)) != a.Add(-1) {
			t.Fatalf("%s does not begin at %s", a, a.Time(Zone))
		}
	})
}

func TestDatesOfOurTime(t *testing.T) {
	if d := Date("2021-06-02"); d.Weekday() != time.Wednesday || d.Add(30) != "2021-07-02" || d.Add(-2) != "2021-05-31" {
		t.Error(d.Weekday(), d.Add(30), d.Add(-2))
	}
	if got := On(time.Date(2021, 6, 1, 22, 30, 0, 0, time.UTC)); got != "2021-06-02" {
		t.Errorf("half past midnight in summer is on %s", got)
	}
	if Date("").Valid() || Date("2021-06-31").Valid() || Date("2021-6-3").Valid() {
		t.Error("days that do not exist")
	}
}

func TestFormats(t *testing.T) {
	from := time.Date(2021, 6, 2, 7, 30, 0, 0, time.UTC)
	to := time.Date(2021, 6, 2, 12, 30, 0, 0, time.UTC)
	night := time.Date(2021, 12, 2, 22, 5, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		show func(context.Context) string
		want [2]string // in Danish and English, ~ for a hard space
	}{
		"day":       {func(c context.Context) string { return Day(c, "2021-06-02") }, [2]string{"2. juni 2021", "2 June 2021"}},
		"no day":    {func(c context.Context) string { return Day(c, "") + Short(c, "") + Weekday(c, "") + DayMonth(c, "") }, [2]string{}},
		"day month": {func(c context.Context) string { return DayMonth(c, "2021-10-31") }, [2]string{"31. oktober", "31 October"}},
		"short":     {func(c context.Context) string { return Short(c, "2021-05-12") }, [2]string{"12. maj 2021", "12 May 2021"}},
		"short dot": {func(c context.Context) string { return Short(c, "2021-10-01") }, [2]string{"1. okt. 2021", "1 Oct 2021"}},
		"weekday":   {func(c context.Context) string { return Weekday(c, "2021-06-02") }, [2]string{"onsdag 2. juni 2021", "Wednesday 2 June 2021"}},
		"clock":     {func(c context.Context) string { return Clock(c, from) }, [2]string{"kl.~9.30", "9:30"}},
		"ten":       {func(c context.Context) string { return Clock(c, from.Add(time.Hour)) }, [2]string{"kl.~10.30", "10:30"}},
		"winter":    {func(c context.Context) string { return Clock(c, night) }, [2]string{"kl.~23.05", "23:05"}},
		"moment":    {func(c context.Context) string { return Moment(c, from) }, [2]string{"2. juni 2021 kl.~9.30", "2 June 2021 at 9:30"}},
		"span":      {func(c context.Context) string { return Span(c, from, to) }, [2]string{"kl.~9.30–14.30", "9:30–14:30"}},
		"overnight": {func(c context.Context) string { return Span(c, from, from.Add(24*time.Hour)) },
			[2]string{"2. juni 2021 kl.~9.30 – 3. juni 2021 kl.~9.30", "2 June 2021 at 9:30 – 3 June 2021 at 9:30"}},
		"one day":  {func(c context.Context) string { return Days(c, "2022-04-11", "2022-04-11") }, [2]string{"11. april 2022", "11 April 2022"}},
		"no end":   {func(c context.Context) string { return Days(c, "2022-04-11", "") }, [2]string{"11. april 2022", "11 April 2022"}},
		"month":    {func(c context.Context) string { return Days(c, "2022-04-11", "2022-04-13") }, [2]string{"11.–13. april 2022", "11–13 April 2022"}},
		"year":     {func(c context.Context) string { return Days(c, "2022-04-11", "2022-06-17") }, [2]string{"11. april–17. juni 2022", "11 April–17 June 2022"}},
		"years":    {func(c context.Context) string { return Days(c, "2021-04-11", "2022-04-11") }, [2]string{"11. april 2021–11. april 2022", "11 April 2021–11 April 2022"}},
		"november": {func(c context.Context) string { return Month(c, "2022-11-01") }, [2]string{"november 2022", "November 2022"}},
		"never":    {func(c context.Context) string { return Month(c, "") }, [2]string{}},
	} {
		for i, lang := range []string{"da", "en"} {
			if got := strings.ReplaceAll(c.show(readers[lang]), nbsp, "~"); got != c.want[i] {
				t.Errorf("%s in %s: %q, want %q", name, lang, got, c.want[i])
			}
		}
	}
}

func TestLocal(t *testing.T) {
	for name, c := range map[string]struct {
		day   Date
		clock string
		want  string
		err   error
	}{
		"summer":            {"2021-06-02", "9.30", "2021-06-02T07:30:00Z", nil},
		"winter":            {"2021-12-02", "09:30", "2021-12-02T08:30:00Z", nil},
		"midnight":          {"2021-06-02", "0.00", "2021-06-01T22:00:00Z", nil},
		"before the gap":    {"2021-03-28", "1.59", "2021-03-28T00:59:00Z", nil},
		"in the gap":        {"2021-03-28", "2.00", "", ErrGap},
		"its last minute":   {"2021-03-28", "2:59", "", ErrGap},
		"after the gap":     {"2021-03-28", "3.00", "2021-03-28T01:00:00Z", nil},
		"twice":             {"2021-10-31", "2.30", "2021-10-31T00:30:00Z", nil},
		"before the double": {"2021-10-31", "1.59", "2021-10-30T23:59:00Z", nil},
		"after the double":  {"2021-10-31", "3.00", "2021-10-31T02:00:00Z", nil},
		"no day":            {"2021-02-30", "9.30", "", ErrDate},
		"no such hour":      {"2021-06-02", "24.00", "", ErrClock},
		"no such minute":    {"2021-06-02", "9.60", "", ErrClock},
		"a word":            {"2021-06-02", "morgen", "", ErrClock},
		"no minutes":        {"2021-06-02", "9", "", ErrClock},
	} {
		at, err := Local(c.day, c.clock)
		got := at.Format(time.RFC3339)
		if err != nil {
			got = ""
		}
		if got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %s, %v; want %s, %v", name, got, err, c.want, c.err)
		}
	}
}

// Every time of day is either refused or reads as it was typed, and only one
// hour a year is refused.
func TestLocalReadsAsTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate.Draw(t, "day")
		clock := time.Date(0, 1, 1, 0, rapid.IntRange(0, 24*60-1).Draw(t, "minute"), 0, 0, time.UTC).Format("15:04")
		at, err := Local(d, clock)
		if err != nil {
			if n := len(gaps(d)); n == 0 {
				t.Fatalf("%s %s: %v, and the clocks are not changed that day", d, clock, err)
			}
			return
		}
		if got := at.In(Zone).Format("2006-01-02 15:04"); got != string(d)+" "+clock || at.Location() != time.UTC {
			t.Fatalf("%s %s became %s", d, clock, got)
		}
		if before := at.Add(-time.Hour).In(Zone).Format("2006-01-02 15:04"); before == string(d)+" "+clock {
			t.Fatalf("%s %s: there is an earlier one", d, clock)
		}
	})
}

// gaps are the minutes of a day that its clocks do not show.
func gaps(d Date) (missing []string) {
	seen := map[string]bool{}
	for at := d.Time(Zone); On(at) == d; at = at.Add(time.Minute) {
		seen[at.In(Zone).Format("15:04")] = true
	}
	for m := range 24 * 60 {
		if clock := time.Date(0, 1, 1, 0, m, 0, 0, time.UTC).Format("15:04"); !seen[clock] {
			missing = append(missing, clock)
		}
	}
	return missing
}

func TestTheGapIsOneHour(t *testing.T) {
	var refused []string
	for m := range 24 * 60 {
		clock := time.Date(0, 1, 1, 0, m, 0, 0, time.UTC).Format("15:04")
		if _, err := Local("2026-03-29", clock); err != nil {
			refused = append(refused, clock)
		}
	}
	if want := gaps("2026-03-29"); !slices.Equal(refused, want) || len(want) != 60 {
		t.Errorf("refused %v, want %v", refused, want)
	}
}

func TestNothingFalseIsKept(t *testing.T) {
	if _, err := Date("2021-06-31").Value(); !errors.Is(err, ErrDate) {
		t.Error(err)
	}
	if v, err := Date("").Value(); v != nil || err != nil {
		t.Error(v, err)
	}
	var d Date
	if d.Scan("2021-06-31") == nil || d.Scan(7) == nil || d.Scan(time.Time{}) == nil {
		t.Error("scanned nonsense")
	}
	if d = "2021-06-02"; d.Scan(nil) != nil || d != "" {
		t.Error("NULL is no day", d)
	}
	if d.Scan([]byte("2021-06-02")) != nil || d != "2021-06-02" {
		t.Error(d)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2021-06-02", "2.6.2021", "2. juni 2021", "02-06-2021", "31 Sept. 2022", "\u00a02. JUNI 2021"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDate(text)
		if (err == nil) != d.Valid() {
			t.Fatalf("%q: %q, %v", text, d, err)
		}
		if again, _ := ParseDate(string(d)); again != d {
			t.Fatalf("%q: %q, then %q", text, d, again)
		}
	})
}
