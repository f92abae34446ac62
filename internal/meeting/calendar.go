package meeting

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"

	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/when"

	ics "github.com/arran4/golang-ical"
)

// What a calendar file asks of the calendar it comes to (RFC 5546).
const (
	MethodPublish = "PUBLISH" // put these in; any number of meetings
	MethodRequest = "REQUEST" // put this one in, or in place of its earlier state
	MethodCancel  = "CANCEL"  // take this one out
)

// Event is one meeting in one calendar: a person's, or anybody's.
type Event struct {
	Meeting       Meeting
	Person        id.Person // empty for anybody's
	ProgrammeName string
	URL           string // of the meeting's page
	OrganizerName string
	OrganizerMail string
	AttendeeName  string // empty for anybody's
	AttendeeMail  string
	WithLink      bool      // the online link is for those registered only
	Coming        []string  // names of who comes, for those who may know
	Lang          string    // the reader's, "da" or "en"
	Stamp         time.Time // when this was made; zero: when the meeting was last changed
}

var errCalendar = errors.New("meeting: not a calendar")

// Calendar is an iCalendar file (RFC 5545). PUBLISH holds any number of events,
// REQUEST and CANCEL exactly one, with whom it is for. The same person at the
// same meeting is always the same event, so a later file changes or cancels an
// earlier one. The same events give the same bytes.
func Calendar(events []Event, method string) ([]byte, error) {
	switch method {
	case MethodPublish:
	case MethodRequest, MethodCancel:
		if len(events) != 1 || events[0].AttendeeMail == "" {
			return nil, fmt.Errorf("%w: %s is one event for one person", errCalendar, method)
		}
	default:
		return nil, fmt.Errorf("%w: method %q", errCalendar, method)
	}
	return file(&ics.Calendar{}, events, method)
}

// refresh is how often a calendar that subscribes asks again (RFC 7986, 5.7).
const refresh = "PT4H"

// Feed is an iCalendar file to subscribe to, under a name: as Calendar's PUBLISH,
// with how often to ask again. Cancelled meetings stay in it as cancelled.
func Feed(name string, events []Event) ([]byte, error) {
	cal := &ics.Calendar{}
	cal.SetXWRCalName(oneLine(name))
	cal.SetXWRTimezone(zoneName)
	cal.SetRefreshInterval(refresh)
	cal.SetXPublishedTTL(refresh)
	return file(cal, events, MethodPublish)
}

// file fills a calendar and writes it.
func file(cal *ics.Calendar, events []Event, method string) ([]byte, error) {
	cal.SetVersion("2.0")
	cal.SetProductId("-//Faelled//Faelled//DA")
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.Method(method))
	for _, e := range events {
		if e.Meeting.Starts != nil {
			cal.AddVTimezone(copenhagen())
			break
		}
	}
	for _, e := range events {
		ctx, err := reader(e.Lang)
		if err != nil {
			return nil, err
		}
		cal.AddVEvent(e.vevent(ctx, method))
	}
	var text bytes.Buffer
	if err := cal.SerializeTo(&text, ics.WithNewLine("\r\n"), ics.WithLineLength(75)); err != nil {
		return nil, err
	}
	return text.Bytes(), nil
}

// ownWords are for files that are made where nobody reads a page.
var ownWords = sync.OnceValues(func() (*i18n.Words, error) { return i18n.Load(Locale) })

func reader(lang string) (context.Context, error) {
	words, err := ownWords()
	if err != nil {
		return nil, err
	}
	return words.For(context.Background(), lang), nil
}

func (e Event) vevent(ctx context.Context, method string) *ics.VEvent {
	m := e.Meeting
	v := ics.NewEvent(e.uid())
	stamp := e.Stamp
	if stamp.IsZero() {
		stamp = m.ChangedAt
	}
	v.SetDtStampTime(stamp)
	v.SetModifiedAt(m.ChangedAt)
	v.SetSequence(int(m.Sequence))
	if m.Starts != nil && m.Ends != nil {
		v.SetProperty(ics.ComponentPropertyDtStart, local(*m.Starts), inCopenhagen)
		v.SetProperty(ics.ComponentPropertyDtEnd, local(*m.Ends), inCopenhagen)
	} else {
		v.SetProperty(ics.ComponentPropertyDtStart, compact(m.Day), ics.WithValue("DATE"))
		v.SetProperty(ics.ComponentPropertyDtEnd, compact(m.Day.Add(1)), ics.WithValue("DATE")) // the day after the last
		v.SetTimeTransparency(ics.TransparencyTransparent)                                      // nobody is busy all day
	}
	v.SetSummary(clean(e.summary()))
	v.SetDescription(clean(e.description(ctx)))
	v.SetLocation(clean(e.location(ctx)))
	if e.URL != "" {
		v.SetURL(clean(e.URL))
	}
	if method == MethodCancel || m.State == Cancelled {
		v.SetStatus(ics.ObjectStatusCancelled)
	} else {
		v.SetStatus(ics.ObjectStatusConfirmed)
	}
	if e.OrganizerMail != "" {
		v.SetOrganizer(clean(e.OrganizerMail), named(cmp.Or(e.OrganizerName, e.OrganizerMail)))
	}
	if e.AttendeeMail != "" && method != MethodPublish { // RFC 5546, 3.2.1
		v.AddAttendee(clean(e.AttendeeMail), named(cmp.Or(e.AttendeeName, e.AttendeeMail)), ics.CalendarUserTypeIndividual,
			ics.ParticipationRoleReqParticipant, ics.ParticipationStatusAccepted, ics.WithRSVP(false))
	}
	return v
}

