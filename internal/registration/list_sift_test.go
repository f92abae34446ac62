package registration

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"

	"pgregory.net/rapid"
)

// crowd is what a list is made of: who sends, for whom, to what.
type crowd struct {
	orgs     []id.Org
	senders  []id.Person // one of each organisation, and the secretariat last
	networks []id.Programme
	meetings []id.Meeting // some of each network
}

// fill writes n registrations past the commands, which would take hours. They are
// spread unevenly: the first network has half of them, and the secretariat sends a
// third. Some come at the very same moment.
func (w *world) fill(t testing.TB, n int, c crowd) (all []record) {
	t.Helper()
	per := len(c.meetings) / len(c.networks)
	for i := range n {
		org, at := i*i%len(c.orgs), i%len(c.networks)
		if i%2 == 0 {
			at = 0
		}
		r := record{
			ID: id.Registration(fmt.Sprintf("0190%08d", i)), Number: int64(2021_000_000 + i), Programme: c.networks[at], Meeting: c.meetings[at*per+i/3%per],
			Org: c.orgs[org], Person: c.senders[org], Joined: i%5 == 0, GLN: "5790000000005", OrderRef: "RK-1", Email: "x@egelund.example",
			Seated: 1, NetMinor: 1, Currency: "DKK", Quote: "{}", CreatedAt: april.Add(time.Duration(i/2) * time.Minute),
		}
		if i%3 == 0 {
			r.Person = c.senders[len(c.senders)-1]
		}
		if i%7 == 0 {
			r.Message = "Vi kommer med toget."
		}
		if i%4 == 3 {
			r.OrderRef = ""
		}
		if r.Marks = marksOf(r); i%11 == 0 {
			r.Marks |= markChanged
		}
		all = append(all, r)
	}
	w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
		for rows := range slices.Chunk(all, 500) {
			if _, err := tx.Named(ctx, `
				INSERT INTO registrations (`+recordColumns+`)
				VALUES (:id, :number, :programme, :meeting, :org, :person, :joined, :gln, :order_ref, :buyer_ref, :email, :message,
					:seated, :net_minor, :currency, :quote, :created_at, :approved_by, :limit_minor, :marks)`, rows); err != nil {
				return err
			}
		}
		_, err := tx.Exec(ctx, `ANALYZE registrations`) // as PostgreSQL does by itself
		return err
	})
	return all
}

// gather makes organisations with a sender each, and networks with meetings.
func (w *world) gather(t testing.TB, orgs, networks, meetings int) (c crowd) {
	t.Helper()
	for i := range orgs {
		org := w.org(t, newMunicipality(i))
		who := w.person(t, fmt.Sprintf("Åse Kontakt%03d", i), fmt.Sprintf("aase@by%d.example", i), org, "", "")
		c.orgs, c.senders = append(c.orgs, org), append(c.senders, who.Person)
	}
	c.senders = append(c.senders, w.staff.Person)
	for i := range networks {
		var one id.Programme
		w.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
			one, err = programme.Add(ctx, tx, programme.Programme{
				Kind: web.KindNetwork, Name: fmt.Sprint("Netværk ", i), ShortName: "netværk", Lead: "Mød kolleger.", Owner: w.staff.Org, Operator: w.staff.Org, Seller: w.staff.Org,
				Contacts: []id.Person{w.staff.Person}, SeasonFrom: "2021-04-22", MaxPerOrg: 5, Covers: 4, Invoicing: programme.Advance, Email: "netvaerk@centret.example",
			})
			return err
		})
		c.networks = append(c.networks, one)
		for k := range meetings {
			w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
				m, err := meeting.Add(ctx, tx, meeting.Meeting{Programme: one, Title: "Et møde", Day: when.Date("2021-06-02").Add(k * 30)})
				c.meetings = append(c.meetings, m)
				return err
			})
		}
	}
	return c
}

// fits is what a sift means, said without an index.
func (s sift) fits(r record) bool {
	day := when.On(r.CreatedAt)
	return (s.Programme == "" || s.Programme == r.Programme) && (s.Meeting == "" || s.Meeting == r.Meeting) &&
		(len(s.Orgs) == 0 || slices.Contains(s.Orgs, r.Org)) && (len(s.Senders) == 0 || slices.Contains(s.Senders, r.Person)) &&
		(s.Number == 0 || s.Number == r.Number) && (s.From == "" || !day.Before(s.From)) && (s.To == "" || !day.After(s.To)) &&
		r.Marks&s.Must == s.Must && r.Marks&s.Not == 0
}

