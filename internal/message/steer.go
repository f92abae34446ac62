package message

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
)

// CallBack takes a scheduled message back to the desk, or stops one that is being
// sent: those who still wait do not get it.
func CallBack(ctx context.Context, tx *db.Tx, which id.Message) error {
	m, err := locked(ctx, tx, which, anyVersion, Scheduled, Sending, Paused)
	if err != nil {
		return err
	}
	if m.State == Scheduled {
		m.State, m.SendAt = Draft, nil
	} else {
		if err := skipQueued(ctx, tx, which); err != nil {
			return err
		}
		now := tx.Now
		m.State, m.EndedAt = Stopped, &now
	}
	if err := updateMessage(ctx, tx, m); err != nil {
		return err
	}
	return tx.Audit(ctx, "message.called_back", string(which), nil)
}

// Pause lets those who still wait wait on.
func Pause(ctx context.Context, tx *db.Tx, which id.Message) error {
	m, err := locked(ctx, tx, which, anyVersion, Sending)
	if err != nil {
		return err
	}
	m.State = Paused
	if err := updateMessage(ctx, tx, m); err != nil {
		return err
	}
	return tx.Audit(ctx, "message.paused", string(which), nil)
}

// Resume goes on where Pause stopped. A job of before may still be there; only one
// of the two finds its recipient waiting.
func Resume(ctx context.Context, tx *db.Tx, which id.Message) error {
	m, err := locked(ctx, tx, which, anyVersion, Paused)
	if err != nil {
		return err
	}
	m.State = Sending
	if err := updateMessage(ctx, tx, m); err != nil {
		return err
	}
	if err := enqueueAll(ctx, tx, which); err != nil {
		return err
	}
	return tx.Audit(ctx, "message.resumed", string(which), nil)
}

// SendUnsure sends again to those of whom nobody knows whether they got it: staff
// has asked them, or would rather they got it twice. It is the same mail, with the
// same Message-ID, so most mail programs show it once.
func SendUnsure(ctx context.Context, tx *db.Tx, which id.Message) error {
	m, err := locked(ctx, tx, which, anyVersion, Sending, Sent, Stopped)
	if err != nil {
		return err
	}
	n, err := requeueUnsure(ctx, tx, which)
	if err != nil || n == 0 {
		return err
	}
	m.State, m.EndedAt = Sending, nil
	if err := updateMessage(ctx, tx, m); err != nil {
		return err
	}
	if err := enqueueAll(ctx, tx, which); err != nil {
		return err
	}
	return tx.Audit(ctx, "message.sent_again", string(which), map[string]any{"recipients": n})
}

// enqueueAll asks for a mail to each who waits.
func enqueueAll(ctx context.Context, tx *db.Tx, which id.Message) error {
	waiting, err := queuedOf(ctx, tx, which)
	if err != nil {
		return err
	}
	for _, n := range waiting {
		if err := tx.Enqueue(ctx, "message.deliver", one{which, n}); err != nil {
			return err
		}
	}
	return nil
}
