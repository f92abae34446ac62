package registration

import (
	"context"
	"net/http"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// Routes lists every door into this capability. The form has four steps; each
// saves what was typed before it looks for faults.
var Routes = []web.Route{
	{Pattern: "GET /netvaerk/{slug}/medlemmer", For: web.Public, Do: showDirectory},
	{Pattern: "POST /netvaerk/{slug}/medlemmer", For: web.SignedIn, Do: saveDirectory},
	{Pattern: "POST /netvaerk/{slug}/medlemmer/skjul", For: web.SignedIn, Do: leaveDirectory},
	{Pattern: "GET " + listPath, For: web.StaffOnly, Do: showList},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/afbud", For: web.SignedIn, Do: showExcuse},
	{Pattern: "POST /netvaerk/{slug}/moeder/{date}/afbud", For: web.SignedIn, Do: sendExcuse},
	{Pattern: "GET /netvaerk/{slug}/tilmeldte", For: web.StaffOnly, Do: showAttending},
	{Pattern: "GET /netvaerk/{slug}/deltagere", For: web.SignedIn, Do: showRoster},
	{Pattern: "GET /netvaerk/{slug}/deltagere/{person}", For: web.SignedIn, Do: showChange},
	{Pattern: "POST /netvaerk/{slug}/deltagere/{person}", For: web.SignedIn, Do: reviewChange},
	{Pattern: "POST /netvaerk/{slug}/deltagere/{person}/gem", For: web.SignedIn, Do: saveChange},
	{Pattern: "GET /netvaerk/{slug}/moeder.ics", For: web.Public, Do: networkFeed},
	{Pattern: "GET /kalender/{link}", For: web.Public, Do: secretFeed},
	{Pattern: "GET " + linksPath, For: web.SignedIn, Do: showLinks},
	{Pattern: "POST " + linksPath, For: web.SignedIn, Do: changeLink},
	{Pattern: "GET /netvaerk/{slug}/tilmeld", For: web.SignedIn, Do: begin},
	{Pattern: "GET /netvaerk/{slug}/tilmeld/moede", For: web.SignedIn, Do: show(atMeeting)},
	{Pattern: "POST /netvaerk/{slug}/tilmeld/moede", For: web.SignedIn, Do: postMeeting},
	{Pattern: "GET /netvaerk/{slug}/tilmeld/deltagere", For: web.SignedIn, Do: show(atGuests)},
	{Pattern: "POST /netvaerk/{slug}/tilmeld/deltagere", For: web.SignedIn, Do: postGuests},
	{Pattern: "GET /netvaerk/{slug}/tilmeld/faktura", For: web.SignedIn, Do: show(atInvoice)},
	{Pattern: "POST /netvaerk/{slug}/tilmeld/faktura", For: web.SignedIn, Do: postInvoice},
	{Pattern: "GET /netvaerk/{slug}/tilmeld/tjek", For: web.SignedIn, Do: show(atCheck)},
	{Pattern: "POST /netvaerk/{slug}/tilmeld/tjek", For: web.SignedIn, Do: postCheck},
	{Pattern: "GET /netvaerk/{slug}/tilmeld/kvittering", For: web.SignedIn, Do: receipt},
	{Pattern: "GET /netvaerk/{slug}/tilmeld/moeder.ics", For: web.SignedIn, Do: calendar},
}

// step is a page of the form.
type step int

const (
	atMeeting step = iota
	atGuests
	atInvoice
	atCheck
)

// address is the last part of the step's address.
func (s step) address() string {
	return [...]string{"/tilmeld/moede", "/tilmeld/deltagere", "/tilmeld/faktura", "/tilmeld/tjek"}[s]
}

// form is all that the pages of the form may see.
type form struct {
	draft
	Step      step
	Programme programme.Programme
	Org       people.Org      // for whom; the zero Org until the secretariat has chosen
	Orgs      []people.Org    // for the secretariat to choose among
	Colleague []people.Person // of the organisation, not among the guests yet
	Known     []people.Person // the guests, zero where the house does not know them
	GLNs      []people.GLN
	Choices   []choice
	Scene     scene           // of the chosen meeting, or the one marked
	Right     authority       // of the reader, to the price on the last page
	Signers   []people.Person // who can say yes when that is not enough
	Possible  bool            // there is a meeting to choose
	Line      *shortage       // on the last page, when they must wait for room
	Waits     []Delay         // later meetings that are full
	Together  bool            // as it was ticked when the form was refused
	Faults    problem.Fields
}

// choice is a meeting one can register for.
type choice struct {
	Meeting meeting.Meeting
	From    money.Money // what the fewest cost a new member; no currency when they are one already
	Then    int         // how many later meetings come with it
	Own     int64       // the organisation's people there
	Free    int64       // seats left; -1 when there is no limit
}

// begin is the one link that all pages have.
func begin(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	path := "/netvaerk/" + r.PathValue("slug") + atMeeting.address()
	if r.URL.RawQuery != "" {
		path += "?" + r.URL.RawQuery
	}
	web.Redirect(w, r, path)
	return nil
}

// find is the programme of the address. A former address leads on: to is then
// where.
func find(ctx context.Context, tx *db.Tx, r *http.Request) (p programme.Programme, to string, err error) {
	p, moved, err := programme.BySlug(ctx, tx, web.KindNetwork, r.PathValue("slug"))
	if moved {
		to = p.Path() + "/tilmeld"
	}
	return p, to, err
}

// show is one step as the person left it. A step that has not been reached leads
// to the one that has.
func show(at step) func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		var f form
		var to string
		err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
			if f, to, err = openForm(ctx, tx, r, at); err != nil || to != "" {
				return err
			}
			f.choose(tx.Actor, at, r.URL.Query().Get("kommune"))
			if at > f.hole() {
				to = f.toHole()
				return nil
			}
			f.Step = at
			if err := f.fill(ctx, tx, r); err != nil {
				return err
			}
			if r.URL.Query().Has(missing) {
				f.Faults = f.faultsAt(at)
			}
			return nil
		})
		return f.answer(s, w, r, to, err)
	}
}

