package attendance

import (
	"context"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/when"
)

// part is a contributor's own part of the day: all that their link may tell.
type part struct {
	scene
	Who     Contributor
	Secret  string
	Lines   []line // their own
	Contact dayContact
	Fees    []meeting.Cost // their own
	Seats   int            // for the venue: how many come
	Needs   []needing      // for the venue, without the names of those who did not say so
	sheet   []line         // the whole day
}

// opened is the part behind a secret; problem.NotFound when it is nobody's, closed,
// too old or for a part that its owner has no more, all alike. Whoever has the secret is its only authority: the house
// itself reads, and part is all that it hands on.
func opened(ctx context.Context, d *db.DB, secret string) (p part, err error) {
	err = d.Read(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		p = part{Secret: secret}
		who, found, err := contributorBehind(ctx, tx, hash(secret))
		if err != nil {
			return err
		}
		gone := problem.New(problem.NotFound, "attendance.no_link")
		if !found {
			return gone
		}
		p.Who, p.Today = who, when.On(tx.Now)
		if p.Meeting, err = meeting.ByID(ctx, tx, who.Meeting); err != nil {
			return err
		}
		if linksOver(p.Meeting, p.Today) {
			return gone
		}
		if p.sheet, err = linesOf(ctx, tx, p.Meeting); err != nil {
			return err
		}
		if !who.takesPart(p.Meeting, p.sheet) {
			return gone
		}
		return p.load(ctx, tx)
	})
	return p, err
}

// load finds the rest, once the meeting and its run-sheet are there.
func (p *part) load(ctx context.Context, tx *db.Tx) (err error) {
	if p.Programme, err = programme.ByID(ctx, tx, p.Meeting.Programme); err != nil {
		return err
	}
	for _, l := range p.sheet {
		if p.Who.concerns(l) {
			p.Lines = append(p.Lines, l)
		}
	}
	if p.Contact, err = contactOf(ctx, tx, p.Meeting.ID); err != nil {
		return err
	}
	costs, err := meeting.Costs(ctx, tx, p.Meeting.ID)
	if err != nil {
		return err
	}
	p.Fees = p.Who.fees(costs[p.Meeting.ID])
	if p.Who.Party != Venue {
		return nil
	}
	p.Meeting.OnlineURL = "" // they lend the house, and take no part
	seats, err := registration.AtTheDoor(ctx, tx, p.Meeting)
	if err != nil {
		return err
	}
	p.Seats = len(seats)
	p.Needs, err = needsForVenue(ctx, tx, p.Meeting)
	return err
}

// needsForVenue is what is needed, with the name of those only who have said that
// the venue may have it. For the house, which hands it to the venue.
func needsForVenue(ctx context.Context, tx *db.Tx, m meeting.Meeting) ([]needing, error) {
	if err := mayReadAll(tx.Actor); err != nil || needsOver(m, when.On(tx.Now)) {
		return nil, err
	}
	list, err := needy(ctx, tx, m)
	for i, n := range list {
		if !n.Named {
			list[i] = needing{Wish: n.Wish}
		}
	}
	return list, err
}

// linesOf is the run-sheet of a meeting.
func linesOf(ctx context.Context, tx *db.Tx, m meeting.Meeting) ([]line, error) {
	items, err := meeting.Agenda(ctx, tx, m.ID)
	if err != nil {
		return nil, err
	}
	tasks, err := tasksOf(ctx, tx, m.ID)
	return runSheet(m.Day, items, tasks), err
}
