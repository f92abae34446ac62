package meeting

import (
	"bytes"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"faelled/internal/pdf/pdftest"
	"faelled/internal/programme"
	"faelled/internal/when"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"
)

var rewrite = flag.Bool("update", false, "rewrite golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/" + name
	if *rewrite {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and read the diff\n%s", file, got)
	}
}

// agnes is her event at a meeting.
func agnes(m Meeting) Event {
	return Event{
		Meeting: m, Person: "agnes", ProgrammeName: "Netværk for konsulenter på børne- og ungeområdet", URL: "https://faelled.example/netvaerk/n/moeder/" + m.Slug,
		OrganizerName: "Netværk for konsulenter på børne- og ungeområdet", OrganizerMail: "netvaerk@center.example",
		AttendeeName: "Agnes Birk, Ærø", AttendeeMail: "agnes@birkelund.example", WithLink: true, Lang: "da",
	}
}

func TestCalendarFiles(t *testing.T) {
	winter := june(t)
	winter.Day, winter.Starts, winter.Ends, winter.Slug = "2022-01-10", at(t, "2022-01-10", "9.30"), at(t, "2022-01-10", "14.30"), "2022-01-10"
	updated := agnes(winter)
	updated.Meeting.Sequence, updated.Meeting.ChangedAt = 3, time.Date(2021, 12, 1, 8, 0, 0, 0, time.UTC)
	updated.Lang = "en"
	off := agnes(june(t))
	off.Meeting.State, off.Meeting.Reason, off.Meeting.Sequence = Cancelled, "Oplægsholderen er syg; vi finder en ny dag.", 4
	withdrawn := agnes(june(t)) // the meeting is held, but she is not coming
	withdrawn.Stamp = time.Date(2021, 5, 3, 10, 0, 0, 0, time.UTC)
	anybody := agnes(june(t))
	anybody.Person, anybody.AttendeeName, anybody.AttendeeMail, anybody.WithLink = "", "", "", false
	for name, c := range map[string]struct {
		events []Event
		method string
	}{
		"summer.ics":    {[]Event{agnes(june(t))}, MethodRequest},
		"winter.ics":    {[]Event{updated}, MethodRequest},
		"day.ics":       {[]Event{agnes(september())}, MethodRequest},
		"cancelled.ics": {[]Event{off}, MethodCancel},
		"withdrawn.ics": {[]Event{withdrawn}, MethodCancel},
		"all.ics":       {[]Event{agnes(june(t)), agnes(september())}, MethodPublish},
		"anybody.ics":   {[]Event{anybody}, MethodPublish},
	} {
		file, err := Calendar(c.events, c.method)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		wellFormed(t, file)
		golden(t, name, strings.ReplaceAll(string(file), "\r\n", "\n"))
	}
	if file, _ := Calendar([]Event{anybody}, MethodPublish); bytes.Contains(file, []byte("moeder.example")) {
		t.Error("the online link is for those registered")
	}
}

func TestNotACalendar(t *testing.T) {
	nobody := agnes(june(t))
	nobody.AttendeeMail = ""
	for name, c := range map[string]struct {
		events []Event
		method string
	}{
		"nothing": {nil, MethodRequest}, "two": {[]Event{agnes(june(t)), agnes(june(t))}, MethodCancel},
		"nobody": {[]Event{nobody}, MethodRequest}, "method": {[]Event{agnes(june(t))}, "REPLY"},
	} {
		if _, err := Calendar(c.events, c.method); err == nil {
			t.Error(name)
		}
	}
}

// wellFormed: lines end in CRLF, hold 75 octets at most and whole letters only
// (RFC 5545, 3.1).
func wellFormed(t interface{ Fatalf(string, ...any) }, file []byte) {
	text := string(file)
	if !strings.HasSuffix(text, "\r\n") || strings.Count(text, "\n") != strings.Count(text, "\r\n") || strings.Count(text, "\r") != strings.Count(text, "\r\n") {
		t.Fatalf("line ends: %q", text)
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) || line == "" {
			t.Fatalf("%d octets: %q", len(line), line)
		}
	}
}

