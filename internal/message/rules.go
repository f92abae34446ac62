package message

import (
	"slices"
	"strings"
	"time"

	"faelled/internal/danish"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

// tidy takes away what nobody meant to type.
func (m Message) tidy() Message {
	m.Subject = strings.Join(strings.Fields(m.Subject), " ")
	m.Body = strings.TrimSpace(strings.ReplaceAll(m.Body, "\r\n", "\n"))
	if !slices.Contains([]Group{Towns, Contacts, Outside}, m.Audience.Group) {
		m.Audience.Region = ""
	}
	if m.Audience.Group != Towns {
		m.Audience.Orgs = nil
	}
	return m
}

// checkDraft is what even a draft must keep: it may be unfinished, but holds no
// civil registration number and is not too long.
func checkDraft(m Message) (bad problem.Fields) {
	if !slices.Contains(groups, m.Audience.Group) {
		bad.Add("gruppe", "message.no_group", "")
	}
	if m.Kind != Service && m.Kind != News {
		bad.Add("slags", "message.no_kind", "")
	}
	for _, f := range []struct {
		name, text string
		most       int
	}{{"emne", m.Subject, maxSubject}, {"tekst", m.Body, maxBody}} {
		if holdsCPR(f.text) {
			bad.Add(f.name, "message.cpr", "")
		}
		if letters(f.text) > f.most {
			bad.Add(f.name, "message.too_long", "")
		}
	}
	return bad
}

// checkReady is what must be there before it can be sent to anybody.
func checkReady(m Message) (bad problem.Fields) {
	bad = checkDraft(m)
	if m.Subject == "" {
		bad.Add("emne", "message.no_subject", "")
	}
	if m.Body == "" {
		bad.Add("tekst", "message.no_body", "")
	}
	if m.Audience.Group == Outside && m.Kind == Service { // no mail that nobody asked for, and that nobody can end
		bad.Add("slags", "message.outside_is_news", "")
	}
	if m.Audience.Group == Registered && m.Meeting == "" {
		bad.Add("om", "message.no_meeting", "")
	}
	for _, f := range []struct{ name, text string }{{"emne", m.Subject}, {"tekst", m.Body}} {
		_, slips := parse(f.text)
		for _, s := range slips {
			bad.Add(f.name, "message.no_such_field", about(s.Line, s.What))
		}
	}
	return bad
}

// holdsCPR tells whether a text surely holds a civil registration number.
func holdsCPR(text string) bool {
	return slices.ContainsFunc(danish.CPR(text), func(h danish.Hit) bool { return h.Grade == danish.Sure })
}

// current are the meetings that decide who is a member: those still to come, or
// all when the season is over. Somebody who left after the first meeting keeps the
// seat they sat in, and is no member.
func current(all []meeting.Meeting, now time.Time) map[id.Meeting]bool {
	coming, every := map[id.Meeting]bool{}, map[id.Meeting]bool{}
	for _, m := range all {
		if m.State != meeting.Planned {
			continue
		}
		every[m.ID] = true
		if !registration.Begun(m, now) {
			coming[m.ID] = true
		}
	}
	if len(coming) == 0 {
		return every
	}
	return coming
}

// weekly is how often a mail about a service is tried to an address that takes no
// mail: it may have been mended.
const weekly = 7 * 24 * time.Hour

// outcome is how it begins for somebody: queued, or left out and why.
func outcome(k Kind, optedOut bool, u *people.Unreachable, now time.Time) (Arrival, string) {
	switch {
	case k == News && optedOut:
		return Suppressed, whyOptedOut
	case k == News && u != nil:
		return Suppressed, whyUnreachable
	case u != nil && now.Sub(u.TriedAt) < weekly:
		return Skipped, whyUnreachable
	}
	return Queued, ""
}
