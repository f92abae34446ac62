package registration

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/web"
)

// post is what the first three steps have in common: read says what was typed
// into the form, and where to go when nothing is wrong; whatever it was is saved,
// but for CPR numbers: those are asked for here, whatever was pressed.
func post(at step, read func(context.Context, *db.Tx, *http.Request, *form) (to string, err error)) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		var f form
		var to string
		err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
			if f, to, err = openForm(ctx, tx, r, at); err != nil || to != "" {
				return err
			}
			if at > f.Done {
				to = f.toHole()
				return nil
			}
			f.Step = at
			reached := f.Done
			if to, err = read(ctx, tx, r, &f); err != nil {
				return err
			}
			if bad := f.checkCPR(); len(bad) > 0 {
				f.Faults, f.Done, to = append(f.Faults, bad...), reached, ""
			}
			if to != "" {
				to = f.Programme.Path() + to
			}
			if err := f.keep(ctx, tx, f.Programme.ID); err != nil || to != "" {
				return err
			}
			return f.fill(ctx, tx, r)
		})
		return f.answer(s, w, r, to, err)
	}
}

// onward is the next step, when this one has no faults; otherwise this page.
func (f *form) onward(bad problem.Fields) string {
	if f.Faults = bad; len(bad) > 0 {
		return ""
	}
	f.Done = max(f.Done, f.Step+1)
	return (f.Step + 1).address()
}

var postMeeting = post(atMeeting, func(ctx context.Context, tx *db.Tx, r *http.Request, f *form) (string, error) {
	f.draft.Meeting, f.Only = id.Meeting(r.PostFormValue("moede")), r.PostFormValue("kun") != ""
	if own := tx.Actor.Org; tx.Actor.Is(access.Contact, access.At(own)) {
		f.draft.Org = own
	} else if f.draft.Org = id.Org(r.PostFormValue("kommune")); f.draft.Org == "" {
		return f.onward(problem.Fields{{Name: "kommune", Key: "registration.no_org"}}), nil
	}
	if _, err := people.OrgByID(ctx, tx, f.draft.Org); err != nil {
		return "", err
	}
	s, err := open(ctx, tx, f.Programme.ID, f.draft.Meeting, f.draft.Org, f.Only)
	if problem.Is(err, problem.NotFound) {
		return f.onward(problem.Fields{{Name: "moede", Key: "registration.no_meeting"}}), nil
	}
	if err != nil {
		return "", err
	}
	return f.onward(checkMeeting(s.Programme, s.Meeting, s.belongs(), tx.Now)), nil
})

var postGuests = post(atGuests, func(ctx context.Context, tx *db.Tx, r *http.Request, f *form) (string, error) {
	f.Guests = guestsIn(r)
	if err := f.look(ctx, tx, f.draft.Meeting); err != nil {
		return "", err
	}
	here := atGuests.address()
	do, which, _ := strings.Cut(r.PostFormValue("gør"), "-")
	switch do {
	case "tilfoej":
		f.Faults = f.add(people.Guest{})
	case "kollega":
		who, err := f.colleague(ctx, tx, id.Person(which))
		if err != nil {
			return "", err
		}
		f.Faults = f.add(who)
	case "fjern":
		if i, err := strconv.Atoi(which); err == nil && i >= 1 && i <= len(f.Guests) {
			f.Guests = slices.Delete(f.Guests, i-1, i)
		}
		return here + "#deltagere", nil
	default:
		bad := checkGuests(f.Guests)
		if len(bad) == 0 {
			bad = checkSeated(f.Scene, f.ids())
			bad = append(bad, checkNumbers(f.Programme, f.Scene.List, f.Scene.At)...)
		}
		if len(bad) == 0 {
			f.recognise()
		}
		return f.onward(bad), nil
	}
	if len(f.Faults) > 0 {
		return "", nil
	}
	return here + "#" + row("navn", len(f.Guests)-1), nil
})

// ids are the guests that the house knows, empty where it does not.
func (f form) ids() []id.Person {
	list := make([]id.Person, len(f.Known))
	for i, p := range f.Known {
		list[i] = p.ID
	}
	return list
}

// recognise writes colleagues as the house has them, for that is how the receipt
// will: nobody's name or position is changed by registering them. People of
// other organisations stay as they were typed: what they are called is not ours
// to tell.
func (f *form) recognise() {
	for i, p := range f.Known {
		if p.ID != "" && p.Org == f.draft.Org {
			f.Guests[i].Name, f.Guests[i].Title = p.Name, p.Title
		}
	}
}

// add puts one more guest in the first empty row, or in a new one.
func (f *form) add(g people.Guest) problem.Fields {
	if g.Email != "" {
		if i := slices.Index(f.Guests, people.Guest{}); i >= 0 {
			f.Guests[i] = g
			return nil
		}
	}
	if before, most := f.limits(); int64(len(f.Guests)) >= most-before {
		return problem.Fields{{Name: "tilfoej", Key: "registration.too_many", About: numberText(most)}}
	}
	f.Guests = append(f.Guests, g)
	return nil
}

// room is how many guests the form has rows for: as many as the organisation may
// still send.
func (f *form) room() int64 {
	before, most := f.limits()
	return most - before
}

// limits are how many the organisation has, and how many it may have.
func (f *form) limits() (before, most int64) {
	for _, at := range f.Scene.At {
		before = max(before, at.Before)
	}
	most = before
	for most < before+mostRows && fits(f.Programme, f.Scene.List, most+1) {
		most++
	}
	return before, most
}

