package demo

import (
	"context"
	"net/http"
	"strconv"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/problem"
	"faelled/internal/signin"
	"faelled/internal/web"
)

// Role is one of those a visitor to the demo can be.
type Role struct {
	Slug   string // in the address: /demo/kontakt
	Line   string // who it is, and what to try, in Danish
	Person id.Person
	Home   string // where this person starts
}

// Handler is the house with the demo's own doors: signing in by a click, the
// mailbox where everything sent can be read, and the time that can be put forward.
func (w *World) Handler() http.Handler {
	return w.House.Handler([]web.Route{
		{Pattern: "GET /demo", For: web.Public, Do: w.list},
		{Pattern: "GET /demo/tjek", For: web.Public, Do: w.verify},
		{Pattern: "POST /demo/tid", For: web.Public, Do: w.forward},
		{Pattern: "GET /demo/{role}", For: web.Public, Do: w.become},
		{Pattern: "GET /demo/post", For: web.Public, Do: w.mailbox},
		{Pattern: "GET /demo/post/{n}", For: web.Public, Do: w.letter},
		{Pattern: "GET /demo/post/{n}/{file}", For: web.Public, Do: w.attachment},
	})
}

// become signs in with a click: a GET that changes something, which is why it
// exists nowhere but in the demo.
func (w *World) become(s *web.Site, rw http.ResponseWriter, r *http.Request) error {
	for _, role := range w.Cast {
		if role.Slug != r.PathValue("role") {
			continue
		}
		var token string
		err := s.DB.Write(r.Context(), system, func(ctx context.Context, tx *db.Tx) (err error) {
			token, err = signin.Open(ctx, tx, role.Person)
			return err
		})
		if err != nil {
			return err
		}
		http.SetCookie(rw, signin.Cookie(token, s.Secure))
		return web.Redirect(rw, r, role.Home)
	}
	return problem.New(problem.NotFound, "web.not_found")
}

// find is the mail whose number stands in the address.
func (w *World) find(r *http.Request) (mail.Received, error) {
	n, _ := strconv.Atoi(r.PathValue("n")) // no mail has the number 0
	m, ok := w.Box.Message(n)
	if !ok {
		return m, problem.New(problem.NotFound, "web.not_found")
	}
	return m, nil
}

func (w *World) letter(_ *web.Site, rw http.ResponseWriter, r *http.Request) error {
	m, err := w.find(r)
	if err != nil {
		return err
	}
	return web.Render(rw, r, http.StatusOK, letterPage(w.letterOf(m)))
}

func (w *World) attachment(_ *web.Site, rw http.ResponseWriter, r *http.Request) error {
	m, err := w.find(r)
	if err != nil {
		return err
	}
	name := r.PathValue("file")
	body, ok := m.Attachments[name]
	if !ok {
		return problem.New(problem.NotFound, "web.not_found")
	}
	web.Download(rw, r, "text/calendar; charset=utf-8", name, body)
	return nil
}