func drawSift(t *rapid.T, c crowd) (s sift) {
	some := func(label string) bool { return rapid.IntRange(0, 2).Draw(t, label) == 0 }
	if some("programme") {
		s.Programme = rapid.SampledFrom(c.networks).Draw(t, "which programme")
	}
	if some("meeting") {
		s.Meeting = rapid.SampledFrom(c.meetings).Draw(t, "which meeting")
	}
	if some("orgs") {
		s.Orgs = rapid.SliceOfNDistinct(rapid.SampledFrom(c.orgs), 1, 3, rapid.ID).Draw(t, "which orgs")
	}
	if some("senders") {
		s.Senders = rapid.SliceOfNDistinct(rapid.SampledFrom(c.senders), 1, 3, rapid.ID).Draw(t, "which senders")
	}
	if rapid.IntRange(0, 9).Draw(t, "number") == 0 {
		s.Number = int64(2021_000_000 + rapid.IntRange(0, 3000).Draw(t, "which number"))
	}
	if some("from") {
		s.From = when.On(april).Add(rapid.IntRange(-1, 2).Draw(t, "from day"))
	}
	if some("to") {
		s.To = when.On(april).Add(rapid.IntRange(-1, 2).Draw(t, "to day"))
	}
	for m := mark(1); m < markEnd; m <<= 1 {
		switch rapid.IntRange(0, 4).Draw(t, fmt.Sprint("mark ", m)) {
		case 0:
			s.Must |= m
		case 1:
			s.Not |= m
		}
	}
	return s
}

// Whatever the list is narrowed to, its pages downwards and back up hold each
// registration that fits once, in order, and the count is theirs.
func TestThePagesHoldWhatFits(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, bent{})
		c := w.gather(t, 5, 3, 2)
		all := w.fill(t, 600, c)
		slices.SortFunc(all, func(a, b record) int { return cmp.Or(b.CreatedAt.Compare(a.CreatedAt), cmp.Compare(b.ID, a.ID)) })
		rapid.Check(t, func(t *rapid.T) {
			s, size := drawSift(t, c), rapid.IntRange(9, 200).Draw(t, "page")
			var want []id.Registration
			for _, r := range all {
				if s.fits(r) {
					want = append(want, r.ID)
				}
			}
			err := d.Read(context.Background(), system, func(ctx context.Context, tx *db.Tx) error {
				n, err := sizeOf(ctx, tx, s)
				if err != nil || n != len(want) {
					t.Fatalf("counted %d of %d: %v", n, len(want), err)
				}
				down, err := walk(ctx, tx, s, place{}, size)
				if err != nil || !slices.Equal(down, want) {
					t.Fatalf("down: %d, want %d: %v", len(down), len(want), err)
				}
				if len(want) == 0 {
					return nil
				}
				last, err := placeOf(ctx, tx, want[len(want)-1], true)
				if err != nil {
					return err
				}
				up, err := walk(ctx, tx, s, last, size)
				slices.Reverse(up)
				if err != nil || !slices.Equal(up, want[:len(want)-1]) {
					t.Fatalf("up: %d, want %d: %v", len(up), len(want)-1, err)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	})
}

// walk turns the pages until there are no more.
func walk(ctx context.Context, tx *db.Tx, s sift, from place, n int) (all []id.Registration, err error) {
	for {
		rows, err := sifted(ctx, tx, s, from, n)
		if err != nil || len(rows) == 0 {
			return all, err
		}
		for _, r := range rows {
			all = append(all, r.ID)
		}
		last := rows[len(rows)-1]
		from = place{last.CreatedAt, last.ID, from.Newer}
	}
}

// No filter has SQLite walk through all registrations, or sort more than a page of
// each walk.
func TestTheListIsFoundByIndex(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t), bent{})
	for name, s := range map[string]sift{
		"joined": {Must: markJoined}, "programme": {Programme: "p"}, "meeting": {Programme: "p", Meeting: "m"},
		"orgs": {Orgs: []id.Org{"a", "b"}}, "senders": {Senders: []id.Person{"a", "b"}, Programme: "p"},
		"days": {From: "2021-05-01", To: "2021-05-02"}, "all of it": {Programme: "p", Orgs: []id.Org{"a"}, From: "2021-05-01", Must: markChanged},
	} {
		for _, from := range []place{{}, {april, "r", false}, {april, "r", true}} {
			page, args := s.page(from, pageSize)
			w.wellFound(t, name, page, args)
		}
		count, args := s.size()
		w.wellFound(t, name+" counted", count, args)
	}
}

