package registration

import (
	"context"
	"slices"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// shortage is what a form says when there is no room for all: it is sent to the
// waiting list instead, which is another room's door.
type shortage struct {
	Day     when.Date // of the meeting that has no room
	Free    int64     // how many there is room for
	Waiting int64     // groups that wait for it already
}

// fillLine finds out whether they must wait: for the meeting asked for, or for later
// ones that are full.
func (f *form) fillLine(ctx context.Context, tx *db.Tx) error {
	first := f.Scene.At[:1]
	full := checkRoom(first, f.Scene.Taken)
	share(f.Scene.At, f.Scene.Taken, nil, false)
	waiting, err := Queues(ctx, tx, idsOf(f.Scene.Plan.Touched))
	if err != nil {
		return err
	}
	if len(full) > 0 {
		f.Line = &shortage{Day: when.Date(full[0].About), Free: freeAt(first[0], f.Scene.Taken), Waiting: waiting[f.Scene.Meeting.ID].Parties}
	}
	f.Waits = delays(f.Scene.At, waiting)
	return nil
}

// Delay is a later meeting where some of those who come must wait in line.
type Delay struct {
	Meeting id.Meeting
	Day     when.Date
	Sit     int64 // how many of them get seats all the same
	Wait    int64
	Number  int64 // which group of the line they are
}

// delays are those of the places that were shared out.
func delays(at []standing, lines map[id.Meeting]Crowd) (list []Delay) {
	for _, s := range at {
		if s.Wait > 0 {
			list = append(list, Delay{s.Meeting.ID, s.Meeting.Day, s.Add - s.Wait, s.Wait, lines[s.Meeting.ID].Parties + 1})
		}
	}
	return list
}

// Text is "Mødet 17. september 2026 er fuldt: I kommer på ventelisten til det som nummer
// 3."
func (d Delay) Text(ctx context.Context) string {
	args := i18n.Args{"Day": when.Day(ctx, d.Day), "Number": d.Number, "Sit": i18n.N(ctx, "registration.participants", int(d.Sit))}
	if d.Sit > 0 {
		return i18n.F(ctx, "registration.delay_some", args)
	}
	return i18n.F(ctx, "registration.delay_all", args)
}

// Told is Text afterwards: the number is what it was then.
func (d Delay) Told(ctx context.Context) string {
	args := i18n.Args{"Day": when.Day(ctx, d.Day), "Number": d.Number, "Wait": i18n.N(ctx, "registration.participants", int(d.Wait))}
	if d.Sit > 0 {
		return i18n.F(ctx, "registration.delayed_some", args)
	}
	return i18n.F(ctx, "registration.delayed_all", args)
}

// checkTold refuses what somebody was not told when they said yes: that a later
// meeting is full by now. About is its day.
func checkTold(ctx context.Context, tx *db.Tx, waits []id.Meeting, told []string) (bad problem.Fields, err error) {
	for _, one := range waits {
		if slices.Contains(told, string(one)) {
			continue
		}
		m, err := meeting.ByID(ctx, tx, one)
		if err != nil {
			return nil, err
		}
		bad.Add("ok", "registration.filled_up", string(m.Day))
	}
	return bad, nil
}

// onlyFull tells whether nothing but room is missing.
func onlyFull(bad problem.Fields) bool {
	for _, b := range bad {
		if b.Key != "registration.full" {
			return false
		}
	}
	return len(bad) > 0
}

// sendTo is where the last page is sent, and send what its button says.
func (f form) sendTo() string {
	if f.Line != nil {
		return f.Programme.Path() + "/tilmeld/venteliste"
	}
	return f.path(atCheck)
}

func (f form) send(ctx context.Context) string {
	if f.Line != nil {
		return i18n.T(ctx, "registration.wait")
	}
	return i18n.T(ctx, "registration.send")
}

// roomText says how many there is room for, and how many wait.
func (l shortage) roomText(ctx context.Context) string {
	text := i18n.F(ctx, "registration.wait_room", i18n.Args{"Day": when.Day(ctx, l.Day), "Free": i18n.N(ctx, "registration.choice_few", int(l.Free))})
	if l.Waiting > 0 {
		text += " " + i18n.N(ctx, "registration.wait_line", int(l.Waiting))
	}
	return text
}