// Whatever staff type, another program reads what they typed, at the time they
// meant.
func TestCalendarsAreReadAsTheyWereWritten(t *testing.T) {
	letters := rapid.StringOf(rapid.SampledFrom([]rune(`aæøåÆØÅé€😀 ,;:\"'-<>` + "\n\t\x01")))
	rapid.Check(t, func(t *rapid.T) {
		e := agnes(anyTime(t))
		e.Meeting.Title, e.Meeting.Lead = letters.Draw(t, "title"), letters.Draw(t, "lead")
		e.AttendeeName, e.ProgrammeName, e.URL, e.WithLink = letters.Draw(t, "name"), "", "", false
		file, err := Calendar([]Event{e}, MethodRequest)
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, file)
		cal, err := ics.ParseCalendar(bytes.NewReader(file))
		if err != nil || len(cal.Events()) != 1 {
			t.Fatalf("%v in %q", err, file)
		}
		event := cal.Events()[0]
		for property, want := range map[ics.ComponentProperty]string{"SUMMARY": e.Meeting.Title, "DESCRIPTION": e.Meeting.Lead} {
			if got := event.GetProperty(property); clean(want) != "" && (got == nil || got.Value != clean(want)) {
				t.Fatalf("%s is %v, want %q", property, got, want)
			}
		}
		starts, err := event.GetStartAt()
		if err != nil || !starts.Equal(*e.Meeting.Starts) {
			t.Fatalf("starts %v, %v, want %v", starts, err, e.Meeting.Starts)
		}
		if who := event.Attendees(); len(who) != 1 || who[0].Email() != e.AttendeeMail {
			t.Fatalf("attendee %v", who)
		}
	})
}

// anyTime is a meeting on any day and at any time, but not around the hour that
// the clocks show twice: local time cannot tell them apart.
func anyTime(t *rapid.T) Meeting {
	starts := time.Date(2021, 1, 1, 0, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 3_000_000).Draw(t, "minutes")) * time.Minute)
	_, before := starts.Add(-2 * time.Hour).In(when.Zone).Zone()
	if _, after := starts.Add(2 * time.Hour).In(when.Zone).Zone(); after != before {
		starts = starts.Add(12 * time.Hour)
	}
	ends := starts.Add(time.Hour)
	return Meeting{ID: "m", Title: "x", Day: when.On(starts), Starts: &starts, Ends: &ends, ChangedAt: starts, State: Planned}
}

func TestProgrammeAsPDF(t *testing.T) {
	p := network("centre", "tove")
	for lang, ctx := range readers(t) {
		name, file, err := ProgrammePDF(ctx, p, june(t), day(t), lang == "da")
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]string{"da": "Program - konsulentnetværk den 2. juni 2021.pdf", "en": "Programme - konsulentnetværk on 2 June 2021.pdf"}[lang]
		if name != want {
			t.Errorf("%q, want %q", name, want)
		}
		pdftest.Golden(t, "program."+lang, file)
		_, again, _ := ProgrammePDF(ctx, p, june(t), day(t), lang == "da")
		if !bytes.Equal(file, again) {
			t.Error("the same meeting gave two files")
		}
		tree := pdftest.Check(t, file).Tree
		if strings.Contains(tree, "moeder.example") {
			t.Error("the online link is for those registered")
		}
		if strings.Contains(tree, "Eksempeldata") != (lang == "da") {
			t.Error("made up or not?")
		}
	}
	off := september()
	off.State, off.Reason = Cancelled, "Salen er lukket."
	_, file, err := ProgrammePDF(readers(t)["da"], p, off, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	pdftest.Golden(t, "cancelled.da", file)
	if _, file, err = ProgrammePDF(readers(t)["da"], p, september(), nil, false); err != nil {
		t.Fatal(err)
	}
	if tree := pdftest.Check(t, file).Tree; !strings.Contains(tree, "Onsdag 15. september 2021 Tid følger") {
		t.Error("on paper, too, the time follows:", tree)
	}
}