// missing in an address says that the person wanted to go further than they can.
const missing = "mangler"

// hole is the first step that something is missing from.
func (f form) hole() step {
	for at := atGuests; at < f.Done; at++ {
		if len(f.faultsAt(at)) > 0 {
			return at
		}
	}
	return f.Done
}

// toHole is where to go instead of to a later step.
func (f form) toHole() string {
	at := f.hole()
	if at == atMeeting {
		return f.path(at)
	}
	return f.path(at) + "?" + missing + "=1"
}

// faultsAt are the faults of a step that need no database.
func (f form) faultsAt(at step) problem.Fields {
	switch at {
	case atGuests:
		return checkGuests(slices.Clone(f.Guests)) // which tidies
	case atInvoice:
		return checkInvoice(f.request(f.Programme.ID).tidy())
	}
	return nil
}

// openForm finds the programme and the person's form, and whom it is for. The
// first step begins a new form when the last was sent; the others lead to its
// receipt.
func openForm(ctx context.Context, tx *db.Tx, r *http.Request, at step) (f form, to string, err error) {
	if f.Programme, to, err = find(ctx, tx, r); err != nil || to != "" {
		return f, to, err
	}
	if !tx.Actor.IsStaff() && !tx.Actor.Is(access.Contact, access.At(tx.Actor.Org)) {
		return f, "", problem.New(problem.Forbidden, "registration.not_contact")
	}
	if f.draft, err = draftOf(ctx, tx, f.Programme.ID); err != nil || f.Sent == 0 {
		return f, "", err
	}
	if at > atMeeting {
		return f, ReceiptPath(f.Programme, f.Sent), nil
	}
	f.draft = draft{Key: tx.NewID()}
	return f, "", nil
}

// choose is the organisation that a link of the secretariat's is about, until the
// form says another.
func (f *form) choose(who access.Actor, at step, org string) {
	if at == atMeeting && org != "" && who.IsStaff() && !who.Is(access.Contact, access.At(who.Org)) {
		f.draft.Org = id.Org(org)
	}
}

// answer sends the page, or leads on, or tells who can register.
func (f form) answer(s *web.Site, w http.ResponseWriter, r *http.Request, to string, err error) error {
	switch {
	case problem.Is(err, problem.Forbidden):
		return whoCan(s, w, r, f.Programme)
	case err != nil:
		return err
	case to != "":
		web.Redirect(w, r, to)
		return nil
	}
	status := http.StatusOK
	if len(f.Faults) > 0 && r.Method == http.MethodPost {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, formPage(f))
}

// whoCan shows a person without the right to register whom to ask.
func whoCan(s *web.Site, w http.ResponseWriter, r *http.Request, p programme.Programme) error {
	var contacts []people.Person
	who := web.Actor(r)
	err := s.DB.Read(r.Context(), who, func(ctx context.Context, tx *db.Tx) (err error) {
		if who.Org != "" {
			contacts, err = people.Contacts(ctx, tx, who.Org)
		}
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusForbidden, whoCanPage(p, contacts))
}
