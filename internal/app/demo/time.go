package demo

import (
	"context"
	"net/http"
	"time"

	"faelled/internal/db"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/web"
	"faelled/internal/when"
)

// furthest is how far one leap goes: past a season, and not past all that can be
// planned.
const furthest = 800

// castView is whom one can be, and when.
type castView struct {
	Cast  []Role
	Now   time.Time
	Typed leap
	Bad   problem.Fields
	Days  []when.Date // on which there is a meeting
}

// leap is a moment as it is typed.
type leap struct{ Day, Clock string }

// shownDays is how many days with meetings are named.
const shownDays = 5

func (w *World) list(s *web.Site, rw http.ResponseWriter, r *http.Request) error {
	return w.showCast(s, rw, r, http.StatusOK, castView{Typed: leap{Clock: "9.00"}})
}

func (w *World) showCast(s *web.Site, rw http.ResponseWriter, r *http.Request, status int, v castView) error {
	v.Cast, v.Now = w.Cast, w.clock.now()
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		coming, err := meeting.Coming(ctx, tx, when.On(v.Now))
		for _, m := range coming {
			if len(v.Days) < shownDays && (len(v.Days) == 0 || v.Days[len(v.Days)-1] != m.Day) {
				v.Days = append(v.Days, m.Day)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(rw, r, status, castPage(v))
}

// forward moves the demo's time: what is due by then is done within a second or
// two, by the house itself. There is no way back.
func (w *World) forward(s *web.Site, rw http.ResponseWriter, r *http.Request) error {
	v := castView{Typed: leap{r.PostFormValue("dag"), r.PostFormValue("kl")}}
	to, bad := v.Typed.moment(w.clock.now())
	if len(bad) > 0 {
		v.Bad = bad
		return w.showCast(s, rw, r, http.StatusUnprocessableEntity, v)
	}
	if err := w.drain(r.Context()); err != nil { // what is due today is done today
		return err
	}
	w.clock.start(to)
	w.House.Runner.Wake()
	return web.Redirect(rw, r, "/demo")
}

// moment reads it. Faults are of the fields dag and kl.
func (l leap) moment(now time.Time) (to time.Time, bad problem.Fields) {
	day, err := when.ParseDate(l.Day)
	if err != nil {
		bad.Add("dag", "app.leap_day", "")
	}
	if day == "" {
		day = when.On(now)
	}
	to, err = when.Local(day, l.Clock)
	switch {
	case err != nil:
		bad.Add("kl", "app.leap_clock", "")
	case len(bad) > 0:
	case !to.After(now):
		bad.Add("dag", "app.leap_back", "")
	case day.Sub(when.On(now)) > furthest:
		bad.Add("dag", "app.leap_far", "")
	}
	return to, bad
}
