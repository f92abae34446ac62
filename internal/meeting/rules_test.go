package meeting

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/problem"
	"faelled/internal/when"

	"pgregory.net/rapid"
)

// at is a time of day on the meeting's day.
func at(t testing.TB, day when.Date, clock string) *time.Time {
	t.Helper()
	moment, err := when.Local(day, clock)
	if err != nil {
		t.Fatal(day, clock, err)
	}
	return &moment
}

// june is the meeting of 2 June 2021 in seed 003.
func june(t testing.TB) Meeting {
	return Meeting{
		ID: "june", Programme: "network", Slug: "2021-06-02", Title: "Konsulentens rolle før, under og efter et kommunalvalg",
		Lead: "Der er fokus på det kommende kommunalvalg og på konsulentens opgaver, når der skal vælges ny kommunalbestyrelse.",
		Day:  "2021-06-02", Starts: at(t, "2021-06-02", "9.30"), Ends: at(t, "2021-06-02", "14.30"),
		IsOnline: true, OnlineURL: "https://moeder.example/deltag?m=æøå", FreeUntil: "2021-05-19", State: Planned, ChangedAt: time.Date(2021, 4, 22, 8, 0, 0, 0, time.UTC),
	}
}

// september is the next one, of which only the day and the place are known.
func september() Meeting {
	return Meeting{
		ID: "september", Programme: "network", Slug: "2021-09-15", Title: "Faglig ledelse af kerneopgaven", Day: "2021-09-15",
		Venue: "Odense Congress Center", Street: "Ørbækvej 350", Postcode: "5220", City: "Odense", State: Planned,
		ChangedAt: time.Date(2021, 4, 22, 8, 0, 0, 0, time.UTC),
	}
}

func day(t testing.TB) []Item {
	item := func(kind ItemKind, from, to, title, text string, voices ...Voice) Item {
		return Item{kind, *at(t, "2021-06-02", from), *at(t, "2021-06-02", to), title, text, voices}
	}
	return []Item{
		item(Practical, "9.30", "9.45", "Velkommen", "", Voice{"Tove Ørnekær", "chefkonsulent", access.Moderator}),
		item(Talk, "9.45", "10.45", "Embedsmandens roller", "Samspillet mellem politik og forvaltning.\n\n- før valget\n- efter valget", Voice{"Agnes Birk", "lektor", access.Speaker}),
		item(Break, "10.45", "11.00", "Pause", ""),
		item(Case, "11.00", "12.00", "Når linjerne bliver komplicerede", "Cases med indbyggede dilemmaer."),
		item(Practical, "12.00", "12.45", "Frokost", ""),
		item(Inspiration, "12.45", "13.30", "Sådan gør vi i Birkelund", "", Voice{"Ejnar Søvang", "", access.Speaker}),
		item(Sparring, "13.30", "14.15", "Sparring i faste trioer", ""),
		item(Practical, "14.15", "14.30", "Tak for i dag", ""),
	}
}

func TestCheck(t *testing.T) {
	for _, good := range []Meeting{june(t), september(), {Title: "x", Day: "2021-06-02"}} {
		if bad := Check(good); bad != nil {
			t.Error(bad)
		}
	}
	for want, spoil := range map[string]func(*Meeting){
		"title meeting.title_missing":        func(m *Meeting) { m.Title = "" },
		"title meeting.too_long":             func(m *Meeting) { m.Title = strings.Repeat("å", longestLine+1) },
		"lead meeting.unprintable":           func(m *Meeting) { m.Lead = "\x00" },
		"day meeting.day_missing":            func(m *Meeting) { m.Day = "" },
		"starts meeting.starts_missing":      func(m *Meeting) { m.Starts = nil },
		"ends meeting.ends_missing":          func(m *Meeting) { m.Ends = nil },
		"ends meeting.ends_first":            func(m *Meeting) { m.Ends = m.Starts },
		"starts meeting.other_day":           func(m *Meeting) { m.Starts = at(t, "2021-06-01", "9.30") },
		"ends meeting.other_day":             func(m *Meeting) { m.Ends = at(t, "2021-06-03", "0.00") },
		"city meeting.unprintable":           func(m *Meeting) { m.City = "Oden\nse" },
		"online_url meeting.url_wrong":       func(m *Meeting) { m.OnlineURL = "javascript:alert(1)" },
		"capacity meeting.capacity_wrong":    func(m *Meeting) { m.Capacity = -1 },
		"free_until meeting.date_wrong":      func(m *Meeting) { m.FreeUntil = "i går" },
		"free_until meeting.free_until_late": func(m *Meeting) { m.FreeUntil = "2021-06-03" },
	} {
		m := june(t)
		spoil(&m)
		bad := Check(m)
		if len(bad) != 1 || bad[0].Name+" "+bad[0].Key != want {
			t.Errorf("%s: %v", want, bad)
		}
	}
}

