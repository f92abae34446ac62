// Package renewal asks the members of a season whether they go on in the next.
//
// The secretariat opens a round for a season that goes on from another: every
// organisation that took part is asked, sees for how long it is bound and which
// seats it did not use, and answers by a day. Going on is registering: whoever has
// a membership in the new season goes on, and nothing else says so. Stopping has
// a reason. What no answer means is the network's rule: the same people go on, or
// the organisation stops.
//
// Start with open.go (a round), answer.go (an answer) and daily.go (reminders, and
// what happens when the day is over).
package renewal
