package meeting

import (
	"context"
	"fmt"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

var (
	staff   = access.Actor{Person: "staff", Grants: []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}}
	contact = access.Actor{Person: "birgit", Org: "birkelund", Grants: []access.Grant{{Role: access.Contact, Scope: access.At("birkelund")}}}
	visitor = access.Actor{}
)

func readers(t testing.TB) map[string]context.Context {
	t.Helper()
	words, err := i18n.Load(web.Locale, programme.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]context.Context{"da": words.For(t.Context(), "da"), "en": words.For(t.Context(), "en")}
}

// network is a published network, without an id.
func network(centre id.Org, tove id.Person) programme.Programme {
	return programme.Programme{
		Kind: web.KindNetwork, Name: "Netværk for konsulenter på børne- og ungeområdet", ShortName: "konsulentnetværk",
		Lead: "Konsulenter mødes tre gange om året.", Purpose: "At blive klogere.", Audience: "Konsulenter.",
		Owner: centre, Operator: centre, Seller: centre, Contacts: []id.Person{tove},
		Deadline: "2021-05-10", MaxPerOrg: 5, Covers: 4, Invoicing: programme.Advance, Email: "netvaerk@center.example",
	}
}

// given publishes the network, three weeks before its first meeting: the house
// of these tests stands in 2021.
func given(t testing.TB, d *db.DB) (one id.Programme) {
	t.Helper()
	d.Now = func() time.Time { return time.Date(2021, 5, 3, 10, 0, 0, 0, time.UTC) }
	write(t, d, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		centre, err := people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Centre, Name: "Udviklingshuset", OfficialName: "Udviklingshuset Åbrinke"})
		if err != nil {
			return err
		}
		tove, err := people.AddPerson(ctx, tx, people.NewPerson{Name: "Tove Ørnekær", Email: "tove@center.example", Org: centre})
		if err != nil {
			return err
		}
		one, err = programme.Add(ctx, tx, network(centre, tove))
		return err
	})
	write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return programme.Publish(ctx, tx, one) })
	return one
}

func try(d *db.DB, who access.Actor, do func(context.Context, *db.Tx) error) error {
	return d.Write(context.Background(), who, do)
}

func write(t testing.TB, d *db.DB, who access.Actor, do func(context.Context, *db.Tx) error) {
	t.Helper()
	if err := try(d, who, do); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, d *db.DB, do func(context.Context, *db.Tx) error) {
	t.Helper()
	if err := d.Read(context.Background(), staff, do); err != nil {
		t.Fatal(err)
	}
}

func add(t testing.TB, d *db.DB, in id.Programme, m Meeting) (one id.Meeting) {
	t.Helper()
	m.Programme = in
	write(t, d, staff, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = Add(ctx, tx, m)
		return err
	})
	return one
}

func get(t testing.TB, d *db.DB, one id.Meeting) (m Meeting) {
	t.Helper()
	read(t, d, func(ctx context.Context, tx *db.Tx) (err error) {
		m, err = ByID(ctx, tx, one)
		return err
	})
	return m
}

func items(t testing.TB, d *db.DB, one id.Meeting) (list []Item) {
	t.Helper()
	read(t, d, func(ctx context.Context, tx *db.Tx) (err error) {
		list, err = Agenda(ctx, tx, one)
		return err
	})
	return list
}

// edit changes a meeting as its form does.
func edit(t testing.TB, d *db.DB, one id.Meeting, change func(*Meeting)) error {
	t.Helper()
	m := get(t, d, one)
	change(&m)
	return try(d, staff, func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, m) })
}

func setAgenda(d *db.DB, one id.Meeting, list []Item) error {
	return try(d, staff, func(ctx context.Context, tx *db.Tx) error { return SetAgenda(ctx, tx, one, list) })
}

// waiting are the jobs in the queue, as "kind payload".
func waiting(t testing.TB, d *db.DB) (all []string) {
	t.Helper()
	read(t, d, func(ctx context.Context, tx *db.Tx) error {
		return tx.Select(ctx, &all, `SELECT kind || ' ' || payload FROM jobs WHERE kind <> 'meeting.room' ORDER BY id`)
	})
	return all
}

func keyOf(err error) string {
	if faults, ok := problem.FieldsOf(err); ok && len(faults) == 1 {
		return faults[0].Name + " " + faults[0].Key
	}
	return fmt.Sprint(err)
}
