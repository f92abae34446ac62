package evaluation

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/when"
)

const columns = `meeting, state, asked_at, reminded, invited`

// byMeeting finds a meeting's evaluation; one without a state when there is none.
func byMeeting(ctx context.Context, tx *db.Tx, m id.Meeting) (e Evaluation, err error) {
	err = tx.Get(ctx, &e, `SELECT `+columns+` FROM evaluations WHERE meeting = $1`, m)
	if errors.Is(err, sql.ErrNoRows) {
		return Evaluation{Meeting: m}, nil
	}
	return e.utc(), err
}

// utc is the evaluation with its moment as we count.
func (e Evaluation) utc() Evaluation {
	if e.AskedAt != nil {
		at := e.AskedAt.UTC()
		e.AskedAt = &at
	}
	return e
}

func byMeetings(ctx context.Context, tx *db.Tx, meetings []id.Meeting) (map[id.Meeting]Evaluation, error) {
	found := map[id.Meeting]Evaluation{}
	if len(meetings) == 0 {
		return found, nil
	}
	var list []Evaluation
	err := tx.SelectIn(ctx, &list, `SELECT `+columns+` FROM evaluations WHERE meeting IN (?)`, meetings)
	for _, e := range list {
		found[e.Meeting] = e.utc()
	}
	return found, err
}

// openOnes are those that can be answered, the one asked about first first.
func openOnes(ctx context.Context, tx *db.Tx) (list []Evaluation, err error) {
	err = tx.Select(ctx, &list, `SELECT `+columns+` FROM evaluations WHERE state = 'open' ORDER BY asked_at, meeting`)
	for i := range list {
		list[i] = list[i].utc()
	}
	return list, err
}

func save(ctx context.Context, tx *db.Tx, e Evaluation) error {
	_, err := tx.Named(ctx, `
		INSERT INTO evaluations (meeting, state, asked_at, reminded, invited) VALUES (:meeting, :state, :asked_at, :reminded, :invited)
		ON CONFLICT (meeting) DO UPDATE SET state = excluded.state, asked_at = excluded.asked_at, reminded = excluded.reminded, invited = excluded.invited`, e)
	if err != nil {
		return fmt.Errorf("evaluation of %s: %w", e.Meeting, err)
	}
	return nil
}

func deleteEvaluation(ctx context.Context, tx *db.Tx, m id.Meeting) error {
	_, err := tx.Exec(ctx, `DELETE FROM evaluations WHERE meeting = $1`, m)
	return err
}

// invite is somebody who is asked.
type invite struct {
	Meeting  id.Meeting
	Person   id.Person
	Answered bool
}

func insertInvites(ctx context.Context, tx *db.Tx, list []invite) error {
	_, err := tx.Named(ctx, `INSERT INTO evaluation_invites (meeting, person, answered) VALUES (:meeting, :person, :answered)`, list)
	return err
}

func invitesTo(ctx context.Context, tx *db.Tx, m id.Meeting) (list []invite, err error) {
	return list, tx.Select(ctx, &list, `SELECT meeting, person, answered FROM evaluation_invites WHERE meeting = $1 ORDER BY person`, m)
}

// inviteOf finds whether somebody is asked; found is false when they are not, or
// not any more.
func inviteOf(ctx context.Context, tx *db.Tx, m id.Meeting, who id.Person) (i invite, found bool, err error) {
	err = tx.Get(ctx, &i, `SELECT meeting, person, answered FROM evaluation_invites WHERE meeting = $1 AND person = $2`, m, who)
	if errors.Is(err, sql.ErrNoRows) {
		return i, false, nil
	}
	return i, err == nil, err
}

func insertDoor(ctx context.Context, tx *db.Tx, token string, m id.Meeting, who id.Person) error {
	_, err := tx.Exec(ctx, `INSERT INTO evaluation_doors (token, meeting, person) VALUES ($1, $2, $3)`, token, m, who)
	return err
}

// behindDoor finds whose a secret is, by its fingerprint.
func behindDoor(ctx context.Context, tx *db.Tx, token string) (i invite, found bool, err error) {
	err = tx.Get(ctx, &i, `
		SELECT i.meeting, i.person, i.answered FROM evaluation_doors d
		JOIN evaluation_invites i ON i.meeting = d.meeting AND i.person = d.person WHERE d.token = $1`, token)
	if errors.Is(err, sql.ErrNoRows) {
		return i, false, nil
	}
	return i, err == nil, err
}

// keepApart keeps an answer and that somebody has answered. All rows of the
// meeting are written anew, the answers in the order of their ids, which is
// chance: so nothing in the database tells which answer is the latest.
func keepApart(ctx context.Context, tx *db.Tx, who invite, all []Answer) error {
	if _, err := tx.Exec(ctx, `DELETE FROM evaluation_answers WHERE meeting = $1`, who.Meeting); err != nil {
		return err
	}
	if _, err := tx.Named(ctx, `
		INSERT INTO evaluation_answers (id, meeting, gain, usable, text) VALUES (:id, :meeting, :gain, :usable, :text)`, all); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `UPDATE evaluation_invites SET answered = (answered OR person = $1) WHERE meeting = $2`, who.Person, who.Meeting)
	return err
}

// answersTo are the answers about some meetings, in the order of their ids.
func answersTo(ctx context.Context, tx *db.Tx, meetings []id.Meeting) (list []Answer, err error) {
	if len(meetings) == 0 {
		return nil, nil
	}
	return list, tx.SelectIn(ctx, &list, `SELECT id, meeting, gain, usable, text FROM evaluation_answers WHERE meeting IN (?) ORDER BY id`, meetings)
}

// forgetAsked deletes who was asked about a meeting.
func forgetAsked(ctx context.Context, tx *db.Tx, m id.Meeting) error {
	for _, wipe := range []string{`DELETE FROM evaluation_doors WHERE meeting = $1`, `DELETE FROM evaluation_invites WHERE meeting = $1`} {
		if _, err := tx.Exec(ctx, wipe, m); err != nil {
			return err
		}
	}
	return nil
}

func deleteAnswers(ctx context.Context, tx *db.Tx, m id.Meeting) error {
	_, err := tx.Exec(ctx, `DELETE FROM evaluation_answers WHERE meeting = $1`, m)
	return err
}

// deleteOld deletes the answers about meetings before a day.
func deleteOld(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM evaluation_answers WHERE meeting IN (SELECT m.id FROM meetings m WHERE m.day < $1)`, when.On(before))
	return err
}

// inherit makes one person's what another was asked.
func inherit(ctx context.Context, tx *db.Tx, kept, gone id.Person) error {
	for _, change := range []string{
		`UPDATE evaluation_invites SET answered = TRUE WHERE person = $1 AND meeting IN (SELECT i.meeting FROM evaluation_invites i WHERE i.person = $2 AND i.answered)`,
		`UPDATE evaluation_invites SET person = $1 WHERE person = $2 AND meeting NOT IN (SELECT i.meeting FROM evaluation_invites i WHERE i.person = $1)`,
		`UPDATE evaluation_doors SET person = $1 WHERE person = $2`,
	} {
		if _, err := tx.Exec(ctx, change, kept, gone); err != nil {
			return fmt.Errorf("invites merged into %s: %w", kept, err)
		}
	}
	_, err := tx.Exec(ctx, `DELETE FROM evaluation_invites WHERE person = $1`, gone)
	return err
}