func TestURLs(t *testing.T) {
	for text, want := range map[string]bool{
		"https://moeder.example/a?b=c#d": true, "https://møder.example/": true, "http://moeder.example": false, "moeder.example": false,
		"https://": false, "https://a b.example": false, "https://bank.example@moeder.example/": false, "//moeder.example": false,
		"https://moeder.example/" + strings.Repeat("x", longestURL): false, "javascript:alert(1)": false, "https://a.example/\u202e": false,
	} {
		if validURL(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestParseHours(t *testing.T) {
	for name, c := range map[string]struct {
		day      when.Date
		from, to string
		want     string
		faults   string
	}{
		"both":            {"2021-06-02", "9.30", "14:30", "9.30–14.30", ""},
		"a whole hour":    {"2021-06-02", " 9", "14", "9.00–14.00", ""},
		"only a day":      {"2021-06-02", " ", "", "", ""},
		"half":            {"2021-06-02", "9.30", "", "9.30–", ""}, // Check says what is missing
		"words":           {"2021-06-02", "morgen", "25.00", "", "fra meeting.clock_wrong til meeting.clock_wrong "},
		"in the gap":      {"2021-03-28", "2.30", "4.00", "", "fra meeting.clock_gap "},
		"without a day":   {"", "9.30", "14.30", "", ""}, // the day has the fault
		"an hour too few": {"2021-06-02", "9.30", "14.3", "", "til meeting.clock_wrong "},
	} {
		var bad problem.Fields
		starts, ends := ParseHours(&bad, c.day, TypedClock{"fra", c.from}, TypedClock{"til", c.to})
		got, faults := "", ""
		if starts != nil || ends != nil {
			got = ClockOf(*starts) + "–"
			if ends != nil {
				got += ClockOf(*ends)
			}
		}
		for _, f := range bad {
			faults += f.Name + " " + f.Key + " "
		}
		if got != c.want || faults != c.faults {
			t.Errorf("%s: %q, %q", name, got, faults)
		}
	}
}

func TestCheckAgenda(t *testing.T) {
	if bad := CheckAgenda(june(t), day(t)); bad != nil {
		t.Fatal(bad)
	}
	if bad := CheckAgenda(september(), nil); bad != nil {
		t.Error("no agenda needs no hours:", bad)
	}
	for name, c := range map[string]struct {
		spoil func(m *Meeting, items []Item)
		want  problem.Fields
	}{
		"no hours":  {func(m *Meeting, _ []Item) { m.Starts, m.Ends = nil, nil }, problem.Fields{{Key: "meeting.agenda_without_hours"}}},
		"too early": {func(m *Meeting, _ []Item) { m.Starts = at(t, m.Day, "9.31") }, problem.Fields{{Name: "starts_0", Key: "meeting.item_outside", About: "Velkommen"}}},
		"too late":  {func(m *Meeting, _ []Item) { m.Ends = at(t, m.Day, "14.29") }, problem.Fields{{Name: "ends_7", Key: "meeting.item_outside", About: "Tak for i dag"}}},
		"another day": {func(_ *Meeting, items []Item) {
			items[7].Starts, items[7].Ends = *at(t, "2021-06-03", "9.30"), *at(t, "2021-06-03", "9.40")
		},
			problem.Fields{{Name: "starts_7", Key: "meeting.item_outside", About: "Tak for i dag"}}},
		"a minute over": {func(_ *Meeting, items []Item) { items[2].Ends = *at(t, "2021-06-02", "11.01") },
			problem.Fields{{Name: "starts_3", Key: "meeting.item_overlaps", About: "Pause"}}},
		"in another order": {func(_ *Meeting, items []Item) {
			slices.Reverse(items)
			items[0].Starts = *at(t, "2021-06-02", "14.14")
		}, problem.Fields{{Name: "starts_0", Key: "meeting.item_overlaps", About: "Sparring i faste trioer"}}},
		"backwards": {func(_ *Meeting, items []Item) { items[2].Starts, items[2].Ends = items[2].Ends, items[2].Starts },
			problem.Fields{{Name: "ends_2", Key: "meeting.item_ends_first", About: "Pause"}}},
		"no title": {func(_ *Meeting, items []Item) { items[1].Title = "" }, problem.Fields{{Name: "title_1", Key: "meeting.item_title_missing"}}},
		"no kind":  {func(_ *Meeting, items []Item) { items[1].Kind = "" }, problem.Fields{{Name: "kind_1", Key: "meeting.item_kind_missing", About: "Embedsmandens roller"}}},
		"no name": {func(_ *Meeting, items []Item) { items[1].Voices = []Voice{{"", "lektor", access.Speaker}} },
			problem.Fields{{Name: "voices_1", Key: "meeting.voice_wrong", About: "Embedsmandens roller"}}},
		"no such part": {func(_ *Meeting, items []Item) { items[1].Voices = []Voice{{"Agnes", "", access.Staff}} },
			problem.Fields{{Name: "voices_1", Key: "meeting.voice_wrong", About: "Embedsmandens roller"}}},
	} {
		m, items := june(t), day(t)
		c.spoil(&m, items)
		if got := CheckAgenda(m, items); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// An overlap is told when there is one, of an item that really overlaps, and
// leaving out those told of leaves none.
func TestOverlapsAreFoundAndTrue(t *testing.T) {
	start := time.Date(2021, 6, 2, 7, 30, 0, 0, time.UTC)
	clash := func(a, b Item) bool { return a.Starts.Before(b.Ends) && b.Starts.Before(a.Ends) }
	rapid.Check(t, func(t *rapid.T) {
		var items []Item
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			from := start.Add(time.Duration(rapid.IntRange(0, 60).Draw(t, "from")) * 5 * time.Minute)
			items = append(items, Item{Starts: from, Ends: from.Add(time.Duration(rapid.IntRange(1, 12).Draw(t, "for")) * 5 * time.Minute)})
		}
		with, left, any := overlaps(items), []Item{}, false
		for i, other := range with {
			if other < 0 {
				left = append(left, items[i])
				continue
			}
			if other == i || !clash(items[i], items[other]) {
				t.Fatalf("%d is told to overlap %d", i, other)
			}
		}
		for i := range items {
			for j := range i {
				any = any || clash(items[i], items[j])
			}
		}
		if told := len(left) < len(items); told != any {
			t.Fatalf("overlap %v, told %v", any, told)
		}
		for i := range left {
			for j := range i {
				if clash(left[i], left[j]) {
					t.Fatal("an overlap was not told of")
				}
			}
		}
	})
}

// A programme that moves keeps its times of day, and still fits its meeting.
func TestAnAgendaMovesWithItsMeeting(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		to := when.Date("2021-01-01").Add(rapid.IntRange(0, 3000).Draw(r, "days"))
		moved, err := onDay(day(t), to)
		if err != nil {
			r.Fatal(err) // clocks change at night
		}
		m := june(t)
		m.Day, m.Starts, m.Ends = to, at(t, to, "9.30"), at(t, to, "14.30")
		if !fits(m, moved) || CheckAgenda(m, moved) != nil {
			r.Fatal("does not fit on", to)
		}
		for i, item := range day(t) {
			if ClockOf(moved[i].Starts) != ClockOf(item.Starts) || ClockOf(moved[i].Ends) != ClockOf(item.Ends) {
				r.Fatalf("%s: %s became %s", to, ClockOf(item.Starts), ClockOf(moved[i].Starts))
			}
		}
	})
	night := []Item{{Starts: *at(t, "2021-03-27", "2.15"), Ends: *at(t, "2021-03-27", "2.45")}}
	if _, err := onDay(night, "2021-03-28"); err == nil {
		t.Error("a time that does not exist")
	}
}

func TestWhatConcernsThoseRegistered(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*Meeting)
		want   bool
	}{
		"nothing": {func(*Meeting) {}, false}, "title": {func(m *Meeting) { m.Title = "x" }, true}, "lead": {func(m *Meeting) { m.Lead = "x" }, true},
		"day": {func(m *Meeting) { m.Day = "2021-06-03" }, true}, "start": {func(m *Meeting) { m.Starts = at(t, m.Day, "9.31") }, true},
		"no time": {func(m *Meeting) { m.Starts, m.Ends = nil, nil }, true}, "place": {func(m *Meeting) { m.City = "Odense" }, true},
		"link": {func(m *Meeting) { m.OnlineURL = "https://x.example" }, true}, "room": {func(m *Meeting) { m.Capacity = 7 }, false},
		"a later last day": {func(m *Meeting) { m.FreeUntil = "" }, false}, "an earlier last day": {func(m *Meeting) { m.FreeUntil = "2021-05-18" }, true},
		"the same time again": {func(m *Meeting) { m.Starts = at(t, m.Day, "9.30") }, false},
	} {
		m := june(t)
		c.change(&m)
		if concerns(june(t), m) != c.want {
			t.Errorf("%s: %v", name, !c.want)
		}
	}
}

