package message

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
)

// WantsNews tells whether news about a programme may be sent to somebody: they have
// not unsubscribed, and their address takes mail, as for a message with news. For
// jobs and the secretariat.
func WantsNews(ctx context.Context, tx *db.Tx, who id.Person, about id.Programme) (bool, error) {
	if err := mayWrite(tx.Actor); err != nil {
		return false, err
	}
	if out, err := isOut(ctx, tx, who, about); out || err != nil {
		return false, err
	}
	gone, err := people.UnreachableOf(ctx, tx, []id.Person{who})
	return len(gone) == 0, err
}

// MakeDoor makes an address at which somebody unsubscribes from the news about some
// programmes, for a mail that another room sends. It begins with a slash. Each copy
// of a mail has its own, which works for a year. For jobs and the secretariat.
func MakeDoor(ctx context.Context, tx *db.Tx, who id.Person, about []id.Programme) (string, error) {
	if err := mayWrite(tx.Actor); err != nil {
		return "", err
	}
	secret := rand.Text()
	rows := make([]newsDoor, len(about))
	for i, p := range about {
		rows[i] = newsDoor{*fingerprint(secret), p, who, tx.Now}
	}
	if _, err := tx.Named(ctx, `INSERT INTO news_doors (door, programme, person, made_at) VALUES (:door, :programme, :person, :made_at)`, rows); err != nil {
		return "", fmt.Errorf("a door for %s: %w", who, err)
	}
	return optoutPath + "/" + secret, nil
}

// newsDoor is one programme that an address unsubscribes from.
type newsDoor struct {
	Door      string
	Programme id.Programme
	Person    id.Person
	MadeAt    time.Time `db:"made_at"`
}

// newsDoors are what an address unsubscribes from, by its fingerprint; none when it
// is no such address.
func newsDoors(ctx context.Context, tx *db.Tx, door string) (list []newsDoor, err error) {
	return list, tx.Select(ctx, &list, `SELECT door, programme, person, made_at FROM news_doors WHERE door = $1 ORDER BY programme`, door)
}

func deleteNewsDoors(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM news_doors WHERE made_at < $1`, before)
	return err
}