// mostRows bounds the form where a programme has no bound of its own.
const mostRows = 50

// colleague is one of the organisation's people, as a guest.
func (f *form) colleague(ctx context.Context, tx *db.Tx, who id.Person) (people.Guest, error) {
	all, err := people.PersonsOf(ctx, tx, f.draft.Org)
	for _, p := range all {
		if p.ID == who {
			return people.Guest{Name: p.Name, Email: p.Email, Title: p.Title}, err
		}
	}
	return people.Guest{}, err
}

// guestsIn are the rows of the form, as they were typed.
func guestsIn(r *http.Request) (list []people.Guest) {
	for i := range mostRows {
		name, mail, title := row("navn", i), row("mail", i), row("still", i)
		if !r.PostForm.Has(name) && !r.PostForm.Has(mail) {
			break
		}
		text := func(field string) string { return strings.TrimSpace(r.PostFormValue(field)) }
		list = append(list, people.Guest{Name: text(name), Email: text(mail), Title: text(title)})
	}
	return list
}

var postInvoice = post(atInvoice, func(ctx context.Context, tx *db.Tx, r *http.Request, f *form) (string, error) {
	f.GLN, f.OrderRef, f.BuyerRef = r.PostFormValue("ean"), r.PostFormValue("rekv"), r.PostFormValue("ref")
	f.Email, f.Message = r.PostFormValue("mail"), r.PostFormValue("bem")
	if do, which, _ := strings.Cut(r.PostFormValue("gør"), "-"); do == "ean" {
		f.GLN = which
		return atInvoice.address() + "#ean", nil
	}
	req := f.request(f.Programme.ID).tidy()
	if gln, ok := people.ParseGLN(req.GLN); ok {
		f.GLN = gln
	}
	f.OrderRef, f.BuyerRef, f.Email, f.Message = req.OrderRef, req.BuyerRef, req.Email, req.Message
	return f.onward(checkInvoice(req)), nil
})

// postCheck sends the form. What is refused there leads back to the step where
// it can be mended, with everything that was typed.
func postCheck(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	f, to, err := sendable(s, r)
	var done Receipt
	if err == nil && to == "" {
		err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
			req := f.request(f.Programme.ID)
			req.Accepted, req.Together = accepted(r), r.PostFormValue("sammen") != ""
			if done, err = Register(ctx, tx, req); err != nil {
				return err
			}
			bad, err := checkTold(ctx, tx, done.Waits, r.PostForm["venter"])
			if err == nil {
				err = bad.Err()
			}
			if err != nil {
				return err
			}
			return markSent(ctx, tx, f.Programme.ID, f.Key, done.Number)
		})
	}
	if bad, ok := problem.FieldsOf(err); ok {
		return refused(s, w, r, bad)
	}
	if err == nil && to == "" {
		to = ReceiptPath(f.Programme, done.Number)
	}
	return f.answer(s, w, r, to, err)
}

// sendable is the form as the person left it, when it can be sent. It is read
// before the command, not in it: commands come one at a time.
func sendable(s *web.Site, r *http.Request) (f form, to string, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if f, to, err = openForm(ctx, tx, r, atCheck); err != nil || to != "" {
			return err
		}
		f.Step = atCheck
		switch {
		case f.Key != r.PostFormValue("key"):
			return problem.Fields{{Key: "registration.other_window"}}.Err()
		case f.hole() < atCheck:
			to = f.toHole()
		case r.PostFormValue("ok") == "":
			return problem.Fields{{Name: "ok", Key: "registration.not_accepted"}}.Err()
		}
		return nil
	})
	return f, to, err
}

// accepted is the net price that stood on the page.
func accepted(r *http.Request) money.Money {
	minor, _ := strconv.ParseInt(r.PostFormValue("pris"), 10, 64)
	return money.Money{Minor: minor, Currency: r.PostFormValue("valuta")}
}

// refused shows the first step that has something to mend.
func refused(s *web.Site, w http.ResponseWriter, r *http.Request, bad problem.Fields) error {
	var f form
	var to string
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if f, to, err = openForm(ctx, tx, r, atCheck); err != nil || to != "" {
			return err
		}
		f.Step, f.Together = min(earliest(bad), f.Done), r.PostFormValue("sammen") != ""
		if onlyFull(bad) { // somebody was quicker: there the waiting list is offered
			f.Step = f.Done
		}
		for _, b := range bad {
			if stepOf(b.Name) == f.Step || f.Step == atCheck {
				f.Faults = append(f.Faults, b)
			}
		}
		if len(f.Faults) == 0 {
			f.Faults = bad
		}
		return f.fill(ctx, tx, r)
	})
	return f.answer(s, w, r, to, err)
}

func earliest(bad problem.Fields) step {
	at := atCheck
	for _, b := range bad {
		at = min(at, stepOf(b.Name))
	}
	return at
}

// stepOf is the step that has a field.
func stepOf(field string) step {
	switch strings.TrimRight(field, "0123456789") {
	case "moede", "kommune", "kun":
		return atMeeting
	case "navn", "still":
		return atGuests
	case "mail":
		if field != "mail" {
			return atGuests
		}
		return atInvoice
	case "ean", "rekv", "ref", "bem":
		return atInvoice
	}
	return atCheck
}