// The days that a Danish calendar of 2023 and 2026 has in red, and those beside.
func TestHolidays(t *testing.T) {
	for day, want := range map[when.Date]bool{
		"2026-01-01": true, "2026-04-02": true, "2026-04-03": true, "2026-04-06": true, "2026-05-14": true, "2026-05-25": true, "2026-06-05": true,
		"2026-12-25": true, "2026-12-26": true, "2023-05-05": true, // the last Store bededag
		"2026-01-02": false, "2026-04-07": false, "2026-05-01": false, "2026-05-15": false, "2026-12-24": false, "": false,
	} {
		if holiday(day) != want {
			t.Errorf("%s: %v", day, !want)
		}
	}
}

// Whatever is changed in an agenda, it is another version.
func TestAnotherAgendaIsAnotherVersion(t *testing.T) {
	first := version(day(t))
	for name, change := range map[string]func([]Item) []Item{
		"kind": func(l []Item) []Item { l[1].Kind = Sparring; return l }, "title": func(l []Item) []Item { l[1].Title = "x"; return l },
		"text": func(l []Item) []Item { l[1].Text = "x"; return l }, "start": func(l []Item) []Item { l[1].Starts = l[0].Starts; return l },
		"end": func(l []Item) []Item { l[0].Ends = l[1].Ends; return l }, "fewer": func(l []Item) []Item { return l[1:] },
		"voice": func(l []Item) []Item { l[0].Voices[0].Role = access.Speaker; return l }, "none": func([]Item) []Item { return nil },
	} {
		if version(change(day(t))) == first {
			t.Errorf("%s: the same version", name)
		}
	}
	if version(day(t)) != first || version(nil) != "" {
		t.Error("the same agenda is another")
	}
}

