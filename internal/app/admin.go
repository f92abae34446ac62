package app

import (
	"context"
	"fmt"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
)

// MakeAdmin gives a person the administrator's role. One whom nobody knows by
// that address is made, in the organisation of that name, which is made too, as a
// development centre, when there is none. It is how the first administrator comes
// in: whoever may run commands beside the database could change it anyway.
func MakeAdmin(ctx context.Context, c Config, name, email, org string) error {
	address, ok := people.ParseEmail(email)
	if !ok {
		return fmt.Errorf("%q is not a mail address", email)
	}
	d, err := open(ctx, c)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Write(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		p, known, err := people.PersonByMail(ctx, tx, address)
		if err == nil && !known {
			p.ID, err = newcomer(ctx, tx, name, address, org)
		}
		if err != nil {
			return err
		}
		return people.GiveRole(ctx, tx, p.ID, access.Admin, access.Everywhere)
	})
}

func newcomer(ctx context.Context, tx *db.Tx, name, email, org string) (id.Person, error) {
	if name == "" || org == "" {
		return "", fmt.Errorf("nobody has the address %s: give --name and --org, too", email)
	}
	all, err := people.OrgList(ctx, tx)
	if err != nil {
		return "", err
	}
	n := people.NewPerson{Name: name, Email: email}
	for _, o := range all {
		if o.Name == org || o.OfficialName == org {
			n.Org = o.ID
		}
	}
	if n.Org == "" {
		if n.Org, err = people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Centre, Name: org, OfficialName: org}); err != nil {
			return "", err
		}
	}
	return people.AddPerson(ctx, tx, n)
}
