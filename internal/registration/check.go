package registration

import (
	"context"
	"errors"
	"fmt"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/programme"
)

// Check finds what must never be: a seat given at a meeting that had no room, a
// seat or a place in line without a membership, somebody with both, and a meeting for
// which something else was invoiced than its people cost, those who sit and those who
// wait in line. A limit that was lowered below what is taken is no fault:
// the secretariat may.
// It reads everything, and is for the system and the secretariat.
func Check(ctx context.Context, tx *db.Tx) error {
	if err := maySeeAll(tx.Actor); err != nil {
		return err
	}
	var faults []error
	rows, err := strangers(ctx, tx)
	if err != nil {
		return err
	}
	for _, s := range rows {
		faults = append(faults, fmt.Errorf("seat %s of %s: no membership of %s", s.ID, s.Org, s.Programme))
	}
	both, err := uncovered(ctx, tx)
	if err != nil {
		return err
	}
	for _, s := range both {
		faults = append(faults, fmt.Errorf("standby %s of %s: no membership of %s, or a seat too", s.ID, s.Org, s.Programme))
	}
	wrong, err := miscounted(ctx, tx)
	if err != nil {
		return err
	}
	for _, m := range wrong {
		faults = append(faults, fmt.Errorf("meeting %s: another number of seats is kept than there is", m))
	}
	unlike, err := mismarked(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range unlike {
		faults = append(faults, fmt.Errorf("registration %s: the list picks it out by something else than it is", r))
	}
	list, err := programmesWithSeats(ctx, tx)
	if err != nil {
		return err
	}
	for _, p := range list {
		found, err := checkProgramme(ctx, tx, p)
		if err != nil {
			return err
		}
		faults = append(faults, found...)
	}
	return errors.Join(faults...)
}

// checkProgramme tells the faults of one programme.
func checkProgramme(ctx context.Context, tx *db.Tx, one id.Programme) (faults []error, err error) {
	p, err := programme.ByID(ctx, tx, one)
	if err != nil {
		return nil, err
	}
	meetings, err := meeting.InProgramme(ctx, tx, one)
	if err != nil {
		return nil, err
	}
	counts, err := seatCounts(ctx, tx, one)
	if err != nil {
		return nil, err
	}
	byOrg, all := map[id.Org]map[id.Meeting]int64{}, map[id.Meeting]int64{}
	for _, c := range counts {
		if byOrg[c.Org] == nil {
			byOrg[c.Org] = map[id.Meeting]int64{}
		}
		byOrg[c.Org][c.Meeting] = c.N
		all[c.Meeting] += c.N
	}
	lines, err := standbyCounts(ctx, tx, one)
	if err != nil {
		return nil, err
	}
	waits := map[taken]int64{}
	for _, c := range lines {
		waits[taken{Org: c.Org, Meeting: c.Meeting}] = c.N
	}
	held, err := CountBy(ctx, tx, idsOf(limited(meetings)))
	if err != nil {
		return nil, err
	}
	for _, m := range meetings {
		all[m.ID] += held[m.ID].Held
		if m.Capacity == 0 || all[m.ID] <= m.Capacity {
			continue
		}
		given, err := givenSince(ctx, tx, m.ID, m.ChangedAt)
		if err != nil {
			return nil, err
		}
		if given > 0 {
			faults = append(faults, fmt.Errorf("meeting %s: %d seats and kept places, room for %d", m.ID, all[m.ID], m.Capacity))
		}
	}
	members, err := orgsWithTerms(ctx, tx, one)
	if err != nil {
		return nil, err
	}
	for _, org := range members {
		found, err := checkMember(ctx, tx, membersPlaces{p, meetings, org, byOrg[org], waits})
		if err != nil {
			return nil, err
		}
		faults = append(faults, found...)
	}
	return faults, nil
}

// membersPlaces are one organisation's in a programme.
type membersPlaces struct {
	Programme programme.Programme
	Meetings  []meeting.Meeting
	Org       id.Org
	Own       map[id.Meeting]int64 // its seats
	Waits     map[taken]int64      // everybody's places in line, by organisation and meeting
}

// checkMember tells what is wrong with one organisation's seats and invoices.
func checkMember(ctx context.Context, tx *db.Tx, member membersPlaces) (faults []error, err error) {
	p, meetings, org := member.Programme, member.Meetings, member.Org
	terms, err := termsOf(ctx, tx, p.ID, org)
	if err != nil {
		return nil, err
	}
	invoiced, err := billing.Invoiced(ctx, tx, p.ID, org)
	if err != nil {
		return nil, err
	}
	paidFor, err := keptOf(ctx, tx, meetings, org)
	if err != nil {
		return nil, err
	}
	for _, m := range meetings {
		n := max(member.Own[m.ID]+member.Waits[taken{Org: org, Meeting: m.ID}], paidFor[m.ID])
		t := termFor(meetings, terms, m, p.Covers)
		if t == nil {
			t = lastTerm(meetings, terms, m)
		}
		if t == nil || m.State != meeting.Planned {
			continue
		}
		list, err := reaching(ctx, tx, p.ID, t, n)
		if err != nil {
			return nil, err
		}
		tier, _ := list.Tier(n)
		open := later(p.Invoicing, m, t.First, tx.Now) != "" || p.Invoicing == programme.PerMeeting && tx.Now.Before(settlesAt(m).Add(settleTime))
		if got := invoiced[m.ID].Minor; got != tier.PerMeeting.Minor && !(open && got <= tier.PerMeeting.Minor) {
			faults = append(faults, fmt.Errorf("meeting %s: %d people from %s cost %s, invoiced %s", m.ID, n, org, tier.PerMeeting, invoiced[m.ID]))
		}
	}
	return faults, nil
}
