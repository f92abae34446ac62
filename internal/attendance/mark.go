package attendance

import (
	"context"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/registration"
)

// State is how it stands with somebody who has a seat.
type State string

const (
	Unknown State = ""     // nobody has said
	Came    State = "came" // was there
	Late    State = "late" // has told that they come later
	Excused State = "excused"
	Absent  State = "absent" // did not come, and did not tell
)

// Mark is what somebody tapped at the door. State Unknown takes back what was
// marked before.
type Mark struct {
	ID     string // chosen by the device; letters, digits, hyphens and dots
	Person id.Person
	State  State
	At     time.Time // by the device's clock
	Device string    // which, so that a muddle can be understood; no person
}

// Taken is what became of some marks, by their ids.
type Taken struct {
	Saved   []string // kept, now or before
	Refused []string // cannot be kept, and must not be sent again
}

// Take keeps marks, in any order and as often as they are sent: a mark that is
// kept already changes nothing. Marks that are more than a day old, from the
// future, about somebody without a seat, or who is said to have come or stayed away
// before the day of the meeting, are refused one by one, so that a
// device is not stuck with them. For the secretariat and the programme's
// moderators, at a meeting that is not cancelled.
func Take(ctx context.Context, tx *db.Tx, at id.Meeting, marks []Mark) (done Taken, err error) {
	m, err := meeting.ByID(ctx, tx, at)
	if err != nil {
		return done, err
	}
	if err := mayReceive(tx.Actor, m.Programme); err != nil {
		return done, err
	}
	if m.State == meeting.Cancelled {
		return done, problem.New(problem.Invalid, "attendance.meeting_cancelled")
	}
	if len(marks) > mostMarks {
		return done, problem.New(problem.TooLarge, "attendance.too_many_marks")
	}
	seats, err := registration.AtTheDoor(ctx, tx, m)
	if err != nil {
		return done, err
	}
	orgs := make(map[id.Person]id.Org, len(seats))
	for _, s := range seats {
		orgs[s.Person] = s.Org
	}
	var rows []markRow
	for _, mark := range marks {
		org, seated := orgs[mark.Person]
		if !seated || !mark.valid(tx.Now) || early(mark.State, mark.At, m.Day) {
			done.Refused = append(done.Refused, mark.ID)
			continue
		}
		mark.At = earlier(mark.At, tx.Now)
		rows = append(rows, markRow{Meeting: at, Mark: mark, Org: org, By: tx.Actor.Person, Received: tx.Now})
		done.Saved = append(done.Saved, mark.ID)
	}
	fresh, err := insertMarks(ctx, tx, rows)
	if err != nil || fresh == 0 {
		return done, err
	}
	return done, tx.Audit(ctx, "attendance.marked", string(at), fresh)
}
