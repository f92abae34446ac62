package programme

import (
	"context"
	"fmt"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
)

// LockAddresses makes the command alone with all addresses of programmes and
// their meetings. They change a few times a week, so one lock does for them all,
// and one command can make a programme with its meetings.
func LockAddresses(ctx context.Context, tx *db.Tx) error {
	return tx.Lock(ctx, db.Programmes, "addresses")
}

// Add makes a draft. Its ID, Slug, State, PublishedAt and Version are chosen
// here. Faults are as CheckFields names them. For the secretariat and jobs.
func Add(ctx context.Context, tx *db.Tx, p Programme) (id.Programme, error) {
	if err := mayWrite(tx.Actor); err != nil {
		return "", err
	}
	if err := LockAddresses(ctx, tx); err != nil {
		return "", err
	}
	p = tidy(p)
	if err := checkFollows(ctx, tx, p); err != nil {
		return "", err
	}
	bad, err := Check(ctx, tx, p)
	if err != nil {
		return "", err
	}
	if err := bad.Err(); err != nil {
		return "", err
	}
	p.ID, p.State, p.PublishedAt, p.Version = id.Programme(tx.NewID()), Draft, nil, 1
	if p.Slug, err = freeSlug(ctx, tx, p); err != nil {
		return "", err
	}
	if err := insert(ctx, tx, row{Programme: p, SortKey: i18n.SortKey(p.Name)}); err != nil {
		return "", err
	}
	return p.ID, tx.Audit(ctx, "programme.added", string(p.ID), p.Kind)
}

// Edit changes everything about a programme but its kind and state. With another
// name comes another address, and the old one leads to it. A published programme
// must stay ready to be read. An older Version is refused. For the secretariat
// and jobs.
func Edit(ctx context.Context, tx *db.Tx, p Programme) error {
	return change(ctx, tx, p.ID, "programme.edited", func(old Programme) (Programme, error) {
		p = tidy(p)
		p.Kind, p.State, p.PublishedAt, p.Slug, p.Previous = old.Kind, old.State, old.PublishedAt, old.Slug, old.Previous
		if p.Version != old.Version {
			return p, problem.Fields{{Key: "programme.changed_meanwhile"}}.Err()
		}
		bad, err := Check(ctx, tx, p)
		if err != nil {
			return p, err
		}
		if p.State == Public {
			bad = append(bad, CheckReady(p)...)
		}
		if err := bad.Err(); err != nil {
			return p, err
		}
		if i18n.Slug(p.Name) != i18n.Slug(old.Name) {
			p.Slug, err = freeSlug(ctx, tx, p)
		}
		return p, err
	})
}

// Publish shows a draft to everybody. What is missing first is told by field.
// Publishing twice changes nothing. For the secretariat and jobs.
func Publish(ctx context.Context, tx *db.Tx, one id.Programme) error {
	return change(ctx, tx, one, "programme.published", func(p Programme) (Programme, error) {
		if p.State == Public {
			return p, errNothing
		}
		at := tx.Now
		p.State, p.PublishedAt = Public, &at
		return p, CheckReady(p).Err()
	})
}

// Withdraw makes a published programme a draft again: nobody but the secretariat
// finds it, and nobody can register. Those who already have keep their seats.
func Withdraw(ctx context.Context, tx *db.Tx, one id.Programme) error {
	return change(ctx, tx, one, "programme.withdrawn", func(p Programme) (Programme, error) {
		if p.State == Draft {
			return p, errNothing
		}
		p.State, p.PublishedAt = Draft, nil
		return p, nil
	})
}

// errNothing: the programme is already as it was asked to be.
var errNothing = fmt.Errorf("programme: nothing to change")

// change is the frame of every command that changes a programme.
func change(ctx context.Context, tx *db.Tx, one id.Programme, code string, decide func(Programme) (Programme, error)) error {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	if err := LockAddresses(ctx, tx); err != nil {
		return err
	}
	old, err := ByID(ctx, tx, one)
	if err != nil {
		return err
	}
	p, err := decide(old)
	if err == errNothing {
		return nil
	}
	if err != nil {
		return err
	}
	p.Version = old.Version + 1
	if err := update(ctx, tx, row{Programme: p, SortKey: i18n.SortKey(p.Name)}); err != nil {
		return err
	}
	return tx.Audit(ctx, code, string(p.ID), p.Version)
}

// Check is CheckFields, and that everybody named exists: all that Add would find
// wrong, under the same fields, for a form that has more to tell of at once.
func Check(ctx context.Context, tx *db.Tx, p Programme) (problem.Fields, error) {
	bad := CheckFields(p)
	orgs, err := people.Orgs(ctx, tx, append([]id.Org{p.Owner, p.Operator, p.Seller}, p.Inviters...))
	if err != nil {
		return nil, err
	}
	for _, f := range []struct {
		name string
		org  id.Org
	}{{"owner", p.Owner}, {"operator", p.Operator}, {"seller", p.Seller}} {
		if _, ok := orgs[f.org]; !ok && f.org != "" {
			bad.Add(f.name, "programme.no_such_org", "")
		}
	}
	for _, org := range p.Inviters {
		if _, ok := orgs[org]; !ok {
			bad.Add("inviters", "programme.no_such_org", "")
		}
	}
	persons, err := people.Persons(ctx, tx, p.Contacts)
	if err != nil {
		return nil, err
	}
	for _, one := range p.Contacts {
		if _, ok := persons[one]; !ok {
			bad.Add("contacts", "programme.no_such_person", "")
		}
	}
	return bad, nil
}

// checkFollows: a season goes on from one of its own kind that exists, and only
// one goes on from that.
func checkFollows(ctx context.Context, tx *db.Tx, p Programme) error {
	if p.Previous == "" {
		return nil
	}
	old, err := ByID(ctx, tx, p.Previous)
	if err != nil {
		return err
	}
	_, taken, err := NextOf(ctx, tx, p.Previous)
	if err == nil && (taken || old.Kind != p.Kind) {
		err = problem.Fields{{Key: "programme.has_next", About: old.Name}}.Err()
	}
	return err
}

// freeSlug is the name as an address, with -2, -3 … when another programme has
// it or had it. An address the programme itself had before is taken up again.
func freeSlug(ctx context.Context, tx *db.Tx, p Programme) (string, error) {
	for n := 1; ; n++ {
		slug := numbered(i18n.Slug(p.Name), n)
		owner, err := takenBy(ctx, tx, p.Kind, slug)
		if err != nil {
			return "", err
		}
		if owner == "" || owner == p.ID {
			return slug, nil
		}
	}
}

// numbered is a slug's nth try.
func numbered(slug string, n int) string {
	if n == 1 {
		return slug
	}
	return fmt.Sprint(slug, "-", n)
}
