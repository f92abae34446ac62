package meeting

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"faelled/internal/access"
	"faelled/internal/i18n"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Word is what a kind of item is called.
func (k ItemKind) Word(ctx context.Context) string {
	switch k {
	case Talk:
		return i18n.T(ctx, "meeting.kind_talk")
	case Exchange:
		return i18n.T(ctx, "meeting.kind_exchange")
	case Inspiration:
		return i18n.T(ctx, "meeting.kind_inspiration")
	case Sparring:
		return i18n.T(ctx, "meeting.kind_sparring")
	case Case:
		return i18n.T(ctx, "meeting.kind_case")
	case Break:
		return i18n.T(ctx, "meeting.kind_break")
	}
	return i18n.T(ctx, "meeting.kind_practical")
}

// Hours is "kl. 9.30–10.15".
func (i Item) Hours(ctx context.Context) string { return when.Span(ctx, i.Starts, i.Ends) }

// Text is a voice in words: "Agnes Birk, lektor", "Moderator: Agnes Birk".
func (v Voice) Text(ctx context.Context) string {
	text := v.Name
	if v.Title != "" {
		text += ", " + v.Title
	}
	if v.Role == access.Moderator {
		return i18n.F(ctx, "meeting.moderator_is", i18n.Args{"Who": text})
	}
	return text
}

// capital begins a line with a capital letter.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// tells whether the kind says more than the title does: "Pause" and "Frokost"
// need no word beside them.
func (k ItemKind) tells() bool { return k != Break && k != Practical }

// tags say what is unusual about a meeting.
func tags(ctx context.Context, m Meeting) []web.TagData {
	if m.State == Cancelled {
		return []web.TagData{{Tone: web.ToneErr, Text: i18n.T(ctx, "meeting.cancelled_tag")}}
	}
	return nil
}

// facts are what the secretariat looks for first.
func facts(ctx context.Context, m Meeting) []web.Fact {
	seats := i18n.T(ctx, "meeting.no_limit")
	if m.Capacity > 0 {
		seats = strconv.FormatInt(m.Capacity, 10)
	}
	free := when.Day(ctx, m.FreeUntil)
	if free == "" {
		free = i18n.T(ctx, "meeting.until_meeting")
	}
	return []web.Fact{
		{Term: i18n.T(ctx, "meeting.when_label"), Value: capital(when.Weekday(ctx, m.Day)), Small: m.HoursText(ctx)},
		{Term: i18n.T(ctx, "meeting.where_label"), Value: cmp.Or(m.Venue, m.City, m.Where(ctx)), Small: placeLine(ctx, m)},
		{Term: i18n.T(ctx, "meeting.part_seats"), Value: seats},
		{Term: i18n.T(ctx, "meeting.free_until"), Value: free},
	}
}

// placeLine is what a venue's name does not say.
func placeLine(ctx context.Context, m Meeting) string {
	if !m.InPerson() || m.Venue+m.Street == "" {
		return "" // the town is said already
	}
	rest := m
	rest.Venue = ""
	if m.Online() {
		return strings.TrimPrefix(rest.Address()+", "+i18n.T(ctx, "meeting.where_also_online"), ", ")
	}
	return rest.Address()
}
