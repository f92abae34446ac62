package meeting

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"faelled/internal/access"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// Longest texts, in letters, and most items of an agenda and voices of an item.
const (
	longestLine = 200
	longestLead = 2000
	longestURL  = 2000
	mostPeople  = 10_000
	MostItems   = 60
	mostVoices  = 20
)

// Check is everything that is missing or wrong in a meeting, under the fields
// title, lead, day, starts, ends, venue, street, postcode, city, online_url,
// capacity and free_until.
func Check(m Meeting) problem.Fields {
	var bad problem.Fields
	if m.Title == "" {
		bad.Add("title", "meeting.title_missing", "")
	}
	checkText(&bad, "title", m.Title, longestLine)
	checkText(&bad, "lead", m.Lead, longestLead)
	checkTime(&bad, m)
	checkPlace(&bad, m)
	if m.Capacity < 0 || m.Capacity > mostPeople {
		bad.Add("capacity", "meeting.capacity_wrong", "")
	}
	switch {
	case m.FreeUntil != "" && !m.FreeUntil.Valid():
		bad.Add("free_until", "meeting.date_wrong", string(m.FreeUntil))
	case m.Day.Valid() && m.FreeUntil.After(m.Day):
		bad.Add("free_until", "meeting.free_until_late", "")
	}
	return bad
}

func checkText(bad *problem.Fields, name, text string, longest int) {
	switch {
	case utf8.RuneCountInString(text) > longest:
		bad.Add(name, "meeting.too_long", "")
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable(longest == longestLead)):
		bad.Add(name, "meeting.unprintable", "")
	}
}

// unprintable finds what cannot be shown; only long texts have several lines.
func unprintable(lines bool) func(rune) bool {
	return func(r rune) bool {
		return !unicode.IsPrint(r) && r != '\u00a0' && !(lines && (r == '\n' || r == '\t'))
	}
}

func checkTime(bad *problem.Fields, m Meeting) {
	if !m.Day.Valid() {
		bad.Add("day", "meeting.day_missing", "")
		return
	}
	switch {
	case m.Starts == nil && m.Ends == nil:
	case m.Starts == nil:
		bad.Add("starts", "meeting.starts_missing", "")
	case m.Ends == nil:
		bad.Add("ends", "meeting.ends_missing", "")
	case when.On(*m.Starts) != m.Day:
		bad.Add("starts", "meeting.other_day", "")
	case !m.Ends.After(*m.Starts):
		bad.Add("ends", "meeting.ends_first", "")
	case when.On(*m.Ends) != m.Day:
		bad.Add("ends", "meeting.other_day", "")
	}
}

func checkPlace(bad *problem.Fields, m Meeting) {
	checkText(bad, "venue", m.Venue, longestLine)
	checkText(bad, "street", m.Street, longestLine)
	checkText(bad, "postcode", m.Postcode, longestLine)
	checkText(bad, "city", m.City, longestLine)
	if m.OnlineURL != "" && !validURL(m.OnlineURL) {
		bad.Add("online_url", "meeting.url_wrong", "")
	}
}

// validURL: people follow it from a page, a mail and their calendar.
func validURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && len(text) <= longestURL && u.Scheme == "https" && u.Hostname() != "" && u.User == nil &&
		!strings.ContainsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
}

// TypedClock is a time of day as it is typed, and what the form calls its field.
type TypedClock struct{ Field, Text string }

func (c TypedClock) blank() bool { return strings.TrimSpace(c.Text) == "" }

// ParseHours reads the two times of day of a meeting as they are typed; both
// empty is only a day. Faults are under the two fields. A day that is no day is
// for the caller to complain of.
func ParseHours(bad *problem.Fields, day when.Date, from, to TypedClock) (starts, ends *time.Time) {
	if from.blank() && to.blank() {
		return nil, nil
	}
	starts, startsOK := parseClock(bad, day, from)
	ends, endsOK := parseClock(bad, day, to)
	if !startsOK || !endsOK {
		return nil, nil
	}
	return starts, ends
}

// parseClock reads one time of day. What is not there is nil, and no fault: Check
// says which of the two is missing.
func parseClock(bad *problem.Fields, day when.Date, typed TypedClock) (*time.Time, bool) {
	text := strings.TrimSpace(typed.Text)
	if text == "" {
		return nil, true
	}
	if !strings.ContainsAny(text, ".:") {
		text += ".00" // "9" is nine o'clock
	}
	at, err := when.Local(day, text)
	switch {
	case err == nil:
		return &at, true
	case errors.Is(err, when.ErrGap):
		bad.Add(typed.Field, "meeting.clock_gap", text)
	case errors.Is(err, when.ErrClock):
		bad.Add(typed.Field, "meeting.clock_wrong", text)
	}
	return nil, false
}

// itemClock reads one time of an item, which must be there. With a fault it is
// the meeting's start.
func itemClock(bad *problem.Fields, m Meeting, typed TypedClock) time.Time {
	at, ok := parseClock(bad, m.Day, typed)
	if at == nil && ok {
		bad.Add(typed.Field, "meeting.clock_missing", "")
	}
	if at == nil {
		return *m.Starts
	}
	return *at
}

// CheckAgenda is everything wrong in a meeting's agenda, under the fields
// starts_0, ends_0, kind_0, title_0, text_0 and voices_0, counted as the items
// are given. Items may not overlap, nor lie outside the meeting's hours.
func CheckAgenda(m Meeting, items []Item) problem.Fields {
	var bad problem.Fields
	if len(items) > 0 && m.Starts == nil {
		bad.Add("", "meeting.agenda_without_hours", "")
		return bad
	}
	if len(items) > MostItems {
		bad.Add("", "meeting.agenda_too_long", strconv.Itoa(MostItems))
	}
	for i, item := range items {
		n := strconv.Itoa(i)
		checkItem(&bad, n, item)
		if item.Starts.Before(*m.Starts) || item.Starts.After(*m.Ends) {
			bad.Add("starts_"+n, "meeting.item_outside", item.Title)
		} else if item.Ends.After(*m.Ends) {
			bad.Add("ends_"+n, "meeting.item_outside", item.Title)
		}
	}
	for i, other := range overlaps(items) {
		if other >= 0 {
			bad.Add("starts_"+strconv.Itoa(i), "meeting.item_overlaps", items[other].Title)
		}
	}
	return bad
}

