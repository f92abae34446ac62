package people

import (
	"context"
	"errors"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// Return is a mail that came back.
type Return struct {
	Person id.Person
	Email  string // the address it was for
	At     time.Time
	Hard   bool   // the address does not exist
	Status string // RFC 3463: "5.1.1"
}

// Unreachable is somebody whose address takes no mail.
type Unreachable struct {
	Person  id.Person
	Email   string
	Since   time.Time // UTC
	Status  string    // of the last mail that came back
	TriedAt time.Time `db:"tried_at"` // UTC; the last mail that was tried all the same
}

const (
	hardWithin = 30 * 24 * time.Hour // two that say the address does not exist, in this time
	softFor    = 21 * 24 * time.Hour // coming back for so long, whatever the reason
	keepReturn = 60 * 24 * time.Hour
)

// takesNoMail tells, from the mails to one address that came back, whether it is
// to be given up: it did not exist twice within 30 days, or mails have come back for
// three weeks. One report alone may be a server's mistake.
func takesNoMail(list []Return, now time.Time) bool {
	hards := 0
	first := now
	for _, r := range list {
		if now.Sub(r.At) > keepReturn {
			continue
		}
		if r.Hard && now.Sub(r.At) <= hardWithin {
			hards++
		}
		if r.At.Before(first) {
			first = r.At
		}
	}
	return hards >= 2 || len(list) > 1 && now.Sub(first) >= softFor
}

// mayKeepPost: the program, which reads what mail servers say.
func mayKeepPost(who access.Actor) error {
	if who.IsSystem() {
		return nil
	}
	return problem.New(problem.Forbidden, "people.not_staff")
}

// MailReturned notes that a mail came back, and gives the address up when it is
// time. One to an address that the person no longer has is nothing to note. For jobs.
func MailReturned(ctx context.Context, tx *db.Tx, r Return) error {
	if err := mayKeepPost(tx.Actor); err != nil {
		return err
	}
	p, err := PersonByID(ctx, tx, r.Person)
	if problem.Is(err, problem.NotFound) || err == nil && p.Email != r.Email {
		return nil
	}
	if err != nil {
		return err
	}
	r.At = tx.Now
	if err := insertReturn(ctx, tx, r); err != nil {
		return err
	}
	all, err := returnsOf(ctx, tx, r.Person, r.Email)
	if err != nil || !takesNoMail(all, tx.Now) {
		return err
	}
	fresh, err := insertUnreachable(ctx, tx, Unreachable{Person: r.Person, Email: r.Email, Since: tx.Now, Status: r.Status, TriedAt: tx.Now})
	if err != nil || !fresh {
		return err
	}
	return tx.Audit(ctx, "people.unreachable", string(r.Person), map[string]any{"status": r.Status})
}

// MailArrived forgets that mails came back: one has arrived. For jobs.
func MailArrived(ctx context.Context, tx *db.Tx, who id.Person) error {
	if err := mayKeepPost(tx.Actor); err != nil {
		return err
	}
	known, err := forgetReturns(ctx, tx, who)
	if err != nil || !known {
		return err
	}
	return tx.Audit(ctx, "people.reachable", string(who), nil)
}

// MailTried notes that a mail about a service was sent to somebody unreachable all
// the same. For jobs.
func MailTried(ctx context.Context, tx *db.Tx, who id.Person) error {
	if err := mayKeepPost(tx.Actor); err != nil {
		return err
	}
	return touchUnreachable(ctx, tx, who)
}

// UnreachableOf are those of some people whose present address takes no mail. The
// caller decides who is shown what.
func UnreachableOf(ctx context.Context, tx *db.Tx, who []id.Person) (map[id.Person]Unreachable, error) {
	all, err := unreachable(ctx, tx)
	if err != nil {
		return nil, err
	}
	found := map[id.Person]Unreachable{}
	for _, p := range who {
		if u, ok := all[p]; ok {
			found[p] = u
		}
	}
	return found, nil
}

// AllUnreachable are all active persons whose address takes no mail: for the
// secretariat and jobs.
func AllUnreachable(ctx context.Context, tx *db.Tx) (map[id.Person]Unreachable, error) {
	if err := mayEditOrg(tx.Actor); err != nil {
		return nil, err
	}
	return unreachable(ctx, tx)
}

// LastReturns is the mail that last came back from each person. For jobs.
func LastReturns(ctx context.Context, tx *db.Tx) (map[id.Person]Return, error) {
	if err := mayKeepPost(tx.Actor); err != nil {
		return nil, err
	}
	return lastReturns(ctx, tx)
}

// ForgetReturns deletes what is too old to decide anything, and the addresses that
// are nobody's any more, for the nightly job.
func ForgetReturns(ctx context.Context, tx *db.Tx) error {
	if err := mayKeepPost(tx.Actor); err != nil {
		return err
	}
	return errors.Join(deleteReturns(ctx, tx, tx.Now.Add(-keepReturn)), deleteStrayUnreachable(ctx, tx))
}

// ContactsOf are the contact persons of some organisations, by name: for the
// secretariat and jobs.
func ContactsOf(ctx context.Context, tx *db.Tx, orgs []id.Org) ([]Person, error) {
	if err := mayEditOrg(tx.Actor); err != nil || len(orgs) == 0 {
		return nil, err
	}
	return contactsOf(ctx, tx, orgs)
}
