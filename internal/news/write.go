package news

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// Add makes a draft. Its ID, Day, Slug, PublishAt, ChangedAt and Version are
// chosen here. Faults are as Check names them, and under meeting. For the
// secretariat and jobs.
func Add(ctx context.Context, tx *db.Tx, n News) (id.News, error) {
	if err := mayWrite(tx.Actor); err != nil {
		return "", err
	}
	n, err := sound(ctx, tx, n)
	if err != nil {
		return "", err
	}
	n.ID, n.Day, n.Slug, n.PublishAt, n.ChangedAt, n.Version = id.News(tx.NewID()), "", "", nil, tx.Now, 1
	if err := insert(ctx, tx, n); err != nil {
		return "", err
	}
	return n.ID, tx.Audit(ctx, "news.added", string(n.ID), n.Version)
}

// Edit changes the texts and what it is about. With another title comes another
// address once it is published, and the old one leads to it. An older Version is
// refused. For the secretariat and jobs.
func Edit(ctx context.Context, tx *db.Tx, n News) error {
	return change(ctx, tx, n.ID, "news.edited", func(old News) (News, error) {
		if n.Version != old.Version {
			return n, problem.Fields{{Key: "news.changed_meanwhile"}}.Err()
		}
		n, err := sound(ctx, tx, n)
		n.Day, n.Slug, n.PublishAt = old.Day, old.Slug, old.PublishAt
		if err == nil && n.PublishAt != nil && i18n.Slug(n.Title) != i18n.Slug(old.Title) {
			n.Slug, err = freeSlug(ctx, tx, n)
		}
		return n, err
	})
}

// Publish shows a piece of news to everybody from a moment on; the zero moment is
// now. One that waits gets another moment, one that is public keeps its own.
// Faults are under day. For the secretariat and jobs.
func Publish(ctx context.Context, tx *db.Tx, one id.News, at time.Time) error {
	return change(ctx, tx, one, "news.published", func(n News) (News, error) {
		if n.Public(tx.Now) {
			return n, errNothing
		}
		if at.IsZero() {
			at = tx.Now
		}
		at = at.UTC().Truncate(time.Second)
		if err := CheckMoment(at, tx.Now.Truncate(time.Second)).Err(); err != nil {
			return n, err
		}
		n.PublishAt, n.Day = &at, when.On(at)
		var err error
		n.Slug, err = freeSlug(ctx, tx, n)
		return n, err
	})
}

// Withdraw makes it a draft again: nobody but the secretariat finds it. Of a draft
// it changes nothing.
func Withdraw(ctx context.Context, tx *db.Tx, one id.News) error {
	return change(ctx, tx, one, "news.withdrawn", func(n News) (News, error) {
		if n.PublishAt == nil {
			return n, errNothing
		}
		n.PublishAt, n.Day, n.Slug = nil, "", ""
		return n, nil
	})
}

// errNothing: it is already as it was asked to be.
var errNothing = fmt.Errorf("news: nothing to change")

// change is the frame of every command that changes a piece of news.
func change(ctx context.Context, tx *db.Tx, one id.News, code string, decide func(News) (News, error)) error {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	if err := programme.LockAddresses(ctx, tx); err != nil {
		return err
	}
	old, err := ByID(ctx, tx, one)
	if err != nil {
		return err
	}
	n, err := decide(old)
	if err == errNothing {
		return nil
	}
	if err != nil {
		return err
	}
	n.Version, n.ChangedAt = old.Version+1, tx.Now
	if err := update(ctx, tx, n); err != nil {
		return err
	}
	return tx.Audit(ctx, code, string(n.ID), n.Version)
}

// sound is a piece of news without faults, about what there is. The meeting's
// programme is one of those that it is about.
func sound(ctx context.Context, tx *db.Tx, n News) (News, error) {
	n = tidy(n)
	bad := Check(n)
	if n.Meeting != "" {
		m, err := meeting.ByID(ctx, tx, n.Meeting)
		switch {
		case problem.Is(err, problem.NotFound):
			bad.Add("meeting", "news.no_such_meeting", "")
		case err != nil:
			return n, err
		default:
			n = tidy(withProgramme(n, m.Programme))
		}
	}
	found, err := programme.ByIDs(ctx, tx, n.Programmes)
	if err != nil {
		return n, err
	}
	if len(found) < len(n.Programmes) {
		bad.Add("programmes", "news.no_such_programme", "")
	}
	return n, bad.Err()
}

func withProgramme(n News, p id.Programme) News {
	n.Programmes = append([]id.Programme{p}, n.Programmes...)
	return n
}

// freeSlug is the title as an address, with -2, -3 … when other news of the day
// has it or had it. An address that it had itself is taken up again.
func freeSlug(ctx context.Context, tx *db.Tx, n News) (string, error) {
	for i := 1; ; i++ {
		slug := i18n.Slug(n.Title)
		if i > 1 {
			slug = fmt.Sprint(slug, "-", i)
		}
		owner, err := takenBy(ctx, tx, n.Day, slug)
		if err != nil {
			return "", err
		}
		if owner == "" || owner == n.ID {
			return slug, nil
		}
	}
}

// draftKept is how long a draft that nobody touches is kept.
const draftKept = 365 * 24 * time.Hour

// Retain deletes drafts that were left behind.
func Retain(ctx context.Context, tx *db.Tx) error {
	return deleteDrafts(ctx, tx, tx.Now.Add(-draftKept))
}
