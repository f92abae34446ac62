package attendance

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"faelled/internal/access"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
)

// Contributor is somebody who makes a meeting happen and has no seat at it: a
// speaker, a moderator or the venue. By a link of their own they see their part of
// the day, and nothing of the participants; but the venue sees what they need, with
// the names of those who have said that it may.
type Contributor struct {
	ID      string
	Meeting id.Meeting
	Party   Party
	Name    string // as in the programme; empty for a venue that has no name yet
	Email   string
	SentAt  time.Time `db:"sent_at"` // UTC
}

// called is what to call them.
func (c Contributor) called(ctx context.Context) string {
	if c.Name == "" {
		return c.Party.Word(ctx)
	}
	return c.Name
}

// key is the contributor as a form names them.
func (c Contributor) key() string { return string(c.Party) + " " + c.Name }

// contributorsOf are those who have a part in a meeting, once each: who can be
// given a link.
func contributorsOf(m meeting.Meeting, lines []line) (list []Contributor) {
	add := func(party Party, name string) {
		c := Contributor{Meeting: m.ID, Party: party, Name: name}
		if !slices.ContainsFunc(list, func(o Contributor) bool { return o.key() == c.key() }) {
			list = append(list, c)
		}
	}
	for _, l := range lines {
		for _, v := range l.Voices {
			party := Speaker
			if v.Role == access.Moderator {
				party = Moderator
			}
			add(party, v.Name)
		}
		if l.Task != "" && l.Who != "" && (l.Party == Speaker || l.Party == Moderator) {
			for _, name := range strings.Split(l.Who, ", ") {
				add(l.Party, name)
			}
		}
	}
	if m.InPerson() {
		add(Venue, m.Venue)
	}
	return list
}

// takesPart tells whether the contributor still has the part that their link was given
// for. A venue that had no name then is the one that the meeting has now.
func (c Contributor) takesPart(m meeting.Meeting, lines []line) bool {
	return slices.ContainsFunc(contributorsOf(m, lines), func(o Contributor) bool {
		return o.key() == c.key() || c.Party == Venue && c.Name == "" && o.Party == Venue
	})
}

// concerns tells whether a line of the run-sheet is the contributor's own. What the
// venue does is the venue's, whoever of them is named; what is for all speakers or
// moderators is for each.
func (c Contributor) concerns(l line) bool {
	if l.Party != c.Party {
		return c.Party != Venue && c.Name != "" && slices.Contains(strings.Split(l.Who, ", "), c.Name)
	}
	return c.Party == Venue || l.Who == "" || slices.Contains(strings.Split(l.Who, ", "), c.Name)
}

// paidFor are the kinds of agreement that can be with each party.
var paidFor = map[Party][]meeting.CostKind{
	Speaker: {"speaker", "travel", "other"}, Moderator: {"moderator", "travel", "other"}, Venue: {"venue", "catering", "other"},
}

// fees are what is agreed with the contributor, and with nobody else.
func (c Contributor) fees(all []meeting.Cost) (own []meeting.Cost) {
	for _, cost := range all {
		if c.Name != "" && i18n.SearchKey(cost.Who) == i18n.SearchKey(c.Name) && slices.Contains(paidFor[c.Party], cost.Kind) {
			own = append(own, cost)
		}
	}
	return own
}

// hash is what is kept of a secret.
func hash(secret string) string {
	sum := sha256.Sum256([]byte("contributor " + secret))
	return hex.EncodeToString(sum[:])
}
