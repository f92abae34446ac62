package waiting

import (
	"context"
	"net/http"
	"strconv"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
)

// Routes lists every door into this capability. The form that is sent to the first
// of them is registration's, when there is no room.
var Routes = []web.Route{
	{Pattern: "POST /netvaerk/{slug}/tilmeld/venteliste", For: web.SignedIn, Do: postJoin},
	{Pattern: "GET /netvaerk/{slug}/venteliste", For: web.SignedIn, Do: showOwn},
	{Pattern: "POST /netvaerk/{slug}/venteliste/{wait}/afmeld", For: web.SignedIn, Do: postLeave},
	{Pattern: "POST /netvaerk/{slug}/venteliste/{wait}/pris", For: web.SignedIn, Do: postAccept},
	{Pattern: "GET /sekretariat/venteliste/{id}", For: web.StaffOnly, Do: showLine},
	{Pattern: "POST /sekretariat/venteliste/{id}/{wait}", For: web.StaffOnly, Do: postPrefer},
}

// Path is where an organisation sees those of its people who wait.
func Path(p programme.Programme) string { return p.Path() + "/venteliste" }

// StaffPath is the secretariat's page about the line of a meeting.
func StaffPath(one id.Meeting) string { return "/sekretariat/venteliste/" + string(one) }

// standing is one wait as a page shows it.
type standing struct {
	Wait
	Meeting meeting.Meeting
	Org     people.Org
	Before  int64 // how many people wait before them
}

// own is what an organisation's page may see.
type own struct {
	Programme programme.Programme
	Org       people.Org
	Staff     bool
	Waits     []standing
	Done      string // what was just done
	Faults    problem.Fields
}

// What a page tells has just been done.
const (
	doneJoined   = "skrevet-op"
	doneLeft     = "afmeldt"
	doneAccepted = "pris"
)

// path is the page itself; the secretariat names whose it is.
func (o own) path(done string) string {
	path, mark := Path(o.Programme), "?"
	if o.Staff {
		path, mark = path+"?kommune="+string(o.Org.ID), "&"
	}
	if done != "" {
		path += mark + "sket=" + done
	}
	return path
}

// loadOwn is the reader's own organisation's; the secretariat names any.
func loadOwn(ctx context.Context, tx *db.Tx, r *http.Request) (o own, to string, err error) {
	p, moved, err := programme.BySlug(ctx, tx, web.KindNetwork, r.PathValue("slug"))
	if err != nil {
		return o, "", err
	}
	if o.Programme = p; moved {
		return o, Path(p), nil
	}
	org := tx.Actor.Org
	if o.Staff = tx.Actor.IsStaff() && !tx.Actor.Is(access.Contact, access.At(org)); o.Staff {
		if org = id.Org(r.FormValue("kommune")); org == "" && r.PathValue("wait") != "" {
			w, err := byID(ctx, tx, id.Wait(r.PathValue("wait")))
			if err != nil {
				return o, "", err
			}
			org = w.Org
		}
	}
	if !tx.Actor.IsStaff() && !tx.Actor.Is(access.Contact, access.At(org)) {
		return o, "", problem.New(problem.Forbidden, "waiting.not_contact")
	}
	if o.Org, err = people.OrgByID(ctx, tx, org); err != nil {
		return o, "", err
	}
	o.Waits, err = standingsOf(ctx, tx, org)
	for i := len(o.Waits) - 1; i >= 0; i-- {
		if o.Waits[i].Programme != p.ID {
			o.Waits = append(o.Waits[:i], o.Waits[i+1:]...)
		}
	}
	return o, "", err
}

