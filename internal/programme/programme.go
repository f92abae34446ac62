package programme

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Kind is one of the five kinds of programme.
type Kind = web.Kind

// State is how far a programme has come.
type State string

const (
	Draft  State = "draft"     // the secretariat is still writing it
	Public State = "published" // anybody can read it
)

// Invoicing is when the meetings that a membership covers are billed.
type Invoicing string

const (
	Advance    Invoicing = "advance"     // all of them at once, when the organisation joins
	PerMeeting Invoicing = "per_meeting" // each when its free-cancellation date is reached
)

// Programme is something that organisations take part in together. Its long
// texts are plain: a blank line begins a paragraph, "- " an item of a list.
type Programme struct {
	ID          id.Programme
	Kind        Kind
	Slug        string // its part of the address; made from the name
	Name        string
	ShortName   string `db:"short_name"` // in file names and mails: "konsulentnetværk"
	Field       string // of work: "Børn og unge"; may be empty
	Lead        string // one or two sentences under the name
	Purpose     string
	Audience    string // for whom
	Benefits    string // what those who take part get
	Owner       id.Org
	Operator    id.Org
	Seller      id.Org       // whose invoices
	Inviters    []id.Org     `db:"-"`
	Contacts    []id.Person  `db:"-"` // of the secretariat
	Previous    id.Programme // the season that it goes on from; empty for the first
	State       State
	SeasonFrom  when.Date `db:"season_from"` // first day
	SeasonTo    when.Date `db:"season_to"`   // last day
	Deadline    when.Date // last day for new members, in Copenhagen; empty: none
	MaxPerOrg   int64     `db:"max_per_org"` // people from one organisation at one meeting
	Covers      int64     // meetings that membership covers after the one joined by
	Invoicing   Invoicing
	Email       string     // where questions and notices go
	PublishedAt *time.Time `db:"published_at"` // nil while a draft
	Version     int64      // raised by every change; Edit refuses an older one
}

// ByID finds a programme, drafts too: the caller decides who is shown what.
// problem.NotFound when there is none.
func ByID(ctx context.Context, tx *db.Tx, one id.Programme) (Programme, error) {
	p, err := byID(ctx, tx, one)
	return p, orNotFound(err)
}

// BySlug finds a programme by its address. moved tells that it has another one
// now: send the reader to Path. A draft is problem.NotFound to all but the
// secretariat.
func BySlug(ctx context.Context, tx *db.Tx, kind Kind, slug string) (p Programme, moved bool, err error) {
	p, err = bySlug(ctx, tx, kind, slug)
	if err == nil && p.State == Draft && !seesDrafts(tx.Actor) {
		err = sql.ErrNoRows
	}
	if err != nil {
		return Programme{}, false, orNotFound(err)
	}
	return p, p.Slug != slug, nil
}

// NextOf is the season that goes on from a programme; found tells whether there
// is one. A draft is not, to all but the secretariat and jobs.
func NextOf(ctx context.Context, tx *db.Tx, one id.Programme) (p Programme, found bool, err error) {
	p, err = nextOf(ctx, tx, one)
	if errors.Is(err, sql.ErrNoRows) {
		return Programme{}, false, nil
	}
	if err != nil || p.State == Draft && !seesDrafts(tx.Actor) {
		return Programme{}, false, err
	}
	return p, true, nil
}

// Published is what anybody may read, by name as Danes order them.
func Published(ctx context.Context, tx *db.Tx) ([]Programme, error) {
	return inState(ctx, tx, Public)
}

// All is every programme, drafts too, by name: for the secretariat.
func All(ctx context.Context, tx *db.Tx) ([]Programme, error) {
	if err := mayWrite(tx.Actor); err != nil {
		return nil, err
	}
	return inState(ctx, tx, Draft, Public)
}

func orNotFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return problem.New(problem.NotFound, "web.not_found")
	}
	return err
}

// Path is the programme's address.
func (p Programme) Path() string { return folder(p.Kind) + p.Slug }

// folder is the address under which all programmes of a kind live.
func folder(k Kind) string {
	switch k {
	case web.KindLeaderNetwork:
		return "/ledernetvaerk/"
	case web.KindExecutive:
		return "/udviklingsforloeb/"
	case web.KindPartnership:
		return "/partnerskaber/"
	case web.KindCompetence:
		return "/projekter/"
	}
	return "/netvaerk/"
}

// Open tells whether an organisation that is not a member may join on a day.
// Members are not asked.
func (p Programme) Open(on when.Date) bool {
	return p.State == Public && !past(p.Deadline, on) && !past(p.SeasonTo, on)
}

// past tells whether a last day is over. No day is never over.
func past(last, on when.Date) bool { return last != "" && on.After(last) }

// ByIDs finds several at once, drafts too; those that do not exist are left out.
func ByIDs(ctx context.Context, tx *db.Tx, ids []id.Programme) (map[id.Programme]Programme, error) {
	found := make(map[id.Programme]Programme, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	list, err := byIDs(ctx, tx, ids)
	for _, p := range list {
		found[p.ID] = p
	}
	return found, err
}