func TestOver(t *testing.T) {
	m := june(t)
	if m.Over(m.Ends.Add(-time.Second)) || !m.Over(*m.Ends) {
		t.Error("over at its end")
	}
	m = september()
	if midnight := time.Date(2021, 9, 15, 22, 0, 0, 0, time.UTC); m.Over(midnight.Add(-time.Second)) || !m.Over(midnight) {
		t.Error("over at midnight in Copenhagen")
	}
}

func TestRowsReadWhatTheyShow(t *testing.T) {
	m, want := june(t), day(t)
	got, unread := readItems(m, rowsOf(want))
	if unread != nil || len(got) != len(want) {
		t.Fatal(unread)
	}
	for i := range want {
		if !slices.Equal(got[i].Voices, want[i].Voices) || !got[i].Starts.Equal(want[i].Starts) || !got[i].Ends.Equal(want[i].Ends) ||
			got[i].Title != want[i].Title || got[i].Text != want[i].Text || got[i].Kind != want[i].Kind {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
}

// What cannot be read is a fault once, and hides no other row's faults.
func TestUnreadRowsHideNothing(t *testing.T) {
	m := june(t)
	items, unread := readItems(m, []row{
		{Starts: "halv ti", Ends: "10.00", Kind: "talk", Title: ""},
		{Starts: "9.30", Ends: "10.00", Kind: "talk", Title: "A"},
		{Starts: "9.45", Ends: "", Kind: "talk", Title: "B"},
		{Starts: "9.50", Ends: "10.30", Kind: "talk", Title: "C"},
	})
	var got []string
	for _, f := range withFaults(unread, CheckAgenda(m, items)) {
		got = append(got, f.Name+" "+strings.TrimPrefix(f.Key, "meeting."))
	}
	want := []string{"starts_0 clock_wrong", "ends_2 clock_missing", "title_0 item_title_missing", "starts_3 item_overlaps"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAnItemWithoutAStartFollowsTheOneBefore(t *testing.T) {
	items, bad := readItems(june(t), []row{{Ends: "9.45"}, {Starts: " ", Ends: "10.45"}, {Starts: "11", Ends: "12"}})
	if bad != nil || ClockOf(items[0].Starts) != "9.30" || ClockOf(items[1].Starts) != "9.45" || ClockOf(items[2].Starts) != "11.00" {
		t.Error(items, bad)
	}
	_, bad = readItems(june(t), []row{{Ends: "senere"}, {Ends: "10.45"}})
	if len(bad) != 2 || bad[0].Name != "ends_0" || bad[1].Name != "starts_1" {
		t.Error(bad)
	}
}

func TestRows(t *testing.T) {
	m := june(t)
	rows := addRow(m, addRow(m, nil))
	if rows[0].Starts != "9.30" || rows[0].Kind != "practical" || !rows[0].blank() || rows[1].Starts != "" {
		t.Errorf("%+v", rows)
	}
	rows[1].Ends = "10.15"
	rows = addRow(m, rows)
	if sorted, full := blankLast(rows); full != 1 || len(sorted) != 3 || sorted[0].Ends != "10.15" || sorted[1] != rows[0] {
		t.Errorf("%d of %+v", full, sorted)
	}
	for text, n := range map[string]int{"": 0, "-3": 0, "2": 2, "x": 0, "999999999": MostItems + 1} {
		if got := len(readRows(map[string][]string{"rows": {text}})); got != n {
			t.Errorf("%q rows are %d", text, got)
		}
	}
}

func FuzzReadVoices(f *testing.F) {
	f.Add("Agnes Birk, lektor, Åbrinke\r\n\r\n Ejnar Søvang")
	f.Add(",")
	f.Fuzz(func(t *testing.T, text string) {
		for _, v := range readVoices(text, access.Speaker) {
			if v.Name == "" || v.Name != strings.TrimSpace(v.Name) || strings.ContainsAny(v.Name, ",\n") || strings.Contains(v.Title, "\n") {
				t.Fatalf("%q: %+v", text, v)
			}
			again := readVoices(voiceLines([]Voice{v}, access.Speaker), access.Speaker)
			if len(again) != 1 || again[0] != v {
				t.Fatalf("%q: %+v is read as %+v", text, v, again)
			}
		}
	})
}

func TestNumbersOfDays(t *testing.T) {
	for n, want := range map[int]string{1: "2021-06-02", 2: "2021-06-02-2", 12: "2021-06-02-" + strconv.Itoa(12)} {
		if got := numbered("2021-06-02", n); got != want {
			t.Error(got)
		}
	}
}
