package idea

import (
	"context"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// world is a network with two meetings. Egelund is a member: Bodil is its contact
// person, and Carlo and Eva have seats at the first meeting. Mosby has nothing.
type world struct {
	d                               *db.DB
	league                          id.Org
	network                         programme.Programme
	june, october                   meeting.Meeting
	bodil, carlo, eva, dorte, staff access.Actor
}

var (
	system  = access.System("")
	visitor access.Actor
	now     = time.Date(2026, 4, 20, 8, 0, 0, 0, time.UTC)
)

func newWorld(t testing.TB, d *db.DB) *world {
	t.Helper()
	d.Now = func() time.Time { return now }
	w := &world{d: d}
	for _, step := range []func(context.Context, *db.Tx) error{w.settle, w.plan, w.meet} {
		w.write(t, system, step)
	}
	w.write(t, system, w.join)
	return w
}

func (w *world) settle(ctx context.Context, tx *db.Tx) error {
	league, err := people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Association, Name: "Kommuneforeningen", OfficialName: "Kommuneforeningen", CVR: "12345674"})
	if err != nil {
		return err
	}
	egelund, err := people.AddOrg(ctx, tx, people.NewOrg{
		Kind: people.Municipality, Name: "Egelund", OfficialName: "Egelund Kommune", Domains: []string{"egelund.example"},
		GLNs: []people.GLN{{Number: "5790000000005", Label: "Skole"}},
	})
	if err != nil {
		return err
	}
	mosby, err := people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Municipality, Name: "Mosby", OfficialName: "Mosby Kommune", Domains: []string{"mosby.example"}})
	if err != nil {
		return err
	}
	for _, p := range []struct {
		into       *access.Actor
		name, mail string
		org        id.Org
		role       access.Role
		in         access.Scope
	}{
		{&w.bodil, "Bodil Ask", "bodil.ask@egelund.example", egelund, access.Contact, access.At(egelund)},
		{&w.carlo, "Carlo Eng", "carlo.eng@egelund.example", egelund, "", ""},
		{&w.eva, "Eva Lund", "eva.lund@egelund.example", egelund, "", ""},
		{&w.dorte, "Dorte Mose", "dorte.mose@mosby.example", mosby, access.Contact, access.At(mosby)},
		{&w.staff, "Signe Land", "signe.land@forening.example", league, access.Staff, access.Everywhere},
	} {
		who := access.Actor{Org: p.org}
		if who.Person, err = people.AddPerson(ctx, tx, people.NewPerson{Name: p.name, Email: p.mail, Org: p.org}); err != nil {
			return err
		}
		if p.role != "" {
			if err := people.GiveRole(ctx, tx, who.Person, p.role, p.in); err != nil {
				return err
			}
			who.Grants = []access.Grant{{Role: p.role, Scope: p.in}}
		}
		*p.into = who
	}
	w.league = league
	return nil
}

func (w *world) plan(ctx context.Context, tx *db.Tx) error {
	one, err := programme.Add(ctx, tx, programme.Programme{
		Kind: web.KindNetwork, Name: "Konsulenter på børne- og ungeområdet", ShortName: "konsulentnetværk", Lead: "Mød kolleger.", Purpose: "At styrke hinanden.", Audience: "Konsulenter.", Benefits: "Ny viden.",
		Owner: w.league, Operator: w.league, Seller: w.league, Contacts: []id.Person{w.staff.Person}, SeasonFrom: "2026-04-01", SeasonTo: "2026-12-31",
		MaxPerOrg: 5, Covers: 0, Invoicing: programme.Advance, Email: "netvaerk@centret.example",
	})
	if err != nil {
		return err
	}
	if err := programme.Publish(ctx, tx, one); err != nil {
		return err
	}
	w.network, err = programme.ByID(ctx, tx, one)
	return err
}

func (w *world) meet(ctx context.Context, tx *db.Tx) error {
	from, to := clock("9.30"), clock("14.30")
	for _, m := range []struct {
		into         *meeting.Meeting
		day          when.Date
		title        string
		starts, ends *time.Time
	}{{&w.june, "2026-06-02", "Konsulentrollen ved et kommunalvalg", &from, &to}, {&w.october, "2026-10-06", "Faglig ledelse", nil, nil}} {
		at, err := meeting.Add(ctx, tx, meeting.Meeting{Programme: w.network.ID, Title: m.title, Day: m.day, Starts: m.starts, Ends: m.ends, Venue: "Salen", City: "Egelund"})
		if err != nil {
			return err
		}
		if *m.into, err = meeting.ByID(ctx, tx, at); err != nil {
			return err
		}
	}
	return nil
}

