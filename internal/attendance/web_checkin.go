package attendance

import (
	"context"
	"net/http"
	"net/url"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// checkInPath is where the QR code of a seat leads.
const checkInPath = "/indtjek/"

// passView is somebody's own check-in code.
type passView struct {
	scene
	Name string
	Code string
	QR   string // the address, as a drawing
	Size int    // of the drawing, in modules
}

// showPass is for whoever has a seat: to others there is no such page.
func showPass(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v := passView{Name: web.ViewerOf(r.Context()).Name}
	moved, err := reading(s, r, func(ctx context.Context, tx *db.Tx, sc scene) error {
		v.scene = sc
		seat, found, err := registration.OwnSeat(ctx, tx, sc.Meeting.ID)
		if err != nil {
			return err
		}
		if !found || !HasDoor(sc.Meeting) || sc.Meeting.State == meeting.Cancelled || over(sc.Meeting, sc.Today) {
			return problem.New(problem.NotFound, "attendance.no_pass")
		}
		v.Code = codeOf(seat.ID)
		return nil
	})
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/adgangskort")
	}
	if v.QR, v.Size, err = drawQR(s.BaseURL + checkInPath + v.Code); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, passPage(v))
}

// over tells whether a meeting's codes have ceased: they count until the day after.
func over(m meeting.Meeting, today when.Date) bool { return m.Day.Add(1).Before(today) }

// checkInAhead is for how many days ahead a code is looked for: for a rehearsal,
// and for those who come on the wrong day.
const checkInAhead = 60

// checkInView is what a scanned code shows.
type checkInView struct {
	scene
	Guest guest
	New   bool // marked a moment ago; without it they had come already
	Found bool // and the reader receives the guests; to all others a code says nothing
	Key   string
}

func showCheckIn(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v := checkInView{Key: s.DB.NewID(), New: r.URL.Query().Has("ny")}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		v.scene, v.Guest, v.Found, err = behind(ctx, tx, r.PathValue("kode"))
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, checkInPage(v))
}

// checkIn marks the person behind a code as there.
func checkIn(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	to := checkInPath + url.PathEscape(r.PathValue("kode"))
	back := ""
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		back = to
		sc, g, found, err := behind(ctx, tx, r.PathValue("kode"))
		if err != nil {
			return err
		}
		if !found {
			return problem.New(problem.Forbidden, "attendance.not_at_the_door")
		}
		if g.Entry.State == Came {
			return nil // scanned twice: the first time is when they came
		}
		done, err := Take(ctx, tx, sc.Meeting.ID, []Mark{{ID: r.PostFormValue("key"), Person: g.Person.ID, State: Came, At: tx.Now, Device: deviceOfForm}})
		if err == nil && len(done.Refused) > 0 {
			err = problem.New(problem.Invalid, "attendance.too_early")
		}
		back += "?ny=1"
		return err
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, back)
}

// behind finds who has a code, at a meeting where the reader receives the guests.
func behind(ctx context.Context, tx *db.Tx, typed string) (sc scene, g guest, found bool, err error) {
	sc.Today = when.On(tx.Now)
	code := parseCode(typed)
	if code == "" {
		return sc, g, false, nil
	}
	seats, err := registration.SeatsBetween(ctx, tx, sc.Today.Add(-1), sc.Today.Add(checkInAhead))
	if err != nil {
		return sc, g, false, err
	}
	for _, s := range seats {
		if codeOf(s.ID) == code {
			g, err = sc.seat(ctx, tx, s)
			return sc, g, err == nil, err
		}
	}
	return sc, g, false, nil
}

// seat fills in the meeting of a seat, and who sits on it.
func (s *scene) seat(ctx context.Context, tx *db.Tx, at registration.Seat) (g guest, err error) {
	if s.Meeting, err = meeting.ByID(ctx, tx, at.Meeting); err != nil {
		return g, err
	}
	if s.Programme, err = programme.ByID(ctx, tx, at.Programme); err != nil {
		return g, err
	}
	found, err := rolls(ctx, tx, []id.Meeting{at.Meeting})
	if err != nil {
		return g, err
	}
	list, err := named(ctx, tx, []registration.Seat{at}, found[at.Meeting])
	if err != nil {
		return g, err
	}
	return list[0], nil
}

// early tells whether it is before the day of the meeting.
func (v checkInView) early() bool { return v.Today < v.Meeting.Day }

// said is how it stands, when it is not news that they have come: "Allerede mødt
// kl. 9.12".
func (v checkInView) said(ctx context.Context) string {
	if v.New {
		return v.Guest.said(ctx)
	}
	return v.Guest.already(ctx)
}

// onItsDay tells the page's script whether to mark at once: only on the day of the
// meeting, so that a rehearsal marks nobody by itself.
func (v checkInView) onItsDay() string {
	if v.Meeting.Day == v.Today {
		return "1"
	}
	return ""
}
