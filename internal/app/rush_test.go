package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/signin"
	"faelled/internal/web"
	"faelled/internal/when"
)

// clients is how many contact persons press Send at the same time.
const clients = 64

// rush is a house with a network whose meetings have too few seats, and one
// contact person for each municipality who has filled in the form and is about
// to send it.
type rush struct {
	house    *House
	base     string // where it answers
	path     string // of the form's last page
	meetings []id.Meeting
	tickets  []ticket
	mails    atomic.Int64
}

type ticket struct{ cookie, key string }

// newRush opens the house with its job workers on.
func newRush(tb testing.TB, d *db.DB, towns, meetings, seats int) *rush {
	tb.Helper()
	d.Strict = false
	d.Now, d.NewID = time.Now, freshIDs()
	r := &rush{}
	h, err := New(Options{
		Config: Config{BaseURL: "http://127.0.0.1", Workers: 2}, DB: d, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Secret: make([]byte, secretBytes),
		Send: func(context.Context, mail.Message) error { r.mails.Add(1); return nil },
	})
	must(tb, err)
	r.house = h
	must(tb, d.Write(tb.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
		return r.fill(ctx, tx, towns, meetings, seats)
	}))
	must(tb, h.Runner.Drain(tb.Context()))
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	must(tb, err)
	r.base = "http://" + ln.Addr().String()
	ctx, stop := context.WithCancel(tb.Context())
	done := make(chan error, 1)
	go func() { done <- h.Serve(ctx, ln, h.Handler()) }()
	tb.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			tb.Error(err)
		}
	})
	return r
}

// freshIDs are real UUIDs: dbtest counts instead, and a rush asks for many at once.
func freshIDs() func() string {
	fresh, err := db.Open(":memory:") // for its generator of UUIDs only
	if err != nil {
		panic(err)
	}
	defer fresh.Close()
	return fresh.NewID
}

// fill makes the network, the municipalities, and the forms they have filled in.
func (r *rush) fill(ctx context.Context, tx *db.Tx, towns, meetings, seats int) error {
	seller, err := people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Association, Name: "Foreningen", OfficialName: "Foreningen", CVR: "99112239"})
	if err != nil {
		return err
	}
	if err := billing.SetSeller(ctx, tx, billing.Seller{
		Org: seller, Name: "Foreningen", CVR: "99112239", Street: "Vej 1", Postcode: "0001", City: "By", Contact: "Regnskab",
		Email: "post@foreningen.example", Bank: "0000", Account: "0000000001", Prefix: "F", First: 1,
	}); err != nil {
		return err
	}
	staff, err := people.AddPerson(ctx, tx, people.NewPerson{Name: "Karla Nørbæk", Email: "karla@foreningen.example", Org: seller})
	if err != nil {
		return err
	}
	today := when.On(tx.Now)
	p, err := programme.Add(ctx, tx, programme.Programme{
		Kind: web.KindNetwork, Name: "Netværk", ShortName: "netværk", Lead: "Et netværk.", Purpose: "At mødes.", Audience: "Konsulenter.", Benefits: "Viden.",
		Owner: seller, Operator: seller, Seller: seller, SeasonFrom: today, SeasonTo: today.Add(300), MaxPerOrg: 5,
		Invoicing: programme.Advance, Email: "n@foreningen.example", Contacts: []id.Person{staff},
	})
	if err != nil {
		return err
	}
	if _, err := billing.AddPriceList(ctx, tx, billing.PriceList{
		Programme: p, Tiers: []billing.Tier{{From: 1, To: 2, PerMeeting: money.DKK(3000)}, {From: 3, To: 5, PerMeeting: money.DKK(4375)}}, VAT: billing.Standard, RateBP: 2500,
	}); err != nil {
		return err
	}
	for i := range meetings {
		one, err := meeting.Add(ctx, tx, meeting.Meeting{Programme: p, Title: fmt.Sprint("Møde ", i), Day: today.Add(30 + i), IsOnline: true, Capacity: int64(seats / meetings)})
		if err != nil {
			return err
		}
		r.meetings = append(r.meetings, one)
	}
	if err := programme.Publish(ctx, tx, p); err != nil {
		return err
	}
	found, err := programme.ByID(ctx, tx, p)
	if err != nil {
		return err
	}
	r.path = found.Path() + "/tilmeld/tjek"
	for i := range towns {
		if err := r.town(ctx, tx, p, i); err != nil {
			return err
		}
	}
	return nil
}

// town is one municipality whose contact person has come to the last page.
func (r *rush) town(ctx context.Context, tx *db.Tx, p id.Programme, i int) error {
	org, err := people.AddOrg(ctx, tx, people.NewOrg{Kind: people.Municipality, Name: fmt.Sprint("By ", i), OfficialName: fmt.Sprint("By ", i)})
	if err != nil {
		return err
	}
	guest := people.Guest{Name: "Vera Ørbo", Email: fmt.Sprintf("vera@by%d.example", i)}
	person, err := people.AddPerson(ctx, tx, people.NewPerson{Name: guest.Name, Email: guest.Email, Org: org})
	if err != nil {
		return err
	}
	if err := people.GiveRole(ctx, tx, person, access.Contact, access.At(org)); err != nil {
		return err
	}
	token, err := signin.Open(ctx, tx, person)
	if err != nil {
		return err
	}
	typed, err := json.Marshal(map[string]any{
		"Org": org, "Meeting": r.meetings[i%len(r.meetings)], "Guests": []people.Guest{guest}, "GLN": "9520000000011", "BuyerRef": "Vera", "Email": guest.Email, "Done": 3,
	})
	if err != nil {
		return err
	}
	key := tx.NewID()
	r.tickets = append(r.tickets, ticket{cookie: signin.Cookie(token, false).String(), key: key})
	_, err = tx.Exec(ctx, `INSERT INTO registration_drafts (person, programme, key, sent, data, updated_at) VALUES ($1, $2, $3, 0, $4, $5)`,
		person, p, key, string(typed), tx.Now)
	return err
}

