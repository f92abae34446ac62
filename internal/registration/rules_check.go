package registration

import (
	"fmt"
	"slices"
	"time"

	"faelled/internal/billing"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// checkComing says why nobody's place at a meeting can be changed any more. About
// is its day.
func checkComing(m meeting.Meeting, now time.Time) (bad problem.Fields) {
	switch {
	case m.State != meeting.Planned:
		bad.Add("moede", "registration.cancelled", string(m.Day))
	case Begun(m, now):
		bad.Add("moede", "registration.begun", string(m.Day))
	}
	return bad
}

// checkMeeting says why a meeting cannot be chosen. About of a complaint is the
// day it turns on.
func checkMeeting(p programme.Programme, m meeting.Meeting, member bool, now time.Time) (bad problem.Fields) {
	bad = checkComing(m, now)
	if today := when.On(now); !member && !p.Open(today) {
		last := p.Deadline
		if last == "" || !today.After(last) {
			last = min(today, p.SeasonTo)
		}
		bad.Add("moede", "registration.deadline", string(last))
	}
	return bad
}

// row is the field of a guest, counted from 1: navn2, mail2.
func row(field string, i int) string { return fmt.Sprint(field, i+1) }

// checkGuests tidies what was typed about the guests in place, and finds every
// fault in it.
func checkGuests(guests []people.Guest) (bad problem.Fields) {
	if len(guests) == 0 {
		bad.Add("navn1", "registration.nobody", "")
	}
	seen := map[string]bool{}
	for i := range guests {
		g, name, mail := &guests[i], row("navn", i), row("mail", i)
		var found problem.Fields
		people.CheckGuest(&found, g, name, mail, row("still", i), "")
		for _, f := range found {
			switch {
			case f.Name == mail:
				f.Key = "registration.bad_mail"
			case f.Name == name && g.Name == "":
				f.Key = "registration.no_name"
			}
			bad = append(bad, f)
		}
		if seen[g.Email] && len(found.For(mail)) == 0 {
			bad.Add(mail, "registration.same_mail", "")
		}
		seen[g.Email] = true
	}
	return bad
}

// Bounds on what is typed, in bytes.
const (
	maxText    = 200
	maxMessage = 4000
)

// checkInvoice finds every fault in where the invoice goes.
func checkInvoice(r Request) (bad problem.Fields) {
	if _, ok := people.ParseGLN(r.GLN); !ok {
		if n := digits(r.GLN); n == 13 {
			bad.Add("ean", "registration.gln_wrong", "")
		} else {
			bad.Add("ean", "registration.gln_length", fmt.Sprint(n))
		}
	}
	if r.OrderRef == "" && r.BuyerRef == "" {
		bad.Add("ref", "registration.no_ref", "")
	}
	if len(r.OrderRef) > maxText {
		bad.Add("rekv", "registration.too_long", "")
	}
	if len(r.BuyerRef) > maxText {
		bad.Add("ref", "registration.too_long", "")
	}
	if _, ok := people.ParseEmail(r.Email); !ok {
		bad.Add("mail", "registration.bad_mail", "")
	}
	if len(r.Message) > maxMessage {
		bad.Add("bem", "registration.too_long", "")
	}
	return bad
}

func digits(text string) (n int) {
	for _, c := range text {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	return n
}

// checkNumbers holds the quote against what the programme allows. The complaint
// is at the first guest who is one too many, and About is how many may come.
func checkNumbers(p programme.Programme, list billing.PriceList, at []standing) (bad problem.Fields) {
	for _, s := range at {
		room := int64(0)
		for room < s.Before+s.Add && fits(p, list, room+1) {
			room++
		}
		if room < s.Before+s.Add {
			bad.Add(row("navn", int(max(0, room-s.Before))), "registration.too_many", fmt.Sprint(room))
			return bad
		}
	}
	return bad
}

func fits(p programme.Programme, list billing.PriceList, n int64) bool {
	_, priced := list.Tier(n)
	return priced && (p.MaxPerOrg == 0 || n <= p.MaxPerOrg)
}

// checkRoom finds the first meeting that has no room for all: often they are all
// alike, and one complaint is enough to act on. taken is everybody's seats. About
// is the day of the meeting.
func checkRoom(at []standing, taken map[id.Meeting]int64) (bad problem.Fields) {
	for _, s := range at {
		m := s.Meeting
		if s.Add > 0 && m.Capacity > 0 && taken[m.ID]+s.Add > m.Capacity {
			bad.Add("moede", "registration.full", string(m.Day))
			return bad
		}
	}
	return nil
}

// checkAll is every fault that needs no database.
func checkAll(s scene, req Request, now time.Time) (bad problem.Fields) {
	bad = append(bad, checkMeeting(s.Programme, s.Meeting, s.belongs() || s.InTime, now)...)
	bad = append(bad, checkGuests(req.Guests)...)
	bad = append(bad, checkInvoice(req)...)
	return append(bad, req.typed().checkCPR()...)
}

// checkSeated finds the guests who have a seat at the meeting already, or wait for
// one, and those who are in the form twice: somebody may have two addresses. guests are in the
// order of the form; one the house does not know is empty.
func checkSeated(s scene, guests []id.Person) (bad problem.Fields) {
	for i, g := range guests {
		switch {
		case s.Seated[g]:
			bad.Add(row("mail", i), "registration.already", "")
		case s.Waits[g]:
			bad.Add(row("mail", i), "registration.stands_by", "")
		case g != "" && slices.Contains(guests[:i], g):
			bad.Add(row("mail", i), "registration.same_mail", "")
		}
	}
	return bad
}
