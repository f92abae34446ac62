package meeting

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"faelled/internal/access"
	"faelled/internal/i18n"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// form is a meeting as it is typed. It keeps what cannot be read.
type form struct {
	Title, Lead, Day, Starts, Ends                 string
	Venue, Street, Postcode, City                  string
	Online, OnlineURL, Capacity, FreeUntil, Number string // Number is the sequence
}

func readForm(v url.Values) form {
	return form{
		Title: v.Get("title"), Lead: v.Get("lead"), Day: v.Get("day"), Starts: v.Get("starts"), Ends: v.Get("ends"),
		Venue: v.Get("venue"), Street: v.Get("street"), Postcode: v.Get("postcode"), City: v.Get("city"),
		Online: v.Get("online"), OnlineURL: v.Get("online_url"), Capacity: v.Get("capacity"), FreeUntil: v.Get("free_until"),
		Number: v.Get("sequence"),
	}
}

func formOf(ctx context.Context, m Meeting) form {
	f := form{
		Title: m.Title, Lead: m.Lead, Day: when.Day(ctx, m.Day), Venue: m.Venue, Street: m.Street, Postcode: m.Postcode, City: m.City,
		OnlineURL: m.OnlineURL, FreeUntil: when.Day(ctx, m.FreeUntil), Number: strconv.FormatInt(m.Sequence, 10),
	}
	if m.Online() {
		f.Online = "1"
	}
	if m.Capacity > 0 {
		f.Capacity = strconv.FormatInt(m.Capacity, 10)
	}
	if m.Starts != nil && m.Ends != nil {
		f.Starts, f.Ends = ClockOf(*m.Starts), ClockOf(*m.Ends)
	}
	return f
}

// meeting reads the form. What cannot be read is a fault under its field, and is
// nothing in the meeting; Check says the rest.
func (f form) meeting() (Meeting, problem.Fields) {
	var bad problem.Fields
	m := Meeting{
		Title: f.Title, Lead: f.Lead, Venue: f.Venue, Street: f.Street, Postcode: f.Postcode, City: f.City,
		IsOnline: f.Online != "", OnlineURL: f.OnlineURL,
		Day: programme.ParseDay(&bad, "day", f.Day), FreeUntil: programme.ParseDay(&bad, "free_until", f.FreeUntil),
	}
	m.Starts, m.Ends = ParseHours(&bad, m.Day, TypedClock{"starts", f.Starts}, TypedClock{"ends", f.Ends})
	if text := strings.TrimSpace(f.Capacity); text != "" {
		var err error
		if m.Capacity, err = strconv.ParseInt(text, 10, 64); err != nil || m.Capacity == 0 {
			m.Capacity = -1 // no limit is nothing typed
		}
	}
	m.Sequence, _ = strconv.ParseInt(f.Number, 10, 64)
	return tidy(m), bad
}

// row is one item of an agenda as it is typed. Voices and Moderators hold one
// person to a line: name, title.
type row struct{ Starts, Ends, Kind, Title, Text, Voices, Moderators string }

// blank rows are left out when saving. A start and a kind may have been put
// there for the writer.
func (r row) blank() bool {
	return strings.TrimSpace(r.Ends+r.Title+r.Text+r.Voices+r.Moderators) == ""
}

// readRows takes the items out of a form that was sent.
func readRows(v url.Values) (rows []row) {
	n, _ := strconv.Atoi(v.Get("rows"))
	for i := range min(max(n, 0), MostItems+1) {
		at := func(name string) string { return v.Get(name + "_" + strconv.Itoa(i)) }
		rows = append(rows, row{
			Starts: at("starts"), Ends: at("ends"), Kind: at("kind"), Title: at("title"), Text: at("text"),
			Voices: at("voices"), Moderators: at("moderators"),
		})
	}
	return rows
}

func rowsOf(items []Item) (rows []row) {
	for _, item := range items {
		r := row{
			Starts: ClockOf(item.Starts), Ends: ClockOf(item.Ends), Kind: string(item.Kind), Title: item.Title, Text: item.Text,
			Voices: voiceLines(item.Voices, access.Speaker), Moderators: voiceLines(item.Voices, access.Moderator),
		}
		rows = append(rows, r)
	}
	return rows
}

func voiceLines(voices []Voice, role access.Role) string {
	var lines []string
	for _, v := range voices {
		if v.Role == role {
			lines = append(lines, strings.TrimSuffix(v.Name+", "+v.Title, ", "))
		}
	}
	return strings.Join(lines, "\n")
}

func readVoices(text string, role access.Role) (voices []Voice) {
	for line := range strings.Lines(text) {
		name, title, _ := strings.Cut(strings.TrimSpace(line), ",")
		if name = strings.TrimSpace(name); name != "" {
			voices = append(voices, Voice{Name: name, Title: strings.TrimSpace(title), Role: role})
		}
	}
	return voices
}

// readItems reads the rows of a meeting with hours. An item without a start
// begins where the one before ends, the first where the meeting does. A time that
// cannot be read is a fault under its field.
func readItems(m Meeting, rows []row) (items []Item, unread problem.Fields) {
	for i, r := range rows {
		item := Item{
			Kind: ItemKind(r.Kind), Title: r.Title, Text: r.Text,
			Voices: append(readVoices(r.Voices, access.Speaker), readVoices(r.Moderators, access.Moderator)...),
		}
		n := strconv.Itoa(i)
		if strings.TrimSpace(r.Starts) == "" {
			r.Starts = ClockOf(*m.Starts)
			if i > 0 {
				r.Starts = rows[i-1].Ends
			}
		}
		before := len(unread)
		item.Starts, item.Ends = itemClock(&unread, m, TypedClock{"starts_" + n, r.Starts}), itemClock(&unread, m, TypedClock{"ends_" + n, r.Ends})
		if len(unread) > before {
			item.Starts, item.Ends = *m.Starts, *m.Starts // no time at all overlaps nothing
		}
		items = append(items, item)
	}
	return items, unread
}

// withFaults is what is wrong with an agenda's form: what could not be read, and
// what CheckAgenda found in the rest.
func withFaults(unread, found problem.Fields) problem.Fields {
	all := slices.Clone(unread)
	for _, f := range found {
		number := strings.TrimPrefix(strings.TrimPrefix(f.Name, "starts_"), "ends_")
		guessed := number != f.Name && len(unread.For("starts_"+number))+len(unread.For("ends_"+number)) > 0
		if !guessed {
			all = append(all, f)
		}
	}
	return all
}

// blankLast is the rows with those that have nothing in them at the end, and how
// many have something.
func blankLast(rows []row) (sorted []row, full int) {
	sorted = slices.DeleteFunc(slices.Clone(rows), row.blank)
	full = len(sorted)
	return append(sorted, slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return !r.blank() })...), full
}

// addRow is the rows and one more. The first of a day is likely the welcome.
func addRow(m Meeting, rows []row) []row {
	if len(rows) > 0 || m.Starts == nil {
		return append(slices.Clone(rows), row{Kind: string(Talk)})
	}
	return []row{{Starts: ClockOf(*m.Starts), Kind: string(Practical)}}
}

func kindOptions(ctx context.Context) []web.Option {
	var options []web.Option
	for _, k := range ItemKinds {
		options = append(options, web.Option{Value: string(k), Text: k.Word(ctx)})
	}
	return options
}

// rowTitle is the heading of a row.
func rowTitle(ctx context.Context, i int) string {
	return i18n.F(ctx, "meeting.item_number", i18n.Args{"N": i + 1})
}