func checkItem(bad *problem.Fields, n string, item Item) {
	if !slices.Contains(ItemKinds, item.Kind) {
		bad.Add("kind_"+n, "meeting.item_kind_missing", item.Title)
	}
	if item.Title == "" {
		bad.Add("title_"+n, "meeting.item_title_missing", "")
	}
	checkText(bad, "title_"+n, item.Title, longestLine)
	checkText(bad, "text_"+n, item.Text, longestLead)
	if !item.Ends.After(item.Starts) {
		bad.Add("ends_"+n, "meeting.item_ends_first", item.Title)
	}
	if len(item.Voices) > mostVoices {
		bad.Add("voices_"+n, "meeting.item_voices_many", item.Title)
	}
	for _, v := range item.Voices {
		if v.Name == "" || v.Role != access.Speaker && v.Role != access.Moderator {
			bad.Add("voices_"+n, "meeting.voice_wrong", item.Title)
		}
		checkText(bad, "voices_"+n, v.Name, longestLine)
		checkText(bad, "voices_"+n, v.Title, longestLine)
	}
}

// overlaps tells for each item which item begun no later is still going on when
// it begins; -1 for none. Leaving out all that have one leaves no overlap.
func overlaps(items []Item) []int {
	order, with := byTime(items), make([]int, len(items))
	last := -1 // the item that goes on longest so far
	for _, i := range order {
		with[i] = -1
		if !items[i].Ends.After(items[i].Starts) {
			continue // it has its own fault
		}
		if last >= 0 && items[i].Starts.Before(items[last].Ends) {
			with[i] = last
		}
		if last < 0 || items[i].Ends.After(items[last].Ends) {
			last = i
		}
	}
	return with
}

// byTime is the items' numbers as they begin; those that begin together, as
// they were given.
func byTime(items []Item) []int {
	order := make([]int, len(items))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return items[a].Starts.Compare(items[b].Starts) })
	return order
}

// anyVersion is for those who put an agenda there whatever it was.
const anyVersion = "any"

// version tells one agenda from another; that of an empty one is empty.
func version(items []Item) string {
	if len(items) == 0 {
		return ""
	}
	sum := sha256.New()
	for _, item := range items {
		fmt.Fprintf(sum, "%q %d %d %q %q %q\n", item.Kind, item.Starts.Unix(), item.Ends.Unix(), item.Title, item.Text, item.Voices)
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// fits tells whether an agenda lies within a meeting's hours.
func fits(m Meeting, items []Item) bool {
	for _, item := range items {
		if m.Starts == nil || item.Starts.Before(*m.Starts) || item.Ends.After(*m.Ends) {
			return false
		}
	}
	return true
}

// onDay is an agenda moved to another day, at the same times of day. when.ErrGap
// when the clocks that day do not show one of them.
func onDay(items []Item, day when.Date) ([]Item, error) {
	moved := slices.Clone(items)
	for i := range moved {
		for _, at := range []*time.Time{&moved[i].Starts, &moved[i].Ends} {
			there, err := when.Local(day, at.In(when.Zone).Format("15:04"))
			if err != nil {
				return nil, err
			}
			*at = there
		}
	}
	return moved, nil
}

// concerns tells whether those who are registered must hear of a change: what
// is in their calendar is another, or they must make up their minds sooner. More
// room, or a later last day to cancel, is not.
func concerns(old, now Meeting) bool {
	return old.Title != now.Title || old.Lead != now.Lead || old.Day != now.Day ||
		!same(old.Starts, now.Starts) || !same(old.Ends, now.Ends) || old.Address() != now.Address() ||
		old.Online() != now.Online() || old.OnlineURL != now.OnlineURL || lastFree(now).Before(lastFree(old))
}

// lastFree is the last day to cancel without paying: the meeting's own, when no
// other is set.
func lastFree(m Meeting) when.Date { return cmp.Or(m.FreeUntil, m.Day) }

func same(a, b *time.Time) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Equal(*b)
}

// tidy takes away what nobody meant to type.
func tidy(m Meeting) Meeting {
	for _, text := range []*string{&m.Title, &m.Venue, &m.Street, &m.Postcode, &m.City, &m.OnlineURL} {
		*text = strings.Join(strings.Fields(*text), " ")
	}
	m.Lead = strings.TrimSpace(strings.ReplaceAll(m.Lead, "\r\n", "\n"))
	m.IsOnline = m.Online()
	return m
}

func tidyItems(items []Item) []Item {
	tidied := slices.Clone(items)
	for i := range tidied {
		item := &tidied[i]
		item.Title = strings.Join(strings.Fields(item.Title), " ")
		item.Text = strings.TrimSpace(strings.ReplaceAll(item.Text, "\r\n", "\n"))
		item.Voices = slices.Clone(item.Voices)
		for j := range item.Voices {
			v := &item.Voices[j]
			v.Name, v.Title = strings.Join(strings.Fields(v.Name), " "), strings.Join(strings.Fields(v.Title), " ")
		}
	}
	return tidied
}

// ClockOf is a time of day as it is typed: "9.30".
func ClockOf(at time.Time) string { return strings.TrimPrefix(at.In(when.Zone).Format("15.04"), "0") }
