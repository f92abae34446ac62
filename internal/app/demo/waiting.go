package demo

import (
	"context"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/waiting"
	"faelled/internal/web"
	"faelled/internal/when"
)

// visit is a small network whose only meeting is full: some wait for a seat.
type visit struct {
	programme id.Programme
	meeting   id.Meeting
}

// queue is the story of a school visit with room for four: two municipalities
// take the seats, and two others wait, one of them kontakt's.
func (w *World) queue(ctx context.Context, l *land) error {
	if err := w.at("2021-04-23", "13.30"); err != nil {
		return err
	}
	var v visit
	if err := w.House.DB.Write(ctx, l.staff, func(ctx context.Context, tx *db.Tx) (err error) {
		v, err = w.addVisit(ctx, tx, l)
		return err
	}); err != nil {
		return err
	}
	for _, town := range []int{2, 4} {
		if err := w.House.DB.Write(ctx, acts(l.contacts[town]), func(ctx context.Context, tx *db.Tx) error {
			_, err := registration.Register(ctx, tx, w.visitors(l, v, town))
			return err
		}); err != nil {
			return err
		}
	}
	for _, town := range []int{3, 1} {
		req := w.visitors(l, v, town)
		if err := w.House.DB.Write(ctx, acts(l.contacts[town]), func(ctx context.Context, tx *db.Tx) error {
			_, err := waiting.Join(ctx, tx, waiting.Joining{Request: req, Together: true})
			return err
		}); err != nil {
			return err
		}
	}
	if err := w.wish(ctx, l, v.programme); err != nil {
		return err
	}
	return w.drain(ctx)
}

func (w *World) addVisit(ctx context.Context, tx *db.Tx, l *land) (v visit, err error) {
	day := w.story.meeting("2021-09-15").Add(14)
	if v.programme, err = programme.Add(ctx, tx, programme.Programme{
		Kind: web.KindNetwork, Name: "Ledere af læringscentre", ShortName: "ledernetværk", Field: "Børn og unge",
		Lead:    "Et lille netværk, der besøger en skole ad gangen og ser, hvordan læringscentret arbejder.",
		Purpose: "Lederne lærer af hinandens hverdag.", Audience: "Ledere af pædagogiske læringscentre.", Benefits: "- Et skolebesøg\n- Sparring i en lille gruppe",
		Owner: l.association, Operator: l.centre, Seller: l.association, Contacts: []id.Person{l.staff.Person},
		SeasonFrom: day.Add(-60), SeasonTo: day.Add(60), MaxPerOrg: 3, Invoicing: programme.Advance, Email: "netvaerk@udviklingscentret.example",
	}); err != nil {
		return v, err
	}
	if _, err := billing.AddPriceList(ctx, tx, billing.PriceList{
		Programme: v.programme, Tiers: []billing.Tier{{From: 1, To: 3, PerMeeting: money.DKK(1200)}}, VAT: billing.Standard, RateBP: 2500,
	}); err != nil {
		return v, err
	}
	from, err := when.Local(day, "10.00")
	if err != nil {
		return v, err
	}
	to, err := when.Local(day, "14.00")
	if err != nil {
		return v, err
	}
	if v.meeting, err = meeting.Add(ctx, tx, meeting.Meeting{
		Programme: v.programme, Title: "Skolebesøg: læringscentret som værksted", Day: day, Starts: &from, Ends: &to,
		Venue: "Eksempelskolen", Street: "Skolevej 1", Postcode: "0002", City: "Eksempelby", Capacity: 4, FreeUntil: day.Add(-14),
	}); err != nil {
		return v, err
	}
	return v, programme.Publish(ctx, tx, v.programme)
}

// visitors are two people of a town.
func (w *World) visitors(l *land, v visit, town int) registration.Request {
	c := l.contacts[town]
	return registration.Request{
		Programme: v.programme, Meeting: v.meeting, Org: c.Org, GLN: gln(2*town + 1), BuyerRef: c.Name, Email: c.Email, Accepted: money.DKK(1200),
		Guests: []people.Guest{{Name: c.Name, Email: c.Email, Title: c.Title}, l.person(town)},
	}
}
