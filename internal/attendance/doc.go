// Package attendance is the day of a meeting: who came, the cards they wear, and
// the run-sheet of those who make it happen.
//
// Who came is kept as marks: one for each tap at the door, with the device's own
// time and an id of its own. How it stands with a person is the latest mark. So
// many devices mark at once without waiting for each other, a device without net
// sends its marks when it has some again, and what is sent twice counts once. A
// meeting where nobody marked anything tells nothing: nobody was absent from it.
//
// A seat's check-in code is made of the seat itself and kept nowhere. It leads to
// one person at one meeting, for those only who receive the guests.
//
// Start with mark.go (what happens at the door), rules.go (what is true) and of.go
// (what other rooms may ask).
package attendance
