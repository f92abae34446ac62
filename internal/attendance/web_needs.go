package attendance

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// NeedsPath is where the secretariat asks for needs, and sees them.
func NeedsPath(p programme.Programme, m meeting.Meeting) string {
	return meeting.Path(p, m) + "/behov"
}

// OwnNeedsPath is where somebody with a seat says what they need.
func OwnNeedsPath(p programme.Programme, m meeting.Meeting) string {
	return meeting.Path(p, m) + "/mine-behov"
}

// ownNeedsView is the reader's own needs.
type ownNeedsView struct {
	scene
	Asked  Asked
	Wish   Wish
	Kept   bool      // something is kept, and can be withdrawn
	Moved  bool      // what is kept was said for another day
	Until  when.Date // the day on which what is kept is deleted
	Open   bool      // the meeting has not begun
	Done   string
	Faults problem.Fields
}

// end is the day on which the answer that can be given now is deleted, or else the
// one that is kept.
func (v ownNeedsView) end(ctx context.Context) string {
	if v.answering() {
		return when.Day(ctx, needsEnd(v.Meeting))
	}
	return when.Day(ctx, v.Until)
}

// answering tells whether there is a form to answer with.
func (v ownNeedsView) answering() bool { return v.Open && v.Asked.Any() }

func showOwnNeeds(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return ownNeeds(s, w, r, nil, nil)
}

// ownNeeds shows the form, with what was refused where something was.
func ownNeeds(s *web.Site, w http.ResponseWriter, r *http.Request, typed *Wish, faults problem.Fields) error {
	v := ownNeedsView{Faults: faults, Done: r.URL.Query().Get("gjort")}
	moved, err := reading(s, r, func(ctx context.Context, tx *db.Tx, sc scene) (err error) {
		v.scene = sc
		seat, found, err := registration.OwnSeat(ctx, tx, sc.Meeting.ID)
		if err != nil {
			return err
		}
		if found {
			row, kept, err := needsOfSeat(ctx, tx, seat.ID)
			if err != nil {
				return err
			}
			if v.Kept = kept; kept {
				v.Wish, v.Until, v.Moved = row.unpacked(), row.end(sc.Meeting), row.Day != sc.Meeting.Day
				v.Wish.Consent = false // each answer is a consent of its own
			}
		}
		v.Open = !registration.Begun(sc.Meeting, tx.Now)
		v.Asked, err = askedAt(ctx, tx, sc.Meeting.ID)
		if err == nil && !v.Kept && (!found || !v.Asked.Any() || needsOver(sc.Meeting, sc.Today)) {
			err = problem.New(problem.NotFound, "attendance.no_needs")
		}
		return err
	})
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/mine-behov")
	}
	status := http.StatusOK
	if typed != nil {
		v.Wish, status = *typed, http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, ownNeedsPage(v))
}

// postOwnNeeds keeps what is needed, or with the other button takes it all back.
func postOwnNeeds(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	typed, done, back := typedWish(r.PostForm), "gemt", ""
	moved, err := writing(s, r, func(ctx context.Context, tx *db.Tx, sc scene) error {
		back = OwnNeedsPath(sc.Programme, sc.Meeting)
		if r.PostFormValue("goer") == "slet" {
			done = "slettet"
			return withdrawNeeds(ctx, tx, sc.Meeting)
		}
		return SayNeeds(ctx, tx, sc.Meeting, typed)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		return ownNeeds(s, w, r, &typed, faults)
	}
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/mine-behov")
	}
	return web.Redirect(w, r, back+"?gjort="+done)
}

func typedWish(form url.Values) Wish {
	w := Wish{FoodNote: form.Get("kost-note"), AccessNote: form.Get("adgang-note"), Named: form.Get("navn") != "", Consent: form.Get("samtykke") != ""}
	for _, code := range form["kost"] {
		w.Food = append(w.Food, Need(code))
	}
	for _, code := range form["adgang"] {
		w.Access = append(w.Access, Need(code))
	}
	return w
}

// choices are some needs to tick.
func choices(ctx context.Context, all, chosen []Need) []web.ChoiceCard {
	cards := make([]web.ChoiceCard, len(all))
	for i, n := range all {
		cards[i] = web.ChoiceCard{Value: string(n), Title: n.Word(ctx), Checked: slices.Contains(chosen, n)}
	}
	return cards
}

// needsView is what the secretariat asks for, and who needs what.
type needsView struct {
	scene
	Asked Asked
	List  []needing
	All   int // seats at the meeting
	Over  bool
	Saved bool
}

func (v needsView) food() []count   { return tally(foods, foodOf, wishesOf(v.List)) }
func (v needsView) access() []count { return tally(aids, accessOf, wishesOf(v.List)) }

// moved tells whether some answered for another day than the meeting has now.
func (v needsView) moved() bool {
	return slices.ContainsFunc(v.List, func(n needing) bool { return n.Day != v.Meeting.Day })
}

// said is how many have answered, of all who could.
func (v needsView) said(ctx context.Context) string {
	return i18n.F(ctx, "attendance.needs_said", i18n.Args{"N": len(v.List), "All": v.All})
}

func showNeeds(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v := needsView{Saved: r.URL.Query().Has("gemt")}
	moved, err := reading(s, r, func(ctx context.Context, tx *db.Tx, sc scene) (err error) {
		v.scene, v.Over = sc, needsOver(sc.Meeting, sc.Today)
		if v.List, err = needsAt(ctx, tx, sc.Meeting); err != nil {
			return err
		}
		seats, err := registration.AtTheDoor(ctx, tx, sc.Meeting)
		if err != nil {
			return err
		}
		v.All = len(seats)
		v.Asked, err = askedAt(ctx, tx, sc.Meeting.ID)
		return err
	})
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/behov")
	}
	return web.Render(w, r, http.StatusOK, needsPage(v))
}

func postNeeds(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	back := ""
	moved, err := writing(s, r, func(ctx context.Context, tx *db.Tx, sc scene) error {
		back = NeedsPath(sc.Programme, sc.Meeting) + "?gemt=1"
		return AskNeeds(ctx, tx, sc.Meeting, Asked{Food: r.PostFormValue("kost") != "", Access: r.PostFormValue("adgang") != ""})
	})
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/behov")
	}
	return web.Redirect(w, r, back)
}

// end is the day on which what is kept is deleted.
func (v needsView) end(ctx context.Context) string { return when.Day(ctx, needsEnd(v.Meeting)) }