// join makes Egelund a member, and gives Carlo and Eva their seats: what a
// registration leaves behind. What it costs is no matter here.
func (w *world) join(ctx context.Context, tx *db.Tx) error {
	for _, row := range []struct {
		text string
		args []any
	}{
		{`INSERT INTO memberships (id, programme, meeting, org, joined_at) VALUES ('m', $1, $2, $3, $4)`, []any{w.network.ID, w.june.ID, w.carlo.Org, tx.Now}},
		{`INSERT INTO registrations (id, number, programme, meeting, org, person, joined, gln, order_ref, buyer_ref, email, message, seated, net_minor, currency, quote, created_at)
			VALUES ('r', 2026000001, $1, $2, $3, $4, true, '', '', '', '', '', 2, 0, 'DKK', '{}', $5)`, []any{w.network.ID, w.june.ID, w.carlo.Org, w.bodil.Person, tx.Now}},
		{`INSERT INTO seats (id, registration, programme, meeting, org, person, created_at) VALUES ('s', 'r', $1, $2, $3, $4, $5)`, []any{w.network.ID, w.june.ID, w.carlo.Org, w.carlo.Person, tx.Now}},
		{`INSERT INTO seats (id, registration, programme, meeting, org, person, created_at) VALUES ('t', 'r', $1, $2, $3, $4, $5)`, []any{w.network.ID, w.june.ID, w.carlo.Org, w.eva.Person, tx.Now}},
	} {
		if _, err := tx.Exec(ctx, row.text, row.args...); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) write(t testing.TB, who access.Actor, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := w.d.Write(t.Context(), who, fn); err != nil {
		t.Fatal(err, keysOf(err))
	}
}

func (w *world) read(t testing.TB, who access.Actor, fn func(ctx context.Context, tx *db.Tx) error) {
	t.Helper()
	if err := w.d.Read(t.Context(), who, fn); err != nil {
		t.Fatal(err)
	}
}

func (w *world) rows(t testing.TB, of string) (n int) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error { return tx.Get(ctx, &n, `SELECT count(*) FROM `+of) })
	return n
}

// keysOf are the complaints in an error, as "field key".
func keysOf(err error) (list []string) {
	bad, _ := problem.FieldsOf(err)
	for _, f := range bad {
		list = append(list, f.Name+" "+f.Key)
	}
	return list
}

// clock is a time of day on the day of the meeting in June.
func clock(text string) time.Time {
	at, err := when.Local("2026-06-02", text)
	if err != nil {
		panic(err)
	}
	return at
}

// wish is a dilemma that all members see, with a name.
func (w *world) wish() Wish {
	return Wish{
		Programme: w.network.ID, Kind: Dilemma, Title: "Tallene før tid", Text: "Formanden ringer.\r\nMødet er på torsdag.", Hard: "Tallene er ikke kvalitetssikret.",
		Ways: "- vente\n- vise dem samlet", Shown: Named,
	}
}

func (w *world) give(t testing.TB, who access.Actor, wish Wish) (i Idea) {
	t.Helper()
	w.write(t, who, func(ctx context.Context, tx *db.Tx) error {
		one, err := Give(ctx, tx, wish)
		if err == nil {
			i, err = byID(ctx, tx, one)
		}
		return err
	})
	return i
}

// now is an idea as it is at this moment.
func (w *world) now(t testing.TB, one id.Idea) (i Idea) {
	t.Helper()
	w.read(t, system, func(ctx context.Context, tx *db.Tx) (err error) { i, err = byID(ctx, tx, one); return err })
	return i
}

func (w *world) support(t testing.TB, who access.Actor, one id.Idea, want bool) error {
	t.Helper()
	return w.d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error { return Support(ctx, tx, one, want) })
}

// try runs a command that may be refused.
func (w *world) try(t testing.TB, who access.Actor, do func(ctx context.Context, tx *db.Tx) error) error {
	t.Helper()
	return w.d.Write(t.Context(), who, do)
}
