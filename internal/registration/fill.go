package registration

import (
	"context"
	"net/http"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
)

// fill adds what the page of this step shows.
func (f *form) fill(ctx context.Context, tx *db.Tx, r *http.Request) (err error) {
	staff := tx.Actor.IsStaff() && !tx.Actor.Is(access.Contact, access.At(tx.Actor.Org))
	if !staff {
		f.draft.Org = tx.Actor.Org
	} else if f.Step == atMeeting {
		if f.Orgs, err = people.OrgList(ctx, tx); err != nil {
			return err
		}
	}
	if f.draft.Org != "" {
		if f.Org, err = people.OrgByID(ctx, tx, f.draft.Org); err != nil {
			return err
		}
	}
	if f.Step == atMeeting {
		return f.fillChoices(ctx, tx, r)
	}
	if f.Step == atGuests && len(f.Guests) == 0 {
		f.Guests = []people.Guest{{}}
	}
	if err := f.look(ctx, tx, f.draft.Meeting); err != nil {
		return err
	}
	switch f.Step {
	case atGuests:
		return f.fillGuests(ctx, tx)
	case atInvoice:
		return f.fillInvoice(ctx, tx)
	}
	if f.Right, err = authorityOf(ctx, tx, f.Scene, f.draft.Org); err != nil {
		return err
	}
	if f.overLimit() {
		if f.Signers, err = people.SignersIn(ctx, tx, f.draft.Org, f.Programme.Field); err != nil {
			return err
		}
	}
	if err := f.fillLine(ctx, tx); err != nil {
		return err
	}
	f.GLNs, err = people.GLNs(ctx, tx, f.draft.Org)
	return err
}

// overLimit tells whether somebody else has to say yes to the form's price.
func (f form) overLimit() bool { return f.Right.tooLarge(f.Scene.Quote.Net) }

// look finds what the form costs as it stands.
func (f *form) look(ctx context.Context, tx *db.Tx, m id.Meeting) (err error) {
	if f.Scene, err = open(ctx, tx, f.Programme.ID, m, f.draft.Org, f.Only); err != nil {
		return err
	}
	var strangers int64
	if f.Known, strangers, err = f.Scene.recognise(ctx, tx, f.draft.Org, f.Guests); err != nil {
		return err
	}
	return f.Scene.price(ctx, tx, f.draft.Org, distinct(f.Known), strangers)
}

// fillGuests finds colleagues to choose from.
func (f *form) fillGuests(ctx context.Context, tx *db.Tx) error {
	all, err := people.PersonsOf(ctx, tx, f.draft.Org)
	for _, p := range all {
		typed := slices.ContainsFunc(f.Guests, func(g people.Guest) bool { return g.Email == p.Email })
		if !typed && p.State == people.Active {
			f.Colleague = append(f.Colleague, p)
		}
	}
	return err
}

// fillInvoice writes what we know, the first time the page is seen.
func (f *form) fillInvoice(ctx context.Context, tx *db.Tx) (err error) {
	if f.GLNs, err = people.GLNs(ctx, tx, f.draft.Org); err != nil || f.Done > atInvoice {
		return err
	}
	f.GLNs = people.ForField(f.GLNs, f.Programme.Field)
	if f.GLN == "" && len(f.GLNs) > 0 && len(f.Faults) == 0 {
		f.GLN = f.GLNs[0].Number
	}
	if f.Email == "" && len(f.Faults) == 0 {
		me, err := people.PersonByID(ctx, tx, tx.Actor.Person)
		if err != nil {
			return err
		}
		f.Email = me.Email
	}
	return nil
}

// fillChoices lists the meetings that are still to come.
func (f *form) fillChoices(ctx context.Context, tx *db.Tx, r *http.Request) error {
	meetings, err := meeting.InProgramme(ctx, tx, f.Programme.ID)
	if err != nil {
		return err
	}
	meetings = slices.DeleteFunc(meetings, func(m meeting.Meeting) bool {
		return m.State != meeting.Planned || Begun(m, tx.Now)
	})
	if len(meetings) == 0 {
		return nil
	}
	if i := slices.IndexFunc(meetings, func(m meeting.Meeting) bool { return m.Slug == r.URL.Query().Get("moede") }); i >= 0 && f.Done == atMeeting {
		f.draft.Meeting = meetings[i].ID
	}
	if !slices.ContainsFunc(meetings, is(f.draft.Meeting)) {
		f.draft.Meeting = meetings[0].ID
	}
	if err := f.look(ctx, tx, f.draft.Meeting); err != nil {
		return err
	}
	taken, err := takenAt(ctx, tx, idsOf(limited(meetings)))
	if err != nil {
		return err
	}
	own := map[id.Meeting]int64{}
	if f.draft.Org != "" {
		seats, err := SeatsOf(ctx, tx, f.Programme.ID, f.draft.Org)
		if err != nil {
			return err
		}
		for _, s := range seats {
			own[s.Meeting]++
		}
	}
	member := len(f.Scene.Terms) > 0
	f.Possible = len(checkMeeting(f.Programme, f.Scene.Meeting, f.Scene.belongs(), tx.Now)) == 0
	for _, m := range meetings {
		then := planFor(f.Scene.Meetings, f.Scene.Terms, m, f.Programme.Covers, false).Touched[1:]
		c := choice{Meeting: m, Own: own[m.ID], Then: len(then), Free: -1}
		if m.Capacity > 0 {
			c.Free = max(0, m.Capacity-taken[m.ID])
		}
		if cheapest, ok := f.Scene.List.Tier(1); ok && !member {
			c.From = cheapest.PerMeeting
		}
		f.Choices = append(f.Choices, c)
	}
	return nil
}