func (e Event) uid() string {
	if e.Person == "" {
		return string(e.Meeting.ID) + "@faelled"
	}
	return string(e.Meeting.ID) + "-" + string(e.Person) + "@faelled"
}

// summary names the programme first: a calendar shows the beginning only.
func (e Event) summary() string {
	if e.ProgrammeName == "" {
		return e.Meeting.Title
	}
	return e.ProgrammeName + ": " + e.Meeting.Title
}

// location is the place. For those registered an online meeting's is its link:
// calendars make it a button.
func (e Event) location(ctx context.Context) string {
	if e.WithLink && !e.Meeting.InPerson() && e.Meeting.OnlineURL != "" {
		return e.Meeting.OnlineURL
	}
	return e.Meeting.Where(ctx)
}

func (e Event) description(ctx context.Context) string {
	var parts []string
	add := func(text string) {
		if text != "" {
			parts = append(parts, text)
		}
	}
	if e.Meeting.State == Cancelled {
		add(i18n.F(ctx, "meeting.ics_cancelled", i18n.Args{"Reason": e.Meeting.Reason}))
	}
	if len(e.Coming) > 0 {
		add(i18n.F(ctx, "meeting.ics_coming", i18n.Args{"Names": strings.Join(e.Coming, ", ")}))
	}
	add(e.Meeting.Lead)
	if e.WithLink && e.Meeting.OnlineURL != "" {
		add(i18n.F(ctx, "meeting.ics_link", i18n.Args{"Link": e.Meeting.OnlineURL}))
	}
	if e.URL != "" {
		add(i18n.F(ctx, "meeting.ics_page", i18n.Args{"Link": e.URL}))
	}
	return strings.Join(parts, "\n\n")
}

const zoneName = "Europe/Copenhagen"

var inCopenhagen = ics.WithTZID(zoneName)

const localTime = "20060102T150405"

func local(at time.Time) string { return at.In(when.Zone).Format(localTime) }

func compact(d when.Date) string { return strings.ReplaceAll(string(d), "-", "") }

// named is a person's name beside their address. A parameter has no way of
// quoting these letters that all programs read.
func named(name string) ics.PropertyParameter {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`,;:"\'`, r) {
			return ' '
		}
		return r
	}, oneLine(name))
	return ics.WithCN(strings.Join(strings.Fields(name), " "))
}

// clean is text without what a calendar file cannot hold: broken letters, and
// controls other than line breaks.
func clean(text string) string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, "?"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' {
			return ' '
		}
		return r
	}, text)
}

func oneLine(text string) string { return strings.Join(strings.Fields(clean(text)), " ") }

// copenhagen is the rule of Danish time since 1996 (Directive 2000/84/EC, and
// those before it): summer from the last Sunday of March to that of October, at
// 1.00 UTC.
func copenhagen() *ics.VTimezone {
	winter, summer := ics.NewStandard(), &ics.Daylight{}
	for _, rule := range []struct {
		part                         *ics.ComponentBase
		name, start, from, to, month string
	}{
		{&summer.ComponentBase, "CEST", "19960331T020000", "+0100", "+0200", "3"},
		{&winter.ComponentBase, "CET", "19961027T030000", "+0200", "+0100", "10"},
	} {
		rule.part.Properties = nil
		rule.part.AddProperty(ics.ComponentPropertyDtStart, rule.start)
		rule.part.AddProperty("RRULE", "FREQ=YEARLY;BYMONTH="+rule.month+";BYDAY=-1SU")
		rule.part.AddProperty("TZNAME", rule.name)
		rule.part.AddProperty("TZOFFSETFROM", rule.from)
		rule.part.AddProperty("TZOFFSETTO", rule.to)
	}
	zone := ics.NewTimezone(zoneName)
	zone.Components = append(zone.Components, summer, winter)
	return zone
}
