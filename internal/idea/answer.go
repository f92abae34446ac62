package idea

import (
	"context"
	"strings"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// Reply is what the secretariat says to whose idea it is.
type Reply struct {
	Key     string `json:"-"` // one-time key
	Idea    id.Idea
	Version int64 // that the writer saw: an older one is refused
	State   State // Discussed or Aside
	Note    string
}

// Answer says what becomes of an idea for now; whose it is gets a mail. To put one
// aside wants a word of why. The faults are of svar and besked. For the
// secretariat.
func Answer(ctx context.Context, tx *db.Tx, a Reply) error {
	if err := mayLead(tx.Actor); err != nil {
		return err
	}
	a.Note = lines(a.Note)
	if done, err := tx.Recall(ctx, a.Key, a, new(bool)); done || err != nil {
		return err
	}
	i, _, err := locked(ctx, tx, a.Idea)
	if err != nil {
		return err
	}
	bad := i.changeable(a.Version)
	switch a.State {
	case Discussed:
	case Aside:
		if a.Note == "" {
			bad.Add("besked", "idea.note_missing", "")
		}
	default:
		bad.Add("svar", "idea.answer_missing", "")
	}
	checkText(&bad, "besked", a.Note, longestText)
	if err := bad.Err(); err != nil {
		return err
	}
	i.State, i.Note, i.Meeting = a.State, a.Note, ""
	if err := i.answered(ctx, tx, "idea.answered"); err != nil {
		return err
	}
	return tx.Remember(ctx, a.Key, a, true)
}

// changeable is why an idea cannot be answered: a colleague just did, or it lives
// on in another.
func (i Idea) changeable(seen int64) (bad problem.Fields) {
	switch {
	case i.State == United:
		bad.Add("", "idea.is_united", "")
	case i.Version != seen:
		bad.Add("", "idea.changed_meanwhile", "")
	}
	return bad
}

// answered keeps what became of an idea, and tells whose it is: of several answers
// that they have not heard of, the latest.
func (i Idea) answered(ctx context.Context, tx *db.Tx, code string) error {
	i.Version++
	if err := replace(ctx, tx, i); err != nil {
		return err
	}
	if i.Person != "" && i.Person != tx.Actor.Person {
		if err := tx.Enqueue(ctx, "idea.tell", i.ID, db.Once(string(i.ID))); err != nil {
			return err
		}
	}
	return tx.Audit(ctx, code, string(i.ID), map[string]any{"state": i.State, "meeting": i.Meeting, "into": i.PartOf})
}

// Remark adds a note for the secretariat's own eyes. The faults are of notat.
func Remark(ctx context.Context, tx *db.Tx, key string, one id.Idea, text string) error {
	if err := mayLead(tx.Actor); err != nil {
		return err
	}
	text = lines(text)
	asked := []string{string(one), text}
	if done, err := tx.Recall(ctx, key, asked, new(bool)); done || err != nil {
		return err
	}
	i, _, err := locked(ctx, tx, one)
	if err != nil {
		return err
	}
	var bad problem.Fields
	if strings.TrimSpace(text) == "" {
		bad.Add("notat", "idea.remark_missing", "")
	}
	checkText(&bad, "notat", text, longestText)
	if err := bad.Err(); err != nil {
		return err
	}
	if err := insertNote(ctx, tx, Note{ID: tx.NewID(), Idea: i.ID, Author: tx.Actor.Person, Text: text, At: tx.Now}); err != nil {
		return err
	}
	if err := tx.Audit(ctx, "idea.remarked", string(i.ID), nil); err != nil {
		return err
	}
	return tx.Remember(ctx, key, asked, true)
}
