package overview

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

const archivePath = "/arkiv"

// archivePage is how many meetings stand on a page of the archive.
const archivePage = 100

// archiveView is all that the archive may show.
type archiveView struct {
	Head        web.Head
	Meta        web.Meta
	Text        string // searched for; then all years are
	Years       []yearView
	Count       string
	Groups      []archivedView
	Next, First string // the addresses of other pages; empty when there are none
	Empty       bool   // nothing has been yet
}

// archivedView is a programme with what it has held.
type archivedView struct {
	Kind       web.Kind
	Name, Href string
	Tag        web.TagData // none while it goes on
	Rows       []row
}

// archivedDates is all that has been, by programme and the latest day first.
// Readers share it.
type archivedDates struct {
	Programmes map[id.Programme]programme.Programme
	Meetings   []meeting.Meeting
	Keys       []string // what a search looks through, as Meetings
	Years      []string // the latest first
	Ended      map[id.Programme]bool
}

func archive(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	v := archiveView{Text: wishOf(q).Text}
	err := read(s, r, func(ctx context.Context, tx *db.Tx) error { return v.fill(ctx, tx, q.Get("aar"), q.Get("efter")) })
	if err != nil {
		return err
	}
	ctx := r.Context()
	v.Head = web.Head{Plain: true, Title: i18n.T(ctx, "overview.archive"), Lead: i18n.T(ctx, "overview.archive_lead")}
	v.Meta = web.Meta{Canonical: archivePath}
	return web.Render(w, r, http.StatusOK, archivePageOf(v))
}

// fill finds one page of a year, or of what is searched for in all of them.
func (v *archiveView) fill(ctx context.Context, tx *db.Tx, year, after string) error {
	d, err := archived(ctx, tx)
	if err != nil {
		return err
	}
	v.Empty = len(d.Meetings) == 0
	if year == "" && v.Text == "" && len(d.Years) > 0 {
		year = d.Years[0]
	}
	for _, y := range d.Years {
		one := yearView{Name: y, Href: archivePath + "?aar=" + y}
		if y == year && v.Text == "" {
			one.Href = ""
		}
		v.Years = append(v.Years, one)
	}
	found := d.search(v.Text, year)
	v.Count = i18n.N(ctx, "overview.archive_count", len(found))
	rest := found[slices.IndexFunc(found, func(m meeting.Meeting) bool { return string(m.ID) == after })+1:]
	page := rest[:min(len(rest), archivePage)]
	if len(rest) > len(page) {
		v.Next = v.address(year, string(page[len(page)-1].ID))
	}
	if after != "" {
		v.First = v.address(year, "")
	}
	agendas, err := meeting.WithAgenda(ctx, tx, ids(page))
	if err != nil {
		return err
	}
	v.group(ctx, tx, d, page, agendas)
	return nil
}

func (v *archiveView) address(year, after string) string {
	q := url.Values{}
	for name, value := range map[string]string{"q": v.Text, "aar": year, "efter": after} {
		if value != "" && (name != "aar" || v.Text == "") {
			q.Set(name, value)
		}
	}
	return archivePath + "?" + q.Encode()
}

// group puts the meetings under their programmes, as they come.
func (v *archiveView) group(ctx context.Context, tx *db.Tx, d archivedDates, page []meeting.Meeting, agendas map[id.Meeting]bool) {
	var last id.Programme
	for _, m := range page {
		p := d.Programmes[m.Programme]
		if m.Programme != last {
			one := archivedView{Kind: p.Kind, Name: p.Name, Href: p.Path()}
			if d.Ended[p.ID] {
				one.Tag = web.TagData{Text: i18n.T(ctx, "overview.ended")}
			}
			v.Groups, last = append(v.Groups, one), p.ID
		}
		r := row{
			Kind: p.Kind, Day: m.Day, Href: meeting.Path(p, m), Title: title(ctx, m), Later: m.Title == "",
			Line: when.Day(ctx, m.Day) + " · " + place(ctx, m),
		}
		if agendas[m.ID] {
			r.PDF = r.Href + "/program.pdf"
		}
		group := &v.Groups[len(v.Groups)-1]
		group.Rows = append(group.Rows, r)
	}
}

// archived is everything that was held. What was called off was not.
func archived(ctx context.Context, tx *db.Tx) (archivedDates, error) {
	today := when.On(tx.Now)
	return db.Shared(tx, "overview.archived "+string(today), func() (a archivedDates, err error) {
		d, err := allDates(ctx, tx)
		if err != nil {
			return a, err
		}
		a.Programmes, a.Ended = d.Programmes, map[id.Programme]bool{}
		for _, p := range d.Programmes {
			a.Ended[p.ID] = p.SeasonTo != "" && today.After(p.SeasonTo)
		}
		years := map[string]bool{}
		for _, m := range d.Meetings {
			switch {
			case m.State == meeting.Cancelled:
			case m.Over(tx.Now):
				a.Meetings, years[yearOf(m)] = append(a.Meetings, m), true
			default:
				a.Ended[m.Programme] = false
			}
		}
		a.Years = sortedKeys(years, func(a, b string) int { return strings.Compare(b, a) })
		a.sort()
		return a, nil
	})
}

// sort orders by the programme's name, then the latest first.
func (a *archivedDates) sort() {
	keys := make(map[id.Programme]string, len(a.Programmes))
	for _, p := range a.Programmes {
		keys[p.ID] = i18n.SortKey(p.Name)
	}
	slices.SortFunc(a.Meetings, func(x, y meeting.Meeting) int {
		return cmp.Or(
			cmp.Compare(keys[x.Programme], keys[y.Programme]), cmp.Compare(x.Programme, y.Programme),
			cmp.Compare(y.Day, x.Day), cmp.Compare(y.ID, x.ID),
		)
	})
	for _, m := range a.Meetings {
		p := a.Programmes[m.Programme]
		a.Keys = append(a.Keys, i18n.SearchKey(strings.Join([]string{p.Name, p.Field, m.Title, m.Lead, m.Venue, m.City, yearOf(m)}, " ")))
	}
}

// search is what holds every word of a text, or what was in a year.
func (a archivedDates) search(text, year string) (found []meeting.Meeting) {
	words := strings.Fields(i18n.SearchKey(text))
	for i, m := range a.Meetings {
		missing := slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(a.Keys[i], word) })
		if !missing && (len(words) > 0 || yearOf(m) == year) {
			found = append(found, m)
		}
	}
	return found
}
