package message

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// Begin makes an empty draft about a programme, for all its members. key is the
// form's one-time key.
func Begin(ctx context.Context, tx *db.Tx, key string, about id.Programme) (one id.Message, err error) {
	if err := mayWrite(tx.Actor); err != nil {
		return "", err
	}
	if found, err := tx.Recall(ctx, key, about, &one); found || err != nil {
		return one, err
	}
	if _, err := programme.ByID(ctx, tx, about); problem.Is(err, problem.NotFound) {
		return "", problem.Fields{{Name: "forloeb", Key: "message.no_programme"}}.Err()
	} else if err != nil {
		return "", err
	}
	m := Message{
		ID: id.Message(tx.NewID()), Programme: about, Author: tx.Actor.Person, Kind: Service,
		Audience: Audience{Group: Members}, State: Draft, Version: 1, CreatedAt: tx.Now,
	}
	if err := insertMessage(ctx, tx, m); err != nil {
		return "", err
	}
	if err := tx.Audit(ctx, "message.begun", string(m.ID), map[string]any{"programme": about}); err != nil {
		return "", err
	}
	return m.ID, tx.Remember(ctx, key, about, m.ID)
}

// Write keeps what a draft says, finished or not. m names the version that was
// read: an older one is refused. A scheduled message may be rewritten until it
// begins.
func Write(ctx context.Context, tx *db.Tx, m Message) error {
	old, err := locked(ctx, tx, m.ID, m.Version, Draft, Scheduled)
	if err != nil {
		return err
	}
	m = m.tidy()
	bad := checkDraft(m)
	if m.Meeting != "" {
		about, err := meeting.ByID(ctx, tx, m.Meeting)
		if problem.Is(err, problem.NotFound) || err == nil && about.Programme != old.Programme {
			bad.Add("om", "message.no_meeting", "")
		} else if err != nil {
			return err
		}
	}
	if old.State == Scheduled && len(bad) == 0 {
		bad = checkReady(m)
	}
	if err := bad.Err(); err != nil {
		return err
	}
	old.Kind, old.Audience, old.Meeting, old.Subject, old.Body, old.Held = m.Kind, m.Audience, m.Meeting, m.Subject, m.Body, ""
	if err := updateMessage(ctx, tx, old); err != nil {
		return err
	}
	return tx.Audit(ctx, "message.written", string(m.ID), nil)
}

// Delete throws a draft away.
func Delete(ctx context.Context, tx *db.Tx, one id.Message, version int64) error {
	if _, err := locked(ctx, tx, one, version, Draft); err != nil {
		return err
	}
	if err := deleteMessage(ctx, tx, one); err != nil {
		return err
	}
	return tx.Audit(ctx, "message.deleted", string(one), nil)
}

// locked is how every change of a message begins: only one at a time, only of what
// was read, and only in some states.
func locked(ctx context.Context, tx *db.Tx, one id.Message, version int64, states ...State) (m Message, err error) {
	if err := mayWrite(tx.Actor); err != nil {
		return m, err
	}
	if err := tx.Lock(ctx, db.Messages, string(one)); err != nil {
		return m, err
	}
	if m, err = byID(ctx, tx, one); err != nil {
		return m, err
	}
	for _, s := range states {
		if m.State == s && (version == m.Version || version == anyVersion) {
			return m, nil
		}
	}
	return m, problem.Fields{{Key: "message.changed_meanwhile"}}.Err()
}

// anyVersion is for what does not rest on the text that was read.
const anyVersion = -1
