package evaluation

import (
	"context"
	"net/http"
	"strconv"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// formView is the three questions, as whoever has the link sees them.
type formView struct {
	scene
	Answered bool
	Typed    Answer
	Faults   problem.Fields
}

// nobody answers: who is signed in where the link is opened is no matter, and is
// not told to the database.
var nobody access.Actor

// showForm changes nothing: mail programs and virus scanners open links by
// themselves.
func showForm(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return form(s, w, r, formView{}, http.StatusOK)
}

func form(s *web.Site, w http.ResponseWriter, r *http.Request, v formView, status int) error {
	err := s.DB.Read(r.Context(), nobody, func(ctx context.Context, tx *db.Tx) error {
		who, err := opened(ctx, tx, r.PathValue("kode"))
		if err != nil {
			return err
		}
		v.Answered = who.Answered
		if v.Meeting, err = meeting.ByID(ctx, tx, who.Meeting); err != nil {
			return err
		}
		v.Programme, err = programme.ByID(ctx, tx, v.Meeting.Programme)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, status, formPage(v))
}

func postForm(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	gain, _ := strconv.ParseInt(r.PostFormValue("udbytte"), 10, 64)
	usable, _ := strconv.ParseInt(r.PostFormValue("brug"), 10, 64)
	a := Answer{Gain: gain, Usable: usable, Text: r.PostFormValue("tekst")}
	err := s.DB.Write(r.Context(), nobody, func(ctx context.Context, tx *db.Tx) error {
		return Give(ctx, tx, r.PathValue("kode"), a)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		return form(s, w, r, formView{Typed: a, Faults: faults}, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, doorPath+r.PathValue("kode"))
}

// marks are the five answers to a question, of which one may be chosen. The ends
// of the scale say what they mean.
func marks(chosen int64, low, high string) (list []web.ChoiceCard) {
	for n := int64(lowest); n <= highest; n++ {
		c := web.ChoiceCard{Value: strconv.FormatInt(n, 10), Title: strconv.FormatInt(n, 10), Checked: n == chosen}
		switch n {
		case lowest:
			c.Text = low
		case highest:
			c.Text = high
		}
		list = append(list, c)
	}
	return list
}
