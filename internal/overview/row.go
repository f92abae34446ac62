package overview

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// row is one meeting in a list.
type row struct {
	Kind  web.Kind
	Day   when.Date
	Href  string
	Title string      // in Danish, unless Later
	Later bool        // the theme is still to come
	Of    string      // the programme, where several stand together
	Line  string      // day, time and place
	Tag   web.TagData // none when it has no text
	PDF   string      // its programme, of what is over; may be empty
}

// card is one programme in a list.
type card struct {
	Kind       web.Kind
	Href, Name string
	Lead       string
	Field      string
	Next       string // the day of its next meeting, in words
	Where      string // as Room and Price: may be empty
	Room       string // how many can still come
	Price      string // without VAT
	Tag        web.TagData
}

// item is one point of a day's programme.
type item struct {
	Time, Title, Text string
	Kind              string // in words; empty for breaks and the like
	Voices            []string
}

// person is a chip to be.
type person struct{ Name, Small string }

// link is a text that leads somewhere.
type link struct{ Text, Href string }

// rowOf is a meeting in a list of its own programme; in others, set Of.
func rowOf(ctx context.Context, p programme.Programme, m meeting.Meeting, c chance) row {
	return row{
		Kind: p.Kind, Day: m.Day, Href: meeting.Path(p, m), Title: title(ctx, m), Later: m.Title == "",
		Line: capital(m.When(ctx)) + " · " + place(ctx, m), Tag: tag(ctx, m, c),
	}
}

// place is where a meeting is, short: the house and the town, or that it is online.
func place(ctx context.Context, m meeting.Meeting) string {
	switch {
	case m.Venue == "" || m.Online():
		return m.ShortWhere(ctx)
	case m.City == "" || strings.Contains(m.Venue, m.City):
		return m.Venue
	}
	return m.Venue + ", " + m.City
}

// joinPath is where registering begins, with a meeting chosen or none.
func joinPath(p programme.Programme, m *meeting.Meeting) string {
	path := p.Path() + "/tilmeld"
	if m != nil {
		path += "?moede=" + m.Slug
	}
	return path
}

// title is a meeting's theme, or that it is still to come.
func title(ctx context.Context, m meeting.Meeting) string {
	if m.Title == "" {
		return i18n.T(ctx, "overview.theme_later")
	}
	return m.Title
}

// items are an agenda in words.
func items(ctx context.Context, agenda []meeting.Item) []item {
	list := make([]item, len(agenda))
	for i, a := range agenda {
		list[i] = item{Time: a.Hours(ctx), Title: a.Title, Text: a.Text}
		if a.Kind != meeting.Break && a.Kind != meeting.Practical {
			list[i].Kind = a.Kind.Word(ctx)
		}
		for _, v := range a.Voices {
			list[i].Voices = append(list[i].Voices, v.Text(ctx))
		}
	}
	return list
}

// personsIn finds the persons of a list, in its order.
func personsIn(ids []id.Person, names map[id.Person]people.Named) (list []person) {
	for _, one := range ids {
		if n, ok := names[one]; ok {
			list = append(list, person{n.Name, n.Title})
		}
	}
	return list
}

// capital begins a sentence: weekdays are written small in Danish.
func capital(text string) string {
	first, n := utf8.DecodeRuneInString(text)
	if n == 0 {
		return text
	}
	return string(unicode.ToUpper(first)) + text[n:]
}

// share is how many percent value is of a whole.
func share(value, of int) int {
	if of <= 0 {
		return 0
	}
	return min(100, max(0, value*100/of))
}
