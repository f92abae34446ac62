package message

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// newView asks what a message is about.
type newView struct {
	Programmes []programme.Programme
	Chosen     string
	Key        string
	Faults     problem.Fields
}

func showNew(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return answerNew(s, w, r, newView{Chosen: r.FormValue("forloeb")}, http.StatusOK)
}

func answerNew(s *web.Site, w http.ResponseWriter, r *http.Request, v newView, status int) error {
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		v.Key = tx.NewID()
		v.Programmes, err = programme.All(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, status, newPage(v))
}

func makeNew(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var made id.Message
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		made, err = Begin(ctx, tx, r.PostFormValue("key"), id.Programme(r.PostFormValue("forloeb")))
		return err
	})
	if bad, ok := problem.FieldsOf(err); ok {
		return answerNew(s, w, r, newView{Chosen: r.PostFormValue("forloeb"), Faults: bad}, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(made)+"/ret")
}

// editView is a draft as a form.
type editView struct {
	Message
	Programme programme.Programme
	Meetings  []meeting.Meeting
	Towns     []people.Org // members, by name
	Regions   []string
	Faults    problem.Fields
}

func showEdit(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v editView
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return v.load(ctx, tx, id.Message(r.PathValue("besked")))
	})
	if err != nil {
		return err
	}
	if !v.Editable() {
		return web.Redirect(w, r, path(v.ID))
	}
	return web.Render(w, r, http.StatusOK, editPage(v))
}

// load finds the message and all that can be chosen for it.
func (v *editView) load(ctx context.Context, tx *db.Tx, which id.Message) (err error) {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	if v.Message, err = byID(ctx, tx, which); err != nil {
		return err
	}
	if v.Programme, err = programme.ByID(ctx, tx, v.Message.Programme); err != nil {
		return err
	}
	if v.Meetings, err = meeting.InProgramme(ctx, tx, v.Message.Programme); err != nil {
		return err
	}
	members, err := registration.Members(ctx, tx, v.Message.Programme)
	if err != nil {
		return err
	}
	all, err := people.OrgList(ctx, tx)
	for _, o := range all {
		if slices.ContainsFunc(members, func(m registration.Membership) bool { return m.Org == o.ID }) {
			v.Towns = append(v.Towns, o)
		}
		if o.Region != "" && !slices.Contains(v.Regions, o.Region) {
			v.Regions = append(v.Regions, o.Region)
		}
	}
	slices.Sort(v.Regions)
	return err
}

// read takes what was typed.
func (v *editView) read(r *http.Request) {
	v.Kind, v.Subject, v.Body = Kind(r.PostFormValue("slags")), r.PostFormValue("emne"), r.PostFormValue("tekst")
	v.Message.Meeting = id.Meeting(r.PostFormValue("om"))
	v.Audience = Audience{Group: Group(r.PostFormValue("gruppe")), Region: r.PostFormValue("region")}
	for _, o := range r.PostForm["kommune"] {
		v.Audience.Orgs = append(v.Audience.Orgs, id.Org(o))
	}
}

func saveEdit(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v editView
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return v.load(ctx, tx, id.Message(r.PathValue("besked")))
	})
	if err != nil {
		return err
	}
	v.read(r)
	m := v.Message
	m.Version = versionOf(r)
	err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return Write(ctx, tx, m) })
	if bad, ok := problem.FieldsOf(err); ok {
		v.Faults = bad
		return web.Render(w, r, http.StatusUnprocessableEntity, editPage(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, path(v.ID))
}

func doTest(ctx context.Context, tx *db.Tx, r *http.Request, o Order) error {
	return Test(ctx, tx, o, id.Person(r.PostFormValue("som")))
}

func doSend(ctx context.Context, tx *db.Tx, _ *http.Request, o Order) error { return Send(ctx, tx, o) }

func doDelete(ctx context.Context, tx *db.Tx, _ *http.Request, o Order) error {
	return Delete(ctx, tx, o.Message, o.Version)
}

func doSchedule(ctx context.Context, tx *db.Tx, r *http.Request, o Order) error {
	var bad problem.Fields
	day, err := when.ParseDate(r.PostFormValue("dag"))
	if err != nil {
		bad.Add("dag", "message.no_day", r.PostFormValue("dag"))
	}
	clock := strings.TrimSpace(r.PostFormValue("kl"))
	if !strings.ContainsAny(clock, ".:") { // "9" is nine o'clock
		clock += ".00"
	}
	at, err := when.Local(day, clock)
	if err != nil && !errors.Is(err, when.ErrDate) {
		bad.Add("kl", "message.no_clock", r.PostFormValue("kl"))
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return Schedule(ctx, tx, o, at)
}
