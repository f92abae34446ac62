package registration

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"faelled/internal/access"
	"faelled/internal/danish"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// longestAsk is how many letters one may say of what to be asked about.
const longestAsk = 120

// Entry is what somebody lets a network's other members see of them. Name, title
// and municipality always come with it.
type Entry struct {
	Programme id.Programme
	Person    id.Person
	ShowEmail bool      `db:"show_email"`
	ShowPhone bool      `db:"show_phone"`
	Ask       string    // what they would like to be asked about; may be empty
	SaidAt    time.Time `db:"said_at"` // UTC
}

// mayAppear: whoever has a seat in the network, for themselves.
func mayAppear(ctx context.Context, tx *db.Tx, p id.Programme) error {
	if !tx.Actor.SignedIn() {
		return problem.New(problem.Unknown, "web.sign_in_first")
	}
	n, err := seatsIn(ctx, tx, p, tx.Actor.Person)
	if err == nil && n == 0 {
		err = problem.New(problem.Forbidden, "registration.dir_no_seat")
	}
	return err
}

// Appear lets the actor be seen in the directory of a network where they have a
// seat; said again, the new answer holds. Faults are under spoerg.
func Appear(ctx context.Context, tx *db.Tx, e Entry) error {
	if err := mayAppear(ctx, tx, e.Programme); err != nil {
		return err
	}
	e.Ask = strings.Join(strings.Fields(e.Ask), " ")
	if err := checkAsk(e.Ask).Err(); err != nil {
		return err
	}
	e.Person, e.SaidAt = tx.Actor.Person, tx.Now
	if err := saveEntry(ctx, tx, e); err != nil {
		return err
	}
	return tx.Audit(ctx, "registration.appeared", string(e.Person), map[string]any{"programme": e.Programme, "email": e.ShowEmail, "phone": e.ShowPhone})
}

func checkAsk(text string) problem.Fields {
	var bad problem.Fields
	switch {
	case utf8.RuneCountInString(text) > longestAsk:
		bad.Add("spoerg", "registration.dir_too_long", "")
	case strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }):
		bad.Add("spoerg", "registration.dir_unprintable", "")
	case danish.Surely(text):
		bad.Add("spoerg", "registration.cpr", "")
	}
	return bad
}

// Disappear takes the actor out of a network's directory. It asks for nothing
// else, and twice is as once.
func Disappear(ctx context.Context, tx *db.Tx, p id.Programme) error {
	if !tx.Actor.SignedIn() {
		return problem.New(problem.Unknown, "web.sign_in_first")
	}
	gone, err := deleteEntry(ctx, tx, p, tx.Actor.Person)
	if err != nil || !gone {
		return err
	}
	return tx.Audit(ctx, "registration.disappeared", string(tx.Actor.Person), map[string]any{"programme": p})
}

// seesDirectory: the network's members, who may be in it themselves, the contact
// persons of member organisations, and the secretariat.
func seesDirectory(who access.Actor, seated bool, members []Membership) bool {
	if who.IsStaff() || seated {
		return true
	}
	if !who.Is(access.Contact, access.At(who.Org)) {
		return false
	}
	for _, m := range members {
		if m.Org == who.Org {
			return true
		}
	}
	return false
}
