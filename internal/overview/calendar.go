package overview

import (
	"context"
	"net/http"
	"slices"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// calendarView is all that the calendar may show.
type calendarView struct {
	Head   web.Head
	Past   bool // shows what is over
	Months []monthView
	Other  string // the address of the other half: what is over, or what is to come
}

type monthView struct {
	Name string // "juni 2021"
	Key  string // "2021-06"
	Rows []row
}

func calendar(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v := calendarView{Past: r.URL.Query().Get("vis") == "tidligere", Other: "/kalender?vis=tidligere"}
	if v.Past {
		v.Other = "/kalender"
	}
	err := read(s, r, func(ctx context.Context, tx *db.Tx) error { return v.fill(ctx, tx) })
	if err != nil {
		return err
	}
	v.Head = web.Head{Plain: true, Title: i18n.T(r.Context(), "overview.calendar"), Lead: i18n.T(r.Context(), "overview.calendar_lead")}
	return web.Render(w, r, http.StatusOK, calendarPage(v))
}

// fill reads everything that is published: four queries, however many meetings.
func (v *calendarView) fill(ctx context.Context, tx *db.Tx) error {
	all, meetings, err := catalogue(ctx, tx)
	if err != nil {
		return err
	}
	meetings = slices.DeleteFunc(meetings, func(m meeting.Meeting) bool { return m.Over(tx.Now) != v.Past })
	ids := make([]id.Meeting, len(meetings))
	for i, m := range meetings {
		ids[i] = m.ID
	}
	own, err := registration.OwnAt(ctx, tx, ids)
	if err != nil {
		return err
	}
	taken, err := registration.CountBy(ctx, tx, limited(meetings))
	if err != nil {
		return err
	}
	mine, err := ownProgrammes(ctx, tx)
	if err != nil {
		return err
	}
	if v.Past {
		slices.Reverse(meetings) // the latest first
	}
	for _, m := range meetings {
		p := all[slices.IndexFunc(all, func(p programme.Programme) bool { return p.ID == m.Programme })]
		r := rowOf(ctx, p, m, chance{
			Now: tx.Now, Open: p.Open(when.On(tx.Now)), Member: slices.Contains(mine, p.ID), Own: own[m.ID], Taken: taken[m.ID].People,
		})
		r.Line = p.Name + " · " + r.Line
		v.add(ctx, r)
	}
	return nil
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
		v.Months = append(v.Months, monthView{Name: capital(when.About(r.Day, when.ToMonth).Long(ctx)), Key: key})
	}
	last := &v.Months[len(v.Months)-1]
	last.Rows = append(last.Rows, r)
}
