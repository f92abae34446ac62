package renewal

import (
	"context"
	"net/http"
	"strconv"

	"faelled/internal/access"
	"faelled/internal/attendance"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// answerView is all that an organisation's page may see.
type answerView struct {
	Season   programme.Programme // the next
	Old      programme.Programme
	Org      people.Org
	Staff    bool // the secretariat answers for them
	Round    Round
	Answer   Answer
	Was      registration.Season
	Names    map[id.Person]people.Person
	Had      []had             // of last season, those that are over
	Meetings []meeting.Meeting // of the next season
	Quote    registration.Quote
	Priced   bool
	Reason   string // as typed
	Note     string
	Faults   problem.Fields
	Saved    bool
}

// orgOf is whom the page is about: the reader's own organisation, or the one that
// the secretariat names.
func orgOf(r *http.Request) (org id.Org, staff bool) {
	who := web.Actor(r)
	if staff = who.IsStaff() && !who.Is(access.Contact, access.At(who.Org)); staff {
		return id.Org(r.FormValue("kommune")), true
	}
	return who.Org, false
}

// at is where one of the answers is sent.
func (v answerView) at(answer string) string {
	path := v.Season.Path() + "/fornyelse/" + answer
	if v.Staff {
		path += "?kommune=" + string(v.Org.ID)
	}
	return path
}

// find is the season of the address. A former address leads on: to is then where.
func find(ctx context.Context, tx *db.Tx, r *http.Request) (p programme.Programme, to string, err error) {
	p, moved, err := programme.BySlug(ctx, tx, web.KindNetwork, r.PathValue("slug"))
	if moved {
		to = AnswerPath(p, "")
	}
	return p, to, err
}

func showAnswer(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return answerPageOf(s, w, r, http.StatusOK, answerView{Saved: r.URL.Query().Has("svaret")})
}

func answerPageOf(s *web.Site, w http.ResponseWriter, r *http.Request, status int, v answerView) error {
	var to string
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.Season, to, err = find(ctx, tx, r); err != nil || to != "" {
			return err
		}
		return v.load(ctx, tx, r)
	})
	if err != nil {
		return err
	}
	if to != "" {
		return web.Redirect(w, r, to)
	}
	return web.Render(w, r, status, answerPage(v))
}

func (v *answerView) load(ctx context.Context, tx *db.Tx, r *http.Request) (err error) {
	org, staff := orgOf(r)
	if err := mayAnswer(tx.Actor, org); err != nil {
		return err
	}
	v.Staff = staff
	if v.Round, v.Answer, err = standing(ctx, tx, v.Season.ID, org); err != nil {
		return err
	}
	if v.Reason == "" && v.Answer.State == Declined && len(v.Faults) == 0 {
		v.Reason, v.Note = string(v.Answer.Reason), v.Answer.Note
	}
	if v.Org, err = people.OrgByID(ctx, tx, org); err != nil {
		return err
	}
	if v.Old, err = programme.ByID(ctx, tx, v.Round.Previous); err != nil {
		return err
	}
	if v.Was, err = registration.SeasonOf(ctx, tx, v.Old, org); err != nil {
		return err
	}
	if v.Names, err = people.Persons(ctx, tx, v.Was.People); err != nil {
		return err
	}
	if err := v.back(ctx, tx); err != nil {
		return err
	}
	return v.ahead(ctx, tx)
}

// had is a meeting that is over, and who of those with a seat came.
type had struct {
	registration.SeasonMeeting
	Roll attendance.Roll
}

// came is how many were there; known is false where nobody wrote it down.
func (h had) came() (n int, known bool) {
	for _, p := range h.People {
		switch h.Roll[p].State {
		case attendance.Came:
			n, known = n+1, true
		case attendance.Absent:
			known = true
		}
	}
	return n, known
}

// unused is the seats of those of whom it is known that they did not come. Of who
// is on the list and was marked as nothing, nothing is known.
func (h had) unused() (n int) {
	for _, p := range h.People {
		if s := h.Roll[p].State; s == attendance.Absent || s == attendance.Excused {
			n++
		}
	}
	return n
}