// outcome is what a rush came to.
type outcome struct {
	seated, refused int
	took            time.Duration
	waits           []time.Duration // of each client, sorted
}

// run has the clients send all forms, each as soon as the last is answered.
func (r *rush) run(tb testing.TB) outcome {
	tb.Helper()
	next := make(chan ticket, len(r.tickets))
	for _, t := range r.tickets {
		next <- t
	}
	close(next)
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	var mu sync.Mutex
	var all sync.WaitGroup
	var o outcome
	start := time.Now()
	for range clients {
		all.Go(func() {
			for t := range next {
				sent := time.Now()
				status, err := r.send(tb.Context(), client, t)
				wait := time.Since(sent)
				mu.Lock()
				switch {
				case err != nil:
					tb.Error(err)
				case status == http.StatusSeeOther:
					o.seated++
				case status == http.StatusUnprocessableEntity:
					o.refused++
				default:
					tb.Errorf("status %d", status)
				}
				o.waits = append(o.waits, wait)
				mu.Unlock()
			}
		})
	}
	all.Wait()
	o.took = time.Since(start)
	slices.Sort(o.waits)
	return o
}

func (r *rush) send(ctx context.Context, client *http.Client, t ticket) (int, error) {
	body := url.Values{"key": {t.key}, "ok": {"1"}, "pris": {"300000"}, "valuta": {"DKK"}}.Encode()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, r.base+r.path, strings.NewReader(body))
	if err != nil {
		return 0, err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.Header.Set("Cookie", t.cookie)
	res, err := client.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return res.StatusCode, err
}

// drained waits until the workers have done all that the rush caused.
func (r *rush) drained(tb testing.TB) time.Duration {
	tb.Helper()
	start := time.Now()
	for {
		var left int
		must(tb, r.house.DB.Read(tb.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
			return tx.Get(ctx, &left, `SELECT count(*) FROM jobs WHERE run_at <= $1 OR attempt > 0`, tx.Now.Add(time.Hour))
		}))
		if left == 0 {
			return time.Since(start)
		}
		if time.Since(start) > 5*time.Minute {
			tb.Fatalf("%d jobs are left", left)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// holds verifies that nothing was given twice and everything was invoiced.
func (r *rush) holds(tb testing.TB, seats int, o outcome) {
	tb.Helper()
	if want := min(seats, len(r.tickets)); o.seated != want || o.refused != len(r.tickets)-want {
		tb.Errorf("%d seated and %d refused, want %d of %d", o.seated, o.refused, want, len(r.tickets))
	}
	var report strings.Builder
	if err := verify(tb.Context(), r.house.DB, r.house.secret, &report); err != nil {
		tb.Error(report.String())
	}
	must(tb, r.house.DB.Read(tb.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
		var rows, issued int
		if err := tx.Get(ctx, &rows, `SELECT count(*) FROM seats`); err != nil {
			return err
		}
		err := tx.Get(ctx, &issued, `SELECT count(*) FROM invoices WHERE pdf IS NOT NULL`)
		if rows != o.seated || issued != o.seated {
			tb.Errorf("%d seats and %d invoices for %d registrations", rows, issued, o.seated)
		}
		return err
	}))
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// Contact persons fight for seats through the real door, with the workers on.
func TestRaceForSeatsThroughHTTP(t *testing.T) {
	const towns, seats = 150, 96
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r := newRush(t, d, towns, 4, seats)
		o := r.run(t)
		r.drained(t)
		r.holds(t, seats, o)
	})
}

// go test -run '^$' -bench SeatsThroughHTTP -benchtime 6000x ./internal/app
//
// b.N municipalities fight for four fifths as many seats at eight meetings.
func BenchmarkSeatsThroughHTTP(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			seats := max(8, b.N*4/5/8*8)
			r := newRush(b, open(b), b.N, 8, seats)
			b.ResetTimer()
			o := r.run(b)
			b.StopTimer()
			left := r.drained(b)
			r.holds(b, seats, o)
			b.ReportMetric(float64(o.seated)/o.took.Seconds(), "registrations/s")
			b.ReportMetric(float64(o.waits[len(o.waits)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(left.Seconds(), "drain-s")
			b.ReportMetric(resident(b), "resident-MB")
		})
	}
}

// resident is what this process holds in memory, client and all, as Linux says.
func resident(tb testing.TB) float64 {
	text, err := os.ReadFile("/proc/self/status")
	must(tb, err)
	m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(text)
	var kB float64
	if m != nil {
		fmt.Sscan(string(m[1]), &kB)
	}
	return kB / 1000
}