// standingsOf is how an organisation's people stand in all lines.
func standingsOf(ctx context.Context, tx *db.Tx, org id.Org) (list []standing, err error) {
	waits, err := liveOf(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	for _, w := range waits {
		s := standing{Wait: w}
		if s.Meeting, err = meeting.ByID(ctx, tx, w.Meeting); err != nil {
			return nil, err
		}
		line, err := lineAt(ctx, tx, w.Meeting)
		if err != nil {
			return nil, err
		}
		s.Before = before(line, w.ID)
		list = append(list, s)
	}
	return list, nil
}

func showOwn(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var o own
	var to string
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		o, to, err = loadOwn(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	if to != "" {
		return web.Redirect(w, r, to)
	}
	o.Done = r.URL.Query().Get("sket")
	return web.Render(w, r, http.StatusOK, ownPage(o))
}

// priceIn is the net price that stood on the page.
func priceIn(r *http.Request) money.Money {
	minor, _ := strconv.ParseInt(r.PostFormValue("pris"), 10, 64)
	return money.Money{Minor: minor, Currency: r.PostFormValue("valuta")}
}

// postJoin sends the registration's form to the list instead. What is refused is
// shown on the list's page, and the form stays as it is.
func postJoin(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var p programme.Programme
	var req registration.Request
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if p, _, err = programme.BySlug(ctx, tx, web.KindNetwork, r.PathValue("slug")); err != nil {
			return err
		}
		if who := tx.Actor; !who.IsStaff() && !who.Is(access.Contact, access.At(who.Org)) {
			return problem.New(problem.Forbidden, "waiting.not_contact")
		}
		req, err = registration.Unsent(ctx, tx, p.ID, r.PostFormValue("key"))
		return err
	})
	if err == nil {
		err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
			req.Accepted = priceIn(r)
			if r.PostFormValue("ok") == "" {
				return problem.Fields{{Name: "ok", Key: "waiting.not_accepted"}}.Err()
			}
			if _, err := Join(ctx, tx, Joining{Key: req.Key, Request: req, Together: r.PostFormValue("sammen") != ""}); err != nil {
				return err
			}
			return registration.Discard(ctx, tx, p.ID)
		})
	}
	if bad, refused := problem.FieldsOf(err); refused {
		before, err := sentAlready(s, r)
		switch {
		case err != nil:
			return err
		case before.ID == "":
			return web.Render(w, r, http.StatusUnprocessableEntity, refusedPage(p, bad))
		}
		req.Org = before.Org
	} else if err != nil {
		return err
	}
	return web.Redirect(w, r, own{Programme: p, Staff: web.Actor(r).Org != req.Org, Org: people.Org{ID: req.Org}}.path(doneJoined))
}

// sentAlready is the wait that the same form became when it was sent before: a
// second press of the button comes when the form is put away. Zero when none.
func sentAlready(s *web.Site, r *http.Request) (before Wait, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		var done Joined
		found, err := tx.Answered(ctx, r.PostFormValue("key"), &done)
		if err != nil || !found {
			return err
		}
		if before, err = byID(ctx, tx, done.ID); problem.Is(err, problem.NotFound) {
			before, err = Wait{}, nil
		}
		return err
	})
	return before, err
}

func postLeave(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return change(s, w, r, doneLeft, func(ctx context.Context, tx *db.Tx, one id.Wait) error { return Leave(ctx, tx, one) })
}

func postAccept(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return change(s, w, r, doneAccepted, func(ctx context.Context, tx *db.Tx, one id.Wait) error { return Accept(ctx, tx, one, priceIn(r)) })
}

// under makes sure that a wait is one of the programme in the address.
func under(ctx context.Context, tx *db.Tx, slug string, one id.Wait) error {
	p, _, err := programme.BySlug(ctx, tx, web.KindNetwork, slug)
	if err != nil {
		return err
	}
	w, err := byID(ctx, tx, one)
	if err == nil && w.Programme != p.ID {
		err = problem.New(problem.NotFound, "web.not_found")
	}
	return err
}

// change does something to a wait, and shows the list again.
func change(s *web.Site, w http.ResponseWriter, r *http.Request, done string, do func(context.Context, *db.Tx, id.Wait) error) error {
	var o own
	var to string
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		one := id.Wait(r.PathValue("wait"))
		if err := under(ctx, tx, r.PathValue("slug"), one); err != nil {
			return err
		}
		return do(ctx, tx, one)
	})
	bad, refused := problem.FieldsOf(err)
	if err != nil && !refused {
		return err
	}
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		o, to, err = loadOwn(ctx, tx, r)
		return err
	})
	switch {
	case err != nil:
		return err
	case to != "":
		return web.Redirect(w, r, to)
	case refused:
		o.Faults = bad
		return web.Render(w, r, http.StatusUnprocessableEntity, ownPage(o))
	}
	return web.Redirect(w, r, o.path(done))
}
