package registration

import (
	"context"
	"slices"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// scene is all that a decision about one registration rests on.
type scene struct {
	Programme programme.Programme
	Meetings  []meeting.Meeting // the programme's, by day
	Meeting   meeting.Meeting
	InTime    bool // asked for earlier, when the form was open, and has waited
	Terms     []term
	Returning bool // no member, but was one in the season before
	Plan      plan
	List      billing.PriceList
	At        []standing
	Held      map[id.Meeting]int64 // places that were kept for this very registration
	Taken     map[id.Meeting]int64 // of meetings with limited room, and those that had it once
	Seated    map[id.Person]bool   // of those asked about: has a seat at Meeting
	Waits     map[id.Person]bool   // of those: waits in line for one there that is paid for
	Give      []taken              // the places they get: meeting and person
	Quote     Quote
	Right     authority // of whoever acts, to such a sum
}

// open finds the programme, its meetings and the organisation's terms, and what
// registering for one of the meetings would touch.
func open(ctx context.Context, tx *db.Tx, p id.Programme, m id.Meeting, org id.Org, only bool) (s scene, err error) {
	if s.Programme, err = programme.ByID(ctx, tx, p); err != nil {
		return s, err
	}
	if s.Programme.State != programme.Public && !tx.Actor.IsStaff() && !tx.Actor.IsSystem() {
		return s, problem.New(problem.NotFound, "registration.no_such_programme")
	}
	if s.Meetings, err = meeting.InProgramme(ctx, tx, p); err != nil {
		return s, err
	}
	i := slices.IndexFunc(s.Meetings, is(m))
	if i < 0 {
		return s, problem.New(problem.NotFound, "registration.no_such_meeting")
	}
	s.Meeting, s.InTime = s.Meetings[i], tx.Actor.IsSystem()
	if s.Terms, err = termsOf(ctx, tx, p, org); err != nil {
		return s, err
	}
	if before := s.Programme.Previous; before != "" && len(s.Terms) == 0 {
		was, err := termsOf(ctx, tx, before, org)
		if err != nil {
			return s, err
		}
		s.Returning = len(was) > 0
	}
	s.Plan = planFor(s.Meetings, s.Terms, s.Meeting, s.Programme.Covers, only)
	return s, nil
}

// belongs tells whether the deadline for new members is none of theirs.
func (s scene) belongs() bool { return len(s.Terms) > 0 || s.Returning }

// price adds who has a seat already and what it all costs. known are the guests
// that the house knows, strangers how many it does not: they sit nowhere yet.
func (s *scene) price(ctx context.Context, tx *db.Tx, org id.Org, known []id.Person, strangers int64) error {
	invoiced, err := billing.Invoiced(ctx, tx, s.Programme.ID, org)
	if err != nil {
		return err
	}
	rows, err := roll(ctx, tx, s.Plan.Touched, org, known)
	if err != nil {
		return err
	}
	own, seated := map[id.Meeting]int64{}, map[taken]bool{}
	waits := map[taken]bool{}
	s.Taken, s.Seated, s.Waits = map[id.Meeting]int64{}, map[id.Person]bool{}, map[id.Person]bool{}
	for _, r := range rows {
		if r.Person == "" {
			s.Taken[r.Meeting] = r.N
			continue
		}
		seat := taken{Meeting: r.Meeting, Person: r.Person}
		if r.Org == org && !seated[seat] {
			own[r.Meeting]++
		}
		seated[seat] = true
		waits[seat] = r.N == 0
	}
	if err := s.count(ctx, tx); err != nil {
		return err
	}
	paidFor, err := keptOf(ctx, tx, s.Plan.Touched, org)
	if err != nil {
		return err
	}
	first := s.Meeting.ID
	if s.Plan.Term != nil {
		first = s.Plan.Term.First
	}
	s.At, s.Give = nil, nil
	for _, m := range s.Plan.Touched {
		add := strangers
		for _, p := range known {
			if want := (taken{Meeting: m.ID, Person: p}); !seated[want] {
				s.Give = append(s.Give, want)
				add++
			} else if m.ID == s.Meeting.ID {
				s.Seated[p], s.Waits[p] = !waits[want], waits[want]
			}
		}
		if add > 0 || m.ID == s.Meeting.ID {
			s.At = append(s.At, standing{
				Meeting: m, First: s.Plan.Term == nil && m.ID == first, Before: own[m.ID], Add: add, Kept: paidFor[m.ID],
				Invoiced: invoiced[m.ID], Later: later(s.Programme.Invoicing, m, first, tx.Now),
			})
		}
	}
	if s.List, err = reaching(ctx, tx, s.Programme.ID, s.Plan.Term, s.most()+1); err != nil {
		return err
	}
	s.Quote = quote(s.List, s.At)
	return nil
}

// listFor is the price list that holds throughout a term: that of the day it
// began. No term begins today.
func listFor(ctx context.Context, tx *db.Tx, p id.Programme, t *term) (billing.PriceList, error) {
	if t != nil {
		return billing.PriceListByID(ctx, tx, t.Prices)
	}
	return billing.PriceListFor(ctx, tx, p, when.On(tx.Now))
}

// count finds how many seats are taken where nobody has kept it yet.
func (s *scene) count(ctx context.Context, tx *db.Tx) error {
	_, err := countRest(ctx, tx, idsOf(limited(s.Plan.Touched)), s.Taken)
	return err
}

// takenAt is how many seats others cannot have at some meetings: as it is kept, and
// counted where nobody keeps it yet.
func takenAt(ctx context.Context, tx *db.Tx, meetings []id.Meeting) (map[id.Meeting]int64, error) {
	taken, err := rooms(ctx, tx, meetings)
	if err != nil {
		return nil, err
	}
	_, err = countRest(ctx, tx, meetings, taken)
	return taken, err
}

// countRest counts the seats, and the places that are kept, at those of the meetings that taken does not have,
// adds them to it, and tells which they were.
func countRest(ctx context.Context, tx *db.Tx, meetings []id.Meeting, taken map[id.Meeting]int64) (rest []id.Meeting, err error) {
	for _, m := range meetings {
		if _, kept := taken[m]; !kept {
			rest = append(rest, m)
		}
	}
	counts, err := CountBy(ctx, tx, rest)
	for _, m := range rest {
		taken[m] = counts[m].Taken()
	}
	return rest, err
}

// most is the largest number of people the organisation will have, or pays for, at a
// meeting.
func (s *scene) most() (n int64) {
	for _, at := range s.At {
		n = max(n, at.Before+at.Add, at.Kept)
	}
	return n
}

// reaching is a term's price list; with tiers of today's above its own when it
// has none for n people.
func reaching(ctx context.Context, tx *db.Tx, p id.Programme, t *term, n int64) (billing.PriceList, error) {
	own, err := listFor(ctx, tx, p, t)
	if _, ok := own.Tier(n); ok || n == 0 || t == nil || err != nil {
		return own, err
	}
	current, err := listFor(ctx, tx, p, nil)
	if problem.Is(err, problem.NotFound) {
		return own, nil
	}
	return extend(own, current), err
}

func idsOf(meetings []meeting.Meeting) []id.Meeting {
	ids := make([]id.Meeting, len(meetings))
	for i, m := range meetings {
		ids[i] = m.ID
	}
	return ids
}

// limited are the meetings where somebody may have to be refused.
func limited(meetings []meeting.Meeting) (list []meeting.Meeting) {
	for _, m := range meetings {
		if m.Capacity > 0 {
			list = append(list, m)
		}
	}
	return list
}

// Quoting is what it would cost an organisation to send so many more people to a
// meeting, and to the later ones its membership covers. What cannot be had is an
// Invalid problem, beside the quote as far as it goes.
func Quoting(ctx context.Context, tx *db.Tx, p id.Programme, m id.Meeting, org id.Org, guests int64) (Quote, error) {
	if err := mayRegister(tx.Actor, org); err != nil {
		return Quote{}, err
	}
	return quoting(ctx, tx, p, m, org, guests)
}

// quoting is Quoting for those who were asked whether they may.
func quoting(ctx context.Context, tx *db.Tx, p id.Programme, m id.Meeting, org id.Org, guests int64) (Quote, error) {
	s, err := open(ctx, tx, p, m, org, false)
	if err != nil {
		return Quote{}, err
	}
	if err := s.price(ctx, tx, org, nil, guests); err != nil {
		return Quote{}, err
	}
	bad := checkMeeting(s.Programme, s.Meeting, s.belongs(), tx.Now)
	bad = append(bad, checkNumbers(s.Programme, s.List, s.At)...)
	return s.Quote, append(bad, checkRoom(s.At[:1], s.Taken)...).Err()
}