// unusedText is a dash where nothing is known: that is not none.
func (h had) unusedText() string {
	if _, known := h.came(); !known && h.unused() == 0 {
		return "–"
	}
	return number(h.unused())
}

// back finds what was, meeting by meeting.
func (v *answerView) back(ctx context.Context, tx *db.Tx) error {
	var ids []id.Meeting
	for _, m := range v.Was.Meetings {
		if m.Meeting.Over(tx.Now) {
			v.Had = append(v.Had, had{SeasonMeeting: m})
			ids = append(ids, m.Meeting.ID)
		}
	}
	rolls, err := attendance.OfOrg(ctx, tx, v.Org.ID, ids...)
	for i, m := range v.Had {
		v.Had[i].Roll = rolls[m.Meeting.ID]
	}
	return err
}

// ahead finds what the next season brings, and what it costs the same people.
func (v *answerView) ahead(ctx context.Context, tx *db.Tx) error {
	all, err := meeting.InProgramme(ctx, tx, v.Season.ID)
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.State == meeting.Planned && !registration.Begun(m, tx.Now) {
			v.Meetings = append(v.Meetings, m)
		}
	}
	if len(v.Meetings) == 0 || v.Answer.Member || len(v.Was.People) == 0 {
		return nil
	}
	v.Quote, err = registration.Quoting(ctx, tx, v.Season.ID, v.Meetings[0].ID, v.Org.ID, int64(len(v.Was.People)))
	v.Priced = err == nil
	if problem.Is(err, problem.Invalid) {
		return nil // the form says what cannot be had, and why
	}
	return err
}

// postYes leads to the form, filled in.
func postYes(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var p programme.Programme
	var to string
	org, staff := orgOf(r)
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if p, to, err = find(ctx, tx, r); err != nil || to != "" {
			return err
		}
		return GoOn(ctx, tx, p.ID, org)
	})
	if err != nil {
		return err
	}
	if to == "" {
		to = p.Path() + "/tilmeld/deltagere"
		if staff {
			to += "?kommune=" + string(org)
		}
	}
	return web.Redirect(w, r, to)
}

// postNo keeps that they stop, or shows what is missing.
func postNo(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v := answerView{Reason: r.PostFormValue("grund"), Note: r.PostFormValue("bem")}
	var to string
	org, staff := orgOf(r)
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		p, moved, err := find(ctx, tx, r)
		if err != nil || moved != "" {
			to = moved
			return err
		}
		if to = AnswerPath(p, ""); staff {
			to = AnswerPath(p, org)
		}
		return Decline(ctx, tx, No{Programme: p.ID, Org: org, Reason: Reason(v.Reason), Note: v.Note})
	})
	if faults, ok := problem.FieldsOf(err); ok {
		v.Faults = faults
		return answerPageOf(s, w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	if staff {
		return web.Redirect(w, r, to+"&svaret=1")
	}
	return web.Redirect(w, r, to+"?svaret=1")
}

func number(n int) string { return strconv.Itoa(n) }

// reasonCards are the reasons to choose among.
func (v answerView) reasonCards(ctx context.Context) (cards []web.ChoiceCard) {
	for _, w := range reasons {
		cards = append(cards, web.ChoiceCard{Value: string(w.Reason), Title: i18n.T(ctx, string(w.Text)), Checked: v.Reason == string(w.Reason)})
	}
	return cards
}

// room is how many more could have come for the same price, over the season.
func (v answerView) room() (n int64) {
	for _, m := range v.Had {
		n += m.Room()
	}
	return n
}

// lead says how long there is to answer, and what no answer means.
func (v answerView) lead(ctx context.Context) string {
	if v.Round.ClosedAt != nil || v.Answer.Member || v.Answer.State == Declined {
		return ""
	}
	args := i18n.Args{"Due": when.Day(ctx, v.Round.Due)}
	if v.Round.Fallback == Continue {
		return i18n.F(ctx, "renewal.lead_continue", args)
	}
	return i18n.F(ctx, "renewal.lead_stop", args)
}
