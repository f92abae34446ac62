package db

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"

	"faelled/internal/problem"
)

// Recall finds the answer already given to an actor's idempotency key. The same
// key with another question is refused. An empty key recalls nothing.
func (tx *Tx) Recall(ctx context.Context, key string, question, answer any) (found bool, err error) {
	if key == "" {
		return false, nil
	}
	if err := tx.Lock(ctx, Answers, string(tx.Actor.Person)+" "+key); err != nil {
		return false, err
	}
	asked, err := fingerprint(question)
	if err != nil {
		return false, err
	}
	var first struct{ Question, Answer string }
	err = tx.Get(ctx, &first, `SELECT question, answer FROM answers WHERE actor = $1 AND key = $2`, tx.Actor.Person, key)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return false, nil
	case err != nil:
		return false, err
	case first.Question != asked:
		return false, problem.Fields{{Key: "web.reused"}}.Err()
	}
	return true, json.Unmarshal([]byte(first.Answer), answer)
}

// Answered is Recall by the key alone, for a page that does not know the question
// any more. What another kind of question was answered may be read as this one: the
// caller looks up what it names, and finds nothing then.
func (tx *Tx) Answered(ctx context.Context, key string, answer any) (bool, error) {
	var text string
	err := tx.Get(ctx, &text, `SELECT answer FROM answers WHERE actor = $1 AND key = $2`, tx.Actor.Person, key)
	if errors.Is(err, sql.ErrNoRows) || key == "" {
		return false, nil
	}
	return err == nil && json.Unmarshal([]byte(text), answer) == nil, err
}

// Remember keeps the answer for Recall. A refusal is not remembered: it rolls back.
func (tx *Tx) Remember(ctx context.Context, key string, question, answer any) error {
	if key == "" {
		return nil
	}
	asked, err := fingerprint(question)
	if err != nil {
		return err
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO answers (actor, key, at, question, answer) VALUES ($1, $2, $3, $4, $5)`,
		tx.Actor.Person, key, tx.Now, asked, string(text))
	return err
}

func fingerprint(question any) (string, error) {
	text, err := json.Marshal(question)
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), err
}

// answerDays is how long an answer can be recalled: a form that was left open
// over a holiday may still be sent again.
const answerDays = 30

// Forget deletes answers that nobody will ask for again.
func Forget(ctx context.Context, tx *Tx) error {
	_, err := tx.Exec(ctx, `DELETE FROM answers WHERE at < $1`, tx.Now.AddDate(0, 0, -answerDays))
	return err
}
