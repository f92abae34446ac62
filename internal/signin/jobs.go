package signin

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/people"
)

// Jobs are what the queue may ask of signin: its mail, the nightly retention, and
// what is to be done when people tells that somebody has left.
func Jobs(post mail.Post) map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"signin.mail":   func(ctx context.Context, d *db.DB, j jobs.Job) error { return write(ctx, d, j, post) },
		"signin.retain": func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), Retain) },
		"people.left":   left,
	}
}

func left(ctx context.Context, d *db.DB, j jobs.Job) error {
	var person id.Person
	if err := j.Into(&person); err != nil {
		return err
	}
	return d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error { return CloseAll(ctx, tx, person) })
}

// standing is what we know of whoever has an address.
type standing int

const (
	silent   standing = iota // nothing is to be written
	welcome                  // may come in, or say who they are
	waiting                  // has asked, and nobody has answered
	stranger                 // belongs nowhere that we know
)

// write sends the one mail that fits. Only here does it matter whether anybody
// has the address. A mail that is refused for good is tried again like any other,
// until it is late and done: among the jobs that gave up it would keep its
// secrets, and anybody can type an address that takes no mail.
func write(ctx context.Context, d *db.DB, j jobs.Job, post mail.Post) error {
	var l letter
	if err := j.Into(&l); err != nil {
		return err
	}
	var (
		r request
		p people.Person
		s standing
	)
	err := d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
		r, p, s, err = stands(ctx, tx, l.Request)
		return err
	})
	if err != nil || s == silent {
		return err
	}
	lang := r.Lang
	if p.Lang != "" {
		lang = p.Lang
	}
	m := compose(post.Words.For(ctx, lang), s, l, p.Name, post.BaseURL)
	m.To, m.ToName, m.Key = r.Email, p.Name, string(j.ID)
	if err := post.Send(ctx, m); err != nil {
		return fmt.Errorf("mail of sign-in: %s", err) // only its words, see below
	}
	return nil
}

func stands(ctx context.Context, tx *db.Tx, one string) (r request, p people.Person, s standing, err error) {
	r, err = requestByID(ctx, tx, one)
	if errors.Is(err, sql.ErrNoRows) {
		return r, p, silent, nil
	}
	if err != nil || !r.live(tx.Now) {
		return r, p, silent, err
	}
	p, known, err := people.PersonByMail(ctx, tx, r.Email)
	switch {
	case err != nil:
		return r, p, silent, err
	case known && p.State == people.Active:
		return r, p, welcome, nil
	case known && p.State == people.Pending:
		return r, p, waiting, nil
	}
	if _, found, err := people.OrgByMail(ctx, tx, r.Email); err != nil || found {
		return r, p, welcome, err
	}
	// Whoever has the address is not to be pestered in our name: one mail a day.
	n, err := countEarlier(ctx, tx, r, tx.Now.Add(-24*time.Hour))
	if err != nil || n > 0 {
		return r, p, silent, err
	}
	return r, p, stranger, nil
}

// compose writes in the language of ctx. The name is empty when we know none.
func compose(ctx context.Context, s standing, l letter, name, base string) mail.Message {
	switch s {
	case waiting:
		return mail.Message{Subject: i18n.T(ctx, "signin.mail_wait_subject"), Text: i18n.F(ctx, "signin.mail_wait", i18n.Args{"Name": name})}
	case stranger:
		return mail.Message{
			Subject: i18n.T(ctx, "signin.mail_stranger_subject"),
			Text:    i18n.F(ctx, "signin.mail_stranger", i18n.Args{"Contact": base + "/kontakt"}),
		}
	}
	return mail.Message{
		Subject: i18n.T(ctx, "signin.mail_subject"),
		Text: i18n.F(ctx, "signin.mail", i18n.Args{
			"Name": name, "Code": l.Code, "Link": base + "/log-ind/" + l.Link,
		}),
	}
}
