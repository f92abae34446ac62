package billing

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/web"
)

var (
	update  = flag.Bool("update", false, "rewrite golden files")
	samples = flag.String("samples", "", "folder to write samples to, for conformance/einvoice")
)

// world is what most tests begin with: a seller, two municipalities and a price.
type world struct {
	*db.DB
	words               *i18n.Words
	seller, town, other id.Org
}

var (
	visitor = access.Actor{}
	office  = access.Actor{Person: "office", Grants: []access.Grant{{Role: access.Staff, Scope: access.Everywhere}}}
	admin   = access.Actor{Person: "admin", Grants: []access.Grant{{Role: access.Admin, Scope: access.Everywhere}}}
	system  = access.System("clerk")
)

func contactOf(who id.Person, org id.Org) access.Actor {
	return access.Actor{Person: who, Org: org, Grants: []access.Grant{{Role: access.Contact, Scope: access.At(org)}}}
}

func (w world) clerk() access.Actor    { return contactOf("clerk", w.town) }
func (w world) stranger() access.Actor { return contactOf("stranger", w.other) }

// colleague belongs to the town, and looks after nothing.
func (w world) colleague() access.Actor {
	return access.Actor{Person: "colleague", Org: w.town, Grants: []access.Grant{{Role: access.Participant, Scope: access.In("p")}}}
}

// association sells; nobody has its numbers: 952 is for examples, CVR 99… too.
var association = Seller{
	Name: "Eksempelforeningen", CVR: "99112239", Street: "Prøvevej 1", Postcode: "8999", City: "Åbrinke",
	Contact: "Regnskab", Email: "faktura@foreningen.example", Phone: "+45 00 00 00 00",
	Bank: "9999", Account: "0001234567", GLN: "9520000000028", Prefix: "K", First: 1001,
}

const townGLN = "9520000000011"

func given(t testing.TB, d *db.DB) world {
	t.Helper()
	words, err := i18n.Load(web.Locale, people.Locale, Locale)
	must(t, err)
	w := world{DB: d, words: words}
	w.write(t, admin, func(ctx context.Context, tx *db.Tx) (err error) {
		for _, o := range []struct {
			id  *id.Org
			new people.NewOrg
		}{
			{&w.seller, people.NewOrg{Kind: people.Association, Name: "Foreningen", OfficialName: "Eksempelforeningen"}},
			{&w.town, people.NewOrg{Kind: people.Municipality, Name: "Egelund", OfficialName: "Egelund Kommune", CVR: "99229977",
				Street: "Torvet 1", Postcode: "8998", City: "Egelund"}},
			{&w.other, people.NewOrg{Kind: people.Municipality, Name: "Åbrinke", OfficialName: "Åbrinke Kommune"}},
		} {
			if *o.id, err = people.AddOrg(ctx, tx, o.new); err != nil {
				return err
			}
		}
		s := association
		s.Org = w.seller
		return SetSeller(ctx, tx, s)
	})
	return w
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w world) write(t testing.TB, who access.Actor, fn func(context.Context, *db.Tx) error) {
	t.Helper()
	must(t, w.Write(w.danish(t.Context()), who, fn))
}

func (w world) read(t testing.TB, who access.Actor, fn func(context.Context, *db.Tx) error) {
	t.Helper()
	must(t, w.Read(w.danish(t.Context()), who, fn))
}

func (w world) danish(ctx context.Context) context.Context { return w.words.For(ctx, "da") }

// june is the meeting of 2 June 2021 for three people.
var june = Line{
	Meeting: "june", Text: "Møde 2. juni 2021, 3 deltagere", Quantity: 1, Unit: money.DKK(4375),
	VAT: Standard, RateBP: 2500, Delivered: "2021-06-02", Participants: 3,
}

func autumn() Line {
	l := june
	l.Meeting, l.Text, l.Delivered = "autumn", "Møde 15. september 2021, 3 deltagere", "2021-09-15"
	return l
}

func (w world) order(lines ...Line) Order {
	return Order{
		Seller: w.seller, Buyer: w.town, Programme: "p", ProgrammeName: "Netværk for konsulenter", Registration: "r",
		GLN: townGLN, OrderRef: "REKV-4711", BuyerRef: "Bodil Prøve", AccountingCost: "1234-567", Email: "bodil@egelund.example", Lines: lines,
	}
}

func (w world) draft(t testing.TB, o Order) (one id.Invoice) {
	t.Helper()
	w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = Draft(ctx, tx, o)
		return err
	})
	return one
}

// run does one job as the queue would.
func (w world) run(ctx context.Context, kind string, one id.Invoice) error {
	payload, _ := json.Marshal(one)
	return Jobs(w.words, false)[kind](ctx, w.DB, jobs.Job{Kind: kind, Payload: string(payload), OnBehalf: "clerk"})
}

// issue drafts and issues, and draws.
func (w world) issue(t testing.TB, o Order) (one id.Invoice) {
	t.Helper()
	one = w.draft(t, o)
	must(t, w.run(t.Context(), "billing.issue", one))
	must(t, w.run(t.Context(), "billing.render", one))
	return one
}

// expect runs queries that each count something.
func (w world) expect(t *testing.T, counts map[string]int) {
	t.Helper()
	w.read(t, office, func(ctx context.Context, tx *db.Tx) error {
		for query, want := range counts {
			var got int
			if err := tx.Get(ctx, &got, `SELECT count(*) FROM `+query); err != nil {
				return err
			}
			if got != want {
				t.Errorf("%s: %d, want %d", query, got, want)
			}
		}
		return nil
	})
}

// complaints are those of a refusal, "name key"; anything else as it is.
func complaints(err error) string {
	fields, ok := problem.FieldsOf(err)
	if !ok && err != nil {
		if p, ok := errors.AsType[*problem.Problem](err); ok {
			return p.Key
		}
		return "fault"
	}
	var all []string
	for _, f := range fields {
		all = append(all, f.Name+" "+f.Key)
	}
	return strings.Join(all, ", ")
}

func (w world) site(who access.Actor) *web.Site {
	return &web.Site{DB: w.DB, Words: w.words, Log: slog.New(slog.DiscardHandler), Identify: identify(who)}
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		must(t, os.MkdirAll("testdata", 0o755))
		must(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if got != string(want) {
		t.Errorf("%s differs; run with -update and read the diff\n%s", file, got)
	}
}

// each runs a test in a fresh world on each engine.
func each(t *testing.T, fn func(t *testing.T, w world)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) { fn(t, given(t, d)) })
}
