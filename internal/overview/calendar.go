package overview

import (
	"context"
	"net/http"
	"slices"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// calendarView is all that the calendar may show.
type calendarView struct {
	Head   web.Head
	Past   bool // shows what is over, a year at a time
	Months []monthView
	Years  []yearView // in which something has been; none unless Past
	Other  string     // the address of the other half: what is over, or what is to come
}

type monthView struct {
	Name string // "juni 2021"
	Key  string // "2021-06"
	Rows []row
}

type yearView struct {
	Name, Href string // no Href: the one shown
}

const pastPath = "/kalender?vis=tidligere"

func calendar(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v := calendarView{Past: r.URL.Query().Get("vis") == "tidligere", Other: pastPath}
	if v.Past {
		v.Other = "/kalender"
	}
	err := read(s, r, func(ctx context.Context, tx *db.Tx) error { return v.fill(ctx, tx, r.URL.Query().Get("aar")) })
	if err != nil {
		return err
	}
	v.Head = web.Head{Plain: true, Title: i18n.T(r.Context(), "overview.calendar"), Lead: i18n.T(r.Context(), "overview.calendar_lead")}
	return web.Render(w, r, http.StatusOK, calendarPage(v))
}

// fill reads one half of the calendar: five queries, however many meetings, and
// two when another reader has just seen it.
func (v *calendarView) fill(ctx context.Context, tx *db.Tx, year string) (err error) {
	var d dates
	if v.Past {
		d, err = pastDates(ctx, tx, year)
	} else {
		d, err = comingDates(ctx, tx)
	}
	if err != nil {
		return err
	}
	meetings := slices.DeleteFunc(slices.Clone(d.Meetings), func(m meeting.Meeting) bool { return m.Over(tx.Now) != v.Past })
	own, err := registration.OwnAt(ctx, tx, ids(meetings))
	if err != nil {
		return err
	}
	mine, err := ownProgrammes(ctx, tx)
	if err != nil {
		return err
	}
	if v.Past {
		slices.Reverse(meetings) // the latest first
		v.addYears(d.Years, d.Year)
	}
	var rows []row
	for _, m := range meetings {
		p := d.Programmes[m.Programme]
		r := rowOf(ctx, p, m, chance{
			Now: tx.Now, Open: p.Open(when.On(tx.Now)), Member: slices.Contains(mine, p.ID), Own: own[m.ID], Taken: d.Taken[m.ID].Ahead(),
		})
		r.Of = p.Name
		rows = append(rows, r)
	}
	for _, r := range quiet(ctx, rows) {
		v.add(ctx, r)
	}
	return nil
}

func (v *calendarView) addYears(all []string, shown string) {
	for _, y := range all {
		year := yearView{Name: y, Href: pastPath + "&aar=" + y}
		if y == shown {
			year.Href = ""
		}
		v.Years = append(v.Years, year)
	}
}

// ownProgrammes is what the reader's organisation takes part in.
func ownProgrammes(ctx context.Context, tx *db.Tx) ([]id.Programme, error) {
	if tx.Actor.Org == "" {
		return nil, nil
	}
	return registration.ProgrammesOf(ctx, tx, tx.Actor.Org)
}

// add puts a meeting in its month.
func (v *calendarView) add(ctx context.Context, r row) {
	key := string(r.Day[:len("2021-06")])
	if n := len(v.Months); n == 0 || v.Months[n-1].Key != key {
		v.Months = append(v.Months, monthView{Name: capital(when.Month(ctx, r.Day)), Key: key})
	}
	last := &v.Months[len(v.Months)-1]
	last.Rows = append(last.Rows, r)
}
