package registration

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// Register seats the guests, puts them in line for the later meetings that are full,
// makes their organisation a member when it was not,
// drafts the invoices, and queues a confirmation to each guest, a receipt and a
// note to the secretariat. Faults are named after the fields of the form.
//
// A contact person is refused a sum above what their organisation lets them decide
// alone (people.Mandate); its signers and the secretariat are not.
func Register(ctx context.Context, tx *db.Tx, req Request) (Receipt, error) {
	if err := mayRegister(tx.Actor, req.Org); err != nil {
		return Receipt{}, err
	}
	return register(ctx, tx, req, Consent{})
}

// register is for those who were asked whether they may.
func register(ctx context.Context, tx *db.Tx, req Request, by Consent) (done Receipt, err error) {
	req = req.tidy()
	if tx.Actor.Org != req.Org { // the secretariat may name any
		if _, err := people.OrgByID(ctx, tx, req.Org); err != nil {
			return done, err
		}
	}
	asked := req // as it was asked; the guests are tidied below
	if found, err := tx.Recall(ctx, req.Key, asked, &done); found || err != nil {
		return done, err
	}
	req.Guests = slices.Clone(req.Guests)
	if err := tx.Lock(ctx, db.Memberships, member(req.Programme, req.Org)); err != nil {
		return done, err
	}
	s, err := open(ctx, tx, req.Programme, req.Meeting, req.Org, req.Only)
	if err != nil {
		return done, err
	}
	s.InTime = s.InTime || by.For != "" // a signer answers what was asked in time
	if err := checkAll(s, req, tx.Now).Err(); err != nil {
		return done, err
	}
	guests, err := people.Ensure(ctx, tx, req.Org, req.Guests)
	if err != nil {
		return done, err
	}
	done.Persons = make([]id.Person, len(guests))
	for i, g := range guests {
		done.Persons[i] = g.ID
	}
	if err := s.price(ctx, tx, req.Org, done.Persons, 0); err != nil {
		return done, err
	}
	if err := s.counting(ctx, tx, by.Hold); err != nil {
		return done, err
	}
	if s.Right, err = authorityOf(ctx, tx, s, req.Org); err != nil {
		return done, err
	}
	if err := append(checkDecision(s, req, done.Persons), s.Right.check(s.Quote.Net)...).Err(); err != nil {
		return done, err
	}
	share(s.At, s.Taken, s.Held, req.Together)
	done.Joined, done.Quote = s.Plan.Joined, s.Quote
	done.Meetings, done.Waits = whereTo(s.At)
	if err := save(ctx, tx, s, req, by, &done); err != nil {
		return done, err
	}
	if err := tell(ctx, tx, s, req, done); err != nil {
		return done, err
	}
	if err := tx.Remember(ctx, req.Key, asked, done); err != nil {
		return done, err
	}
	return done, take(ctx, tx, s, req, by.Hold, done)
}

// checkDecision is every reason to refuse that only shows once it is known who
// the guests are and who else comes. Whether there is room is a first look here:
// take decides.
func checkDecision(s scene, req Request, guests []id.Person) (bad problem.Fields) {
	bad = append(bad, checkSeated(s, guests)...)
	bad = append(bad, checkNumbers(s.Programme, s.List, s.At)...)
	bad = append(bad, checkRoom(s.contested(), s.Taken)...)
	if len(bad) == 0 && s.Quote.Net != req.Accepted {
		bad.Add("ok", "registration.price_changed", "")
	}
	return bad
}

// save keeps the membership, the registration and what is to be invoiced.
func save(ctx context.Context, tx *db.Tx, s scene, req Request, by Consent, done *Receipt) error {
	if s.Plan.Term == nil {
		t := term{ID: id.Membership(tx.NewID()), First: s.Meeting.ID, Prices: s.List.ID, JoinedAt: tx.Now}
		if err := insertTerm(ctx, tx, req.Programme, req.Org, t); err != nil {
			return err
		}
	}
	explained, err := json.Marshal(s.Quote)
	if err != nil {
		return err
	}
	done.ID = id.Registration(tx.NewID())
	r := record{
		ID: done.ID, Programme: req.Programme, Meeting: req.Meeting, Org: req.Org, Person: cmp.Or(by.For, sender(tx.Actor)), Joined: done.Joined,
		GLN: req.GLN, OrderRef: req.OrderRef, BuyerRef: req.BuyerRef, Email: req.Email, Message: req.Message,
		Seated: int64(len(done.Persons)), NetMinor: s.Quote.Net.Minor, Currency: s.Quote.Net.Currency,
		Quote: string(explained), CreatedAt: tx.Now,
	}
	s.Right.record(&r)
	if done.Number, err = insertRecord(ctx, tx, r); err != nil {
		return err
	}
	return order(ctx, tx, s, req, *done)
}

// sender is who a registration is from: a job sends it for somebody.
func sender(who access.Actor) id.Person {
	if who.IsSystem() {
		return who.OnBehalf
	}
	return who.Person
}

// tidy forgives what does not matter, so that the same form is the same request.
func (r Request) tidy() Request {
	r.GLN = strings.Join(strings.Fields(r.GLN), "")
	for _, text := range []*string{&r.OrderRef, &r.BuyerRef, &r.Message} {
		*text = strings.TrimSpace(*text)
	}
	if mail, ok := people.ParseEmail(r.Email); ok {
		r.Email = mail
	}
	return r
}

func texts[T ~string](ids []T) []string {
	list := make([]string, len(ids))
	for i, one := range ids {
		list[i] = string(one)
	}
	return list
}

// tell notes what happened, and asks for all that follows from it.
func tell(ctx context.Context, tx *db.Tx, s scene, req Request, done Receipt) error {
	err := tx.Audit(ctx, "registration.registered", string(done.ID), map[string]any{
		"programme": req.Programme, "meeting": req.Meeting, "org": req.Org, "seats": len(s.Give), "waits": len(done.Waits), "joined": done.Joined, "approved_by": s.Right.By,
	})
	for _, p := range done.Persons {
		err = errors.Join(err, tx.Enqueue(ctx, "registration.confirm", ticket{Registration: done.ID, Person: p, Renewed: req.renewed}))
	}
	err = errors.Join(err, tx.Enqueue(ctx, "registration.receipt", ticket{Registration: done.ID, Renewed: req.renewed}))
	err = errors.Join(err, tellOnBehalf(ctx, tx, req.Org, done.ID))
	if s.Programme.Email != "" && !req.renewed { // all of them stand on the page of the round
		err = errors.Join(err, tx.Enqueue(ctx, "registration.notify_staff", ticket{Registration: done.ID}))
	}
	for _, at := range s.At {
		if at.Later != "" {
			bill := settlement{at.Meeting.ID, req.Org}
			err = errors.Join(err, settleAt(ctx, tx, bill, settlesAt(at.Meeting)))
		}
	}
	return err
}
