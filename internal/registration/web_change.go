package registration

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/web"

	"github.com/a-h/templ"
)

// change is one person's seats being given up, or given to a colleague.
type change struct {
	roster
	Who       participant
	Meetings  []id.Meeting // that are meant
	Way       string       // wayWithdraw, wayReplace or wayMove; empty until somebody has chosen
	Guest     people.Guest // who comes instead
	Colleague []people.Person
	Targets   []target    // where they can be moved to
	To        id.Meeting  // the one that is chosen
	All       bool        // move everybody of the organisation who can be
	Others    []id.Person // who then comes along
	Key       string
	Quote     Quote
	Faults    problem.Fields
}

// What the form says is to happen.
const (
	wayWithdraw = "afmeld"
	wayReplace  = "skift"
	wayMove     = "flyt"
)

// saveAt is where the review sends it.
func (c change) saveAt() string {
	path := RosterPath(c.Programme) + "/" + string(c.Who.ID) + "/gem"
	if c.Staff {
		path += "?kommune=" + string(c.Org.ID)
	}
	return path
}

// leaver is the change as the commands take it.
func (c change) leaver() Leaver {
	return Leaver{Key: c.Key, Programme: c.Programme.ID, Org: c.Org.ID, Person: c.Who.ID, Meetings: c.Meetings}
}

// loadChange finds the person of the address, and reads what the form says.
func loadChange(ctx context.Context, tx *db.Tx, r *http.Request) (c change, to string, err error) {
	if c.roster, to, err = loadRoster(ctx, tx, r); err != nil || to != "" {
		return c, to, err
	}
	if c.Who, err = c.one(id.Person(r.PathValue("person"))); err != nil {
		return c, "", err
	}
	if c.Key = r.PostFormValue("key"); c.Key == "" {
		c.Key = tx.NewID()
	}
	if way := r.PostFormValue("hvad"); way == wayWithdraw || way == wayReplace || way == wayMove {
		c.Way = way
	}
	text := func(field string) string { return strings.TrimSpace(r.PostFormValue(field)) }
	c.Guest = people.Guest{Name: text("navn1"), Email: text("mail1"), Title: text("still1")}
	if r.Method == http.MethodGet {
		c.Meetings = idsOf(c.Who.Coming)
	}
	for _, m := range r.PostForm["moede"] { // as sent, so that sent twice is the same
		c.Meetings = append(c.Meetings, id.Meeting(m))
	}
	c.To, c.All = id.Meeting(r.PostFormValue("til")), r.PostFormValue("alle") != ""
	for _, who := range r.PostForm["med"] { // as they were when it was reviewed
		c.Others = append(c.Others, id.Person(who))
	}
	if err := c.findTargets(ctx, tx); err != nil {
		return c, "", err
	}
	all, err := people.PersonsOf(ctx, tx, c.Org.ID)
	c.Colleague = slices.DeleteFunc(all, func(p people.Person) bool {
		return p.State != people.Active || slices.ContainsFunc(c.People, func(m participant) bool { return m.ID == p.ID })
	})
	return c, "", err
}

func showChange(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var c change
	var to string
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		c, to, err = loadChange(ctx, tx, r)
		return err
	})
	return c.answer(w, r, to, err, changePage)
}

// reviewChange shows what the change means, before anything is saved.
func reviewChange(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var c change
	var to string
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if c, to, err = loadChange(ctx, tx, r); err != nil || to != "" {
			return err
		}
		if who, ok := pick(c.Colleague, r.PostFormValue("kollega")); ok {
			c.Guest = who
		}
		if len(c.Meetings) == 0 {
			c.Faults.Add("moede", "registration.no_meeting_chosen", "")
		}
		if c.Way == "" {
			c.Faults.Add("hvad", "registration.no_way_chosen", "")
		}
		if c.Way == wayReplace {
			guests := []people.Guest{c.Guest}
			c.Faults = append(c.Faults, checkGuests(guests)...)
			c.Guest = guests[0]
			c.Faults = append(c.Faults, typed{Guests: guests}.checkCPR()...)
		}
		if c.Way == wayMove {
			c.Faults = append(c.Faults, c.checkMove()...)
		}
		switch {
		case len(c.Faults) > 0:
		case c.Way == wayMove:
			c.Quote, err = Moving(ctx, tx, c.move())
		default:
			c.Quote, err = Leaving(ctx, tx, c.leaver())
		}
		return err
	})
	if bad, ok := problem.FieldsOf(err); ok {
		c.Faults, err = bad, nil
	}
	if len(c.Faults) > 0 {
		return c.answer(w, r, to, err, changePage)
	}
	return c.answer(w, r, to, err, reviewPage)
}

// pick is a colleague as a guest.
func pick(from []people.Person, who string) (people.Guest, bool) {
	for _, p := range from {
		if string(p.ID) == who {
			return people.Guest{Name: p.Name, Email: p.Email, Title: p.Title}, true
		}
	}
	return people.Guest{}, false
}

// saveChange does it. What is refused leads back to the form, with what was typed.
func saveChange(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var c change
	var to string
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		c, to, err = loadChange(ctx, tx, r)
		return err
	})
	if problem.Is(err, problem.NotFound) && c.Org.ID != "" { // sent twice: it is done
		return web.Redirect(w, r, c.path(""))
	}
	if err != nil || to != "" {
		return c.answer(w, r, to, err, changePage)
	}
	err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		switch c.Way {
		case "":
			return problem.Fields{{Name: "hvad", Key: "registration.no_way_chosen"}}.Err()
		case wayReplace:
			_, err = Replace(ctx, tx, Replacement{c.leaver(), c.Guest})
			return err
		case wayMove:
			m := c.move()
			m.Accepted = accepted(r)
			_, err = MovePeople(ctx, tx, m)
			return err
		}
		_, err = Withdraw(ctx, tx, Withdrawal{c.leaver(), accepted(r)})
		return err
	})
	if bad, ok := problem.FieldsOf(err); ok {
		c.Faults, err = bad, nil
	} else if err == nil {
		to = c.done()
	}
	return c.answer(w, r, to, err, changePage)
}

// done is the roster, which tells what has been done.
func (c change) done() string {
	what, mark := doneWithdrawn, "?"
	switch c.Way {
	case wayReplace:
		what = doneReplaced
	case wayMove:
		what = doneMoved
	}
	if strings.Contains(c.path(""), "?") {
		mark = "&"
	}
	return c.path("") + mark + "sket=" + what
}

// chosen are the meetings that are meant, by day.
func (c change) chosen() []meeting.Meeting {
	return slices.DeleteFunc(slices.Clone(c.Who.Coming), func(m meeting.Meeting) bool { return !slices.Contains(c.Meetings, m.ID) })
}

func (c change) answer(w http.ResponseWriter, r *http.Request, to string, err error, page func(change) templ.Component) error {
	switch {
	case err != nil:
		return err
	case to != "":
		return web.Redirect(w, r, to)
	}
	status := http.StatusOK
	if len(c.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, page(c))
}
