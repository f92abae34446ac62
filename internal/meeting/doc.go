// Package meeting knows the days of a programme: when and where, what happens
// from hour to hour, and who speaks. It makes the programme of a day as PDF and
// the calendar file that each person gets.
//
// A meeting has a time, or only a day: then nothing ever shows a time for it.
// It is at a place, online, or both; the online link is for those registered and
// is never on a public page. Its address is its day, and keeps working when the
// meeting moves.
//
// Start with meeting.go (the thing) and rules.go (what fits in a day). Who comes
// is registration's.
package meeting