func (w *world) wellFound(t *testing.T, name, query string, args []any) {
	t.Helper()
	var plan []struct {
		ID, Parent, Notused int
		Detail              string
	}
	w.read(t, system, func(ctx context.Context, tx *db.Tx) error {
		return tx.SelectIn(ctx, &plan, `EXPLAIN QUERY PLAN `+query, args...)
	})
	for i, step := range plan {
		if strings.HasPrefix(step.Detail, "SCAN registrations") {
			t.Errorf("%s walks through all: %s", name, step.Detail)
		}
		if i > 0 && strings.Contains(step.Detail, "ORDER BY") && strings.Contains(plan[i-1].Detail, "SEARCH registrations USING COVERING INDEX") && !strings.Contains(plan[i-1].Detail, "<expr>") {
			t.Errorf("%s sorts a walk: %s", name, plan[i-1].Detail)
		}
	}
	if len(plan) == 0 {
		t.Errorf("%s: no plan", name)
	}
}

// BenchmarkList opens the secretariat's list with 100,000 registrations, of 98
// organisations in 40 networks, at each filter and at the worst combinations; the
// aim is 50 ms each.
func BenchmarkList(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchmarkList(b, dbtest.SQLite(b)) })
	b.Run("postgres", func(b *testing.B) { benchmarkList(b, dbtest.Postgres(b)) })
}

func benchmarkList(b *testing.B, d *db.DB) {
	w := newWorld(b, d, bent{})
	c := w.gather(b, 98, 40, 5)
	all := w.fill(b, 100_000, c)
	middle := "&foer=" + string(all[len(all)/2].ID)
	big, small := "forloeb="+string(c.networks[0]), "forloeb="+string(c.networks[7])
	door := browse(b, d, w.staff, "da").h
	for _, one := range []struct{ name, query string }{
		{"all", ""}, {"page-in-the-middle", middle}, {"back", strings.Replace(middle, "foer", "efter", 1)},
		{"number", "soeg=2021048217"}, {"sender", "soeg=kontakt042"}, {"secretariat-sent", "soeg=signe"}, {"unknown-sender", "soeg=zzz"},
		{"municipality", "kommune=by+42+kommune"}, {"network-of-50000", big}, {"network", small}, {"network-middle", big + middle},
		{"meeting", small + "&moede=" + string(c.meetings[36])}, {"meeting-of-10000", big + "&moede=" + string(c.meetings[1])},
		{"period", "fra=2021-05-03&til=2021-05-04"}, {"long-period", "fra=2021-01-01&til=2021-12-31"}, {"joined", "nye=1"}, {"message", "besked=1"},
		{"changed", "aendret=1"}, {"without-number", "rekv=uden"}, {"with-number", "rekv=med"}, {"all-marks", "nye=1&besked=1&aendret=1&rekv=uden"},
		{"network-and-marks", big + "&nye=1&besked=1&aendret=1&rekv=uden"}, {"municipality-and-network", "kommune=by+42+kommune&" + big},
		{"sender-and-network", "soeg=signe&" + small}, {"sender-and-network-of-50000", "soeg=signe&" + big + "&rekv=uden&besked=1"},
		{"everything", "soeg=signe&kommune=by+42+kommune&" + big + "&moede=" + string(c.meetings[1]) + "&fra=2021-04-01&til=2021-12-31&rekv=med&nye=1&besked=1&aendret=1"},
	} {
		b.Run(one.name, func(b *testing.B) {
			for b.Loop() {
				rec := httptest.NewRecorder()
				if door.ServeHTTP(rec, httptest.NewRequest("GET", listPath+"?"+one.query, nil)); rec.Code != http.StatusOK {
					b.Fatal(rec.Code, rec.Body)
				}
			}
		})
	}
}
