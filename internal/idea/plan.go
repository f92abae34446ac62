package idea

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// Slot is where an idea is used: an item of a meeting's agenda, or the meeting
// itself as long as the item has no time.
type Slot struct {
	Key     string `json:"-"` // one-time key
	Idea    id.Idea
	Version int64 // that the writer saw: an older one is refused
	Meeting id.Meeting
	Item    meeting.Item // without Starts: only the meeting is known
	Note    string       // to whose idea it is; may be empty
}

// Plan puts an idea on the programme of a meeting to come, as a new item of its
// agenda when there is a time for it; whose it is gets a mail. The faults are of
// moede and besked, and as meeting.AddItem names them. For the secretariat.
func Plan(ctx context.Context, tx *db.Tx, s Slot) error {
	if err := mayLead(tx.Actor); err != nil {
		return err
	}
	s.Note = lines(s.Note)
	if done, err := tx.Recall(ctx, s.Key, s, new(bool)); done || err != nil {
		return err
	}
	i, _, err := locked(ctx, tx, s.Idea)
	if err != nil {
		return err
	}
	bad := i.changeable(s.Version)
	checkText(&bad, "besked", s.Note, longestText)
	if err := tx.Lock(ctx, db.Seats, string(s.Meeting)); err != nil { // it may be cancelled in this moment
		return err
	}
	m, err := meeting.ByID(ctx, tx, s.Meeting)
	switch {
	case problem.Is(err, problem.NotFound) || err == nil && (m.Programme != i.Programme || !usable(m, tx.Now)):
		bad.Add("moede", "idea.meeting_missing", "")
		return bad.Err()
	case err != nil:
		return err
	}
	if !s.Item.Starts.IsZero() {
		err = meeting.AddItem(ctx, tx, m.ID, s.Item)
	}
	if err := programme.Together(bad, err); err != nil {
		return err
	}
	i.State, i.Note, i.Meeting = Planned, s.Note, m.ID
	if err := i.answered(ctx, tx, "idea.planned"); err != nil {
		return err
	}
	return tx.Remember(ctx, s.Key, s, true)
}
