package registration

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// shortage is what a form says when there is no room for all: it is sent to the
// waiting list instead, which is another room's door.
type shortage struct {
	Day     when.Date // of the meeting that has no room
	Free    int64     // how many there is room for
	Waiting int64     // who wait for the chosen meeting already
}

// fillLine finds out whether they must wait.
func (f *form) fillLine(ctx context.Context, tx *db.Tx) error {
	full := checkRoom(f.Scene.At, f.Scene.Taken)
	if len(full) == 0 {
		return nil
	}
	at := f.Scene.Meeting.ID
	waiting, err := Queues(ctx, tx, []id.Meeting{at})
	f.Line = &shortage{Day: when.Date(full[0].About), Free: freeAt(f.Scene.At, f.Scene.Taken), Waiting: waiting[at]}
	return err
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
