package news

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// News is something told to everybody.
type News struct {
	ID         id.News
	Day        when.Date // of publishing, in Copenhagen; empty while a draft
	Slug       string    // the rest of its address
	Title      string
	Lead       string         // one or two sentences, plain
	Body       string         // Markdown; empty in lists
	Meeting    id.Meeting     // to sign up for; empty: the next of the first programme
	Programmes []id.Programme `db:"-"`          // that it is about; none in lists
	PublishAt  *time.Time     `db:"publish_at"` // nil while a draft; later than now, it waits
	ChangedAt  time.Time      `db:"changed_at"`
	Version    int64          // raised by every change; Edit refuses an older one
}

// Path is its address; a draft has none.
func (n News) Path() string { return "/nyheder/" + string(n.Day) + "/" + n.Slug }

// StaffPath is the address of the secretariat's page about a piece of news.
func StaffPath(one id.News) string { return staffList + "/" + string(one) }

// Public tells whether anybody may read it at a moment.
func (n News) Public(now time.Time) bool { return n.PublishAt != nil && !n.PublishAt.After(now) }

// ByID finds one, drafts too, for the secretariat and for what has asked already
// whether it is public. problem.NotFound when there is none.
func ByID(ctx context.Context, tx *db.Tx, one id.News) (News, error) {
	n, err := byID(ctx, tx, one)
	if err == nil && !n.Public(tx.Now) && mayWrite(tx.Actor) != nil {
		err = sql.ErrNoRows
	}
	return n, orNotFound(err)
}

// BySlug finds one by its address. moved tells that it has another one now: send
// the reader to Path. What is not public yet, or no longer, is problem.NotFound
// to all but the secretariat, and a draft has no address at all.
func BySlug(ctx context.Context, tx *db.Tx, day when.Date, slug string) (n News, moved bool, err error) {
	if !day.Valid() {
		return n, false, orNotFound(sql.ErrNoRows)
	}
	n, err = bySlug(ctx, tx, day, slug)
	if err == nil && (n.PublishAt == nil || !n.Public(tx.Now) && mayWrite(tx.Actor) != nil) {
		err = sql.ErrNoRows
	}
	return n, n.Day != day || n.Slug != slug, orNotFound(err)
}

func orNotFound(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return problem.New(problem.NotFound, "web.not_found")
	}
	return err
}

// Wanted is which news a list shows; everything may be left out but Most.
type Wanted struct {
	Year      string       // of publishing: "2026"
	Programme id.Programme // that it is about
	Text      string       // every word of it is found
	After     id.News      // the last one of the page before
	Most      int          // on the page
}

// List is what is public, the newest first, without bodies; more tells whether
// there is another page. After one that is no longer there the list begins anew.
// A year that is none is problem.NotFound.
func List(ctx context.Context, tx *db.Tx, w Wanted) (page []News, more bool, err error) {
	if w.Year != "" && !when.Date(w.Year+"-01-01").Valid() {
		return nil, false, orNotFound(sql.ErrNoRows)
	}
	page, err = list(ctx, tx, w, w.Most+1)
	if len(page) > w.Most {
		page, more = page[:w.Most], true
	}
	return page, more, err
}

// Whole is the newest that is public, bodies included: for a feed.
func Whole(ctx context.Context, tx *db.Tx, most int) ([]News, error) { return whole(ctx, tx, most) }

// Years are those in which something was published, the latest first.
func Years(ctx context.Context, tx *db.Tx) ([]string, error) { return years(ctx, tx) }

// All is everything, drafts first, then the newest, without bodies: for the
// secretariat.
func All(ctx context.Context, tx *db.Tx, after id.News, most int) (page []News, more bool, err error) {
	if err := mayWrite(tx.Actor); err != nil {
		return nil, false, err
	}
	page, err = all(ctx, tx, after, most+1)
	if len(page) > most {
		page, more = page[:most], true
	}
	return page, more, err
}
