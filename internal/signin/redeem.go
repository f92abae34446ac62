package signin

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// state is how far a link or a code brings the browser that shows it.
type state int

const (
	dead      state = iota // unknown, used or too old
	elsewhere              // asked for in another browser
	good                   // may be used
)

// knock tells what a link is good for, in this browser, without using it: mail
// scanners follow links.
func knock(ctx context.Context, tx *db.Tx, link, browser string) (request, state, error) {
	r, err := requestByLink(ctx, tx, hash(link))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return r, dead, nil
	case err != nil:
		return r, dead, err
	case !r.live(tx.Now):
		return r, dead, nil
	case r.BrowserHash != hash(browser):
		return r, elsewhere, nil
	}
	return r, good, nil
}

// outcome is what proving an address led to.
type outcome struct {
	Token  string // of the new session
	Next   string // where to go
	Person id.Person
	Fault  i18n.Key // why the code led to nothing; the try is counted all the same
	Gone   bool     // link or code no longer counts; Next is where it would have led
}

// useLink proves an address with the link from the mail.
func useLink(ctx context.Context, tx *db.Tx, link, browser, agent string) (outcome, error) {
	if err := mayOpen(tx.Actor); err != nil {
		return outcome{}, err
	}
	r, s, err := knock(ctx, tx, link, browser)
	if err != nil {
		return outcome{}, err
	}
	if s != good {
		return outcome{Gone: true, Next: r.Next}, nil
	}
	return redeem(ctx, tx, r, agent)
}

// useCode proves an address with the code from the mail, in the browser that
// asked for it last. A wrong one is an outcome and no error, because it counts.
func useCode(ctx context.Context, tx *db.Tx, code, browser, agent string) (outcome, error) {
	if err := mayOpen(tx.Actor); err != nil {
		return outcome{}, err
	}
	before, err := latest(ctx, tx, browser)
	if err != nil {
		return outcome{}, err
	}
	if err := tx.Lock(ctx, db.SignIns, before.Email); err != nil {
		return outcome{}, err
	}
	r, err := latest(ctx, tx, browser) // with what others tried meanwhile
	if err != nil {
		return outcome{}, err
	}
	if r.Email != before.Email || !r.live(tx.Now) { // another address is not locked
		return outcome{Fault: i18n.Key("signin.code_dead")}, nil
	}
	wrong, err := countWrong(ctx, tx, r.Email, r.BrowserHash, tx.Now.Add(-24*time.Hour))
	if err != nil {
		return outcome{}, err
	}
	tired, err := wrong.tooMuch(ctx, tx, r.Email, r.BrowserHash, wrongEach, wrongAll)
	switch {
	case err != nil:
		return outcome{}, err
	case tired || r.Wrong >= tries:
		return outcome{Fault: i18n.Key("signin.code_tired")}, nil
	case r.CodeHash != hash(browser, code):
		return outcome{Fault: i18n.Key("signin.code_wrong")}, addWrong(ctx, tx, r.ID)
	}
	return redeem(ctx, tx, r, agent)
}

// latest is the browser's last wish; an empty one when it has none.
func latest(ctx context.Context, tx *db.Tx, browser string) (request, error) {
	r, err := latestRequest(ctx, tx, hash(browser))
	if errors.Is(err, sql.ErrNoRows) {
		return request{}, nil
	}
	return r, err
}

// redeem uses up the request, once, with the browser's others for the same
// address, and signs in whoever has the address. Somebody unknown goes on to say
// who they are.
func redeem(ctx context.Context, tx *db.Tx, r request, agent string) (outcome, error) {
	if used, err := use(ctx, tx, r); err != nil {
		return outcome{}, err
	} else if !used { // an impatient finger
		return outcome{Gone: true}, nil
	}
	p, known, err := people.PersonByMail(ctx, tx, r.Email)
	switch {
	case err != nil:
		return outcome{}, err
	case known && p.State == people.Active:
		return enter(ctx, tx, p, r.Next, agent)
	case known && p.State == people.Pending:
		return outcome{Next: waitPath}, nil
	}
	if _, found, err := people.OrgByMail(ctx, tx, r.Email); err != nil || !found {
		return outcome{Gone: true}, err
	}
	return outcome{Next: whoPath}, nil
}

// enter opens the session.
func enter(ctx context.Context, tx *db.Tx, p people.Person, next, agent string) (outcome, error) {
	token, err := open(ctx, tx, p.ID, browserName(agent))
	if err != nil {
		return outcome{}, err
	}
	if next == "" {
		grants, err := people.Grants(ctx, tx, p.ID)
		if err != nil {
			return outcome{}, err
		}
		next = landing(access.Actor{Person: p.ID, Org: p.Org, Grants: grants})
	}
	return outcome{Token: token, Next: next, Person: p.ID}, nil
}

// join lets the owner of a proved address ask to join the organisation that the
// address belongs to.
func join(ctx context.Context, tx *db.Tx, browser, name, title string) error {
	if err := mayOpen(tx.Actor); err != nil {
		return err
	}
	r, org, err := newcomer(ctx, tx, browser)
	if err != nil {
		return err
	}
	if _, err := people.Ask(ctx, tx, people.Guest{Name: name, Email: r.Email, Title: title}, org.ID); err != nil {
		return err
	}
	return setJoined(ctx, tx, r.ID)
}

// newcomer is who the browser's owner has proved to be, and where they may ask
// to be let in; problem.Gone when it has proved nothing lately.
func newcomer(ctx context.Context, tx *db.Tx, browser string) (request, people.Org, error) {
	r, err := latestUsed(ctx, tx, hash(browser))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return r, people.Org{}, err
	}
	if !r.proved(tx.Now) {
		return r, people.Org{}, problem.New(problem.Gone, "signin.gone")
	}
	p, known, err := people.PersonByMail(ctx, tx, r.Email)
	if err != nil {
		return r, people.Org{}, err
	}
	org, found, err := people.OrgByMail(ctx, tx, r.Email)
	if err == nil && (!found || known && p.State != people.Ended) {
		err = problem.New(problem.Gone, "signin.gone")
	}
	return r, org, err
}
