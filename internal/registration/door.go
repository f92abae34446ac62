package registration

import (
	"context"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// StandsAtDoor tells whether somebody receives a programme's guests: the
// secretariat, and whoever has been made moderator of the programme.
func StandsAtDoor(who access.Actor, p id.Programme) bool {
	return who.IsStaff() || who.Is(access.Moderator, access.In(p))
}

// mayStandAtDoor: who has a seat is told to those who receive the guests, and to
// jobs.
func mayStandAtDoor(who access.Actor, p id.Programme) error {
	if StandsAtDoor(who, p) || who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "registration.staff_only")
}

// AtTheDoor is everybody with a seat at a meeting, for those who receive them:
// the secretariat, moderators of the programme, and jobs.
func AtTheDoor(ctx context.Context, tx *db.Tx, m meeting.Meeting) ([]Seat, error) {
	if err := mayStandAtDoor(tx.Actor, m.Programme); err != nil {
		return nil, err
	}
	return seatsAtMeeting(ctx, tx, m.ID)
}

// OwnSeat is the reader's own seat at a meeting; found tells whether there is one.
func OwnSeat(ctx context.Context, tx *db.Tx, m id.Meeting) (s Seat, found bool, err error) {
	if !tx.Actor.SignedIn() {
		return s, false, nil
	}
	seats, err := seatsWhere(ctx, tx, `meeting = $1 AND person = $2`, m, tx.Actor.Person)
	if err != nil || len(seats) == 0 {
		return s, false, err
	}
	return seats[0], true, nil
}

// SeatsBetween is the seats at all planned meetings of some days, the last one
// too, at which the reader may receive the guests.
func SeatsBetween(ctx context.Context, tx *db.Tx, from, to when.Date) ([]Seat, error) {
	seats, err := seatsBetween(ctx, tx, from, to)
	if err != nil {
		return nil, err
	}
	kept := seats[:0]
	for _, s := range seats {
		if mayStandAtDoor(tx.Actor, s.Programme) == nil {
			kept = append(kept, s)
		}
	}
	return kept, nil
}
