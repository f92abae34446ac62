package registration

import (
	"context"
	"slices"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// Weighed is what a request would come to if it were sent now.
type Weighed struct {
	Request   Request // tidied
	Programme programme.Programme
	Meeting   meeting.Meeting
	Joins     bool // the organisation would become a member with it
	Quote     Quote
	Places    []Place        // that it takes, meeting by meeting
	Waits     []Delay        // later meetings that are full
	TooLarge  bool           // whoever asks may not decide it alone
	Limit     money.Money    // what they may
	Faults    problem.Fields // as Register would have them, but for the sum being too large
}

// Weigh finds out, and changes nothing. by is whom a signer would register for,
// and the places that are kept for it already. For those who may order for the
// organisation, and jobs.
func Weigh(ctx context.Context, tx *db.Tx, req Request, by Consent) (w Weighed, err error) {
	req = req.tidy()
	if err := mayHold(tx.Actor, req.Org); err != nil {
		return w, err
	}
	req.Guests = slices.Clone(req.Guests)
	s, err := open(ctx, tx, req.Programme, req.Meeting, req.Org, req.Only)
	if err != nil {
		return w, err
	}
	s.InTime = s.InTime || by.For != ""
	w.Faults = checkAll(s, req, tx.Now)
	known, strangers, err := s.recognise(ctx, tx, req.Org, req.Guests)
	if err != nil {
		return w, err
	}
	if err := s.price(ctx, tx, req.Org, distinct(known), strangers); err != nil {
		return w, err
	}
	if err := s.counting(ctx, tx, by.Hold); err != nil {
		return w, err
	}
	ids := make([]id.Person, len(known))
	for i, p := range known {
		ids[i] = p.ID
	}
	if len(w.Faults) == 0 {
		w.Faults = checkDecision(s, req, ids)
	}
	a, err := authorityOf(ctx, tx, s, req.Org)
	w.Request, w.Programme, w.Meeting, w.Joins, w.Quote = req, s.Programme, s.Meeting, s.Plan.Joined, s.Quote
	w.TooLarge, w.Limit = a.tooLarge(s.Quote.Net), a.Most
	for _, at := range s.At {
		w.Places = append(w.Places, Place{at.Meeting.ID, at.Add})
	}
	if err != nil {
		return w, err
	}
	share(s.At, s.Taken, s.Held, req.Together)
	lines, err := Queues(ctx, tx, idsOf(s.Plan.Touched))
	w.Waits = delays(s.At, lines)
	return w, err
}

// recognise finds the guests that the house knows, zero where it does not, and
// how many those are.
func (s *scene) recognise(ctx context.Context, tx *db.Tx, org id.Org, guests []people.Guest) (known []people.Person, strangers int64, err error) {
	mails := make([]string, len(guests))
	for i, g := range guests {
		mails[i] = g.Email
	}
	found, err := people.ByMails(ctx, tx, org, mails)
	known = make([]people.Person, len(guests))
	for i := range guests {
		mail, _ := people.ParseEmail(mails[i])
		p, ok := found[mail]
		known[i] = p
		if !ok {
			strangers++
		}
	}
	return known, strangers, err
}

// distinct are those that are known, each once.
func distinct(known []people.Person) (ids []id.Person) {
	for _, p := range known {
		if p.ID != "" && !slices.Contains(ids, p.ID) {
			ids = append(ids, p.ID)
		}
	}
	return ids
}