func TestWordsOfAMeeting(t *testing.T) {
	both := september()
	both.OnlineURL = "https://moeder.example"
	for i, lang := range []string{"da", "en"} {
		ctx := readers(t)[lang]
		for _, c := range []struct {
			got  string
			want [2]string
		}{
			{june(t).When(ctx), [2]string{"onsdag 2. juni 2021 kl.~9.30–14.30", "Wednesday 2 June 2021, 9:30–14:30"}},
			{september().When(ctx), [2]string{"onsdag 15. september 2021, tid følger", "Wednesday 15 September 2021, time to follow"}},
			{Meeting{Day: "2021-09-15", State: Cancelled}.When(ctx), [2]string{"onsdag 15. september 2021", "Wednesday 15 September 2021"}},
			{september().HoursText(ctx), [2]string{"Tid følger", "Time to follow"}},
			{Meeting{State: Cancelled}.HoursText(ctx), [2]string{"", ""}},
			{june(t).HoursText(ctx), [2]string{"kl.~9.30–14.30", "9:30–14:30"}},
			{DayOff(ctx, "2027-01-10"), [2]string{"Søndag 10. januar 2027 ligger i en weekend", "Sunday 10 January 2027 is in a weekend"}},
			{DayOff(ctx, "2027-05-06"), [2]string{"Torsdag 6. maj 2027 er en helligdag eller fridag", "Thursday 6 May 2027 is a public holiday"}},
			{DayOff(ctx, "2021-06-02"), [2]string{"", ""}},
			{DayOff(ctx, ""), [2]string{"", ""}},
			{DayIs(ctx, "1/6-2026", "?"), [2]string{"Mandag 1. juni 2026", "Monday 1 June 2026"}},
			{DayIs(ctx, "i morgen", "?"), [2]string{"?", "?"}},
			{september().Where(ctx), [2]string{"Odense Congress Center, Ørbækvej 350, 5220 Odense", "Odense Congress Center, Ørbækvej 350, 5220 Odense"}},
			{june(t).Where(ctx), [2]string{"Online", "Online"}},
			{both.ShortWhere(ctx), [2]string{"Odense, og online", "Odense, and online"}},
			{Meeting{}.Where(ctx), [2]string{"Sted følger", "Place to follow"}},
			{day(t)[0].Voices[0].Text(ctx), [2]string{"Moderator: Tove Ørnekær, chefkonsulent", "Moderator: Tove Ørnekær, chefkonsulent"}},
		} {
			if got := strings.ReplaceAll(c.got, "\u00a0", "~"); got != c.want[i] {
				t.Errorf("%q, want %q", got, c.want[i])
			}
		}
		var words []string
		for _, k := range ItemKinds {
			words = append(words, k.Word(ctx))
		}
		slices.Sort(words)
		if len(slices.Compact(words)) != len(ItemKinds) {
			t.Error(words)
		}
	}
}

func TestBlocksOfALead(t *testing.T) {
	m := june(t)
	m.Lead = "Først.\n\n- et\n- to\n\nSidst."
	_, file, err := ProgrammePDF(readers(t)["da"], programme.Programme{Name: "N", ShortName: "n", Email: "n@n.example"}, m, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Først.", "et", "to", "Sidst."} {
		if !strings.Contains(pdftest.Check(t, file).Tree, want) {
			t.Errorf("%s is lost", want)
		}
	}
}

// A calendar to subscribe to says how often to ask again, and keeps what is
// cancelled as cancelled.
func TestFeeds(t *testing.T) {
	off := agnes(september())
	off.Meeting.State, off.Meeting.Reason, off.Meeting.Sequence = Cancelled, "Salen er lukket.", 2
	ours := agnes(june(t))
	ours.Person, ours.WithLink, ours.Coming = "", false, []string{"Agnes Birk", "Åse Øst"}
	file, err := Feed("Møder for Ærø;\nog andre", []Event{ours, off})
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, file)
	golden(t, "feed.ics", strings.ReplaceAll(string(file), "\r\n", "\n"))
}
