package app

import (
	"context"
	"fmt"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/people"
)

// MakeAdmin gives a person the administrator's role, and makes the person when
// nobody has that address. It is how the first administrator comes in: whoever
// may run commands beside the database could change it anyway.
func MakeAdmin(ctx context.Context, c Config, name, email string) error {
	d, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	email, ok := people.ParseEmail(email)
	if !ok {
		return fmt.Errorf("%q is not a mail address", email)
	}
	return d.Write(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		p, known, err := people.PersonByMail(ctx, tx, email)
		if err == nil && !known {
			p.ID, err = people.AddPerson(ctx, tx, people.NewPerson{Name: name, Email: email})
		}
		if err != nil {
			return err
		}
		return people.GiveRole(ctx, tx, p.ID, access.Admin, access.Everywhere)
	})
}
