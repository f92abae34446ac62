package registration

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/billing"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/when"

	"pgregory.net/rapid"
)

// The network of seed 003.
var (
	prices = billing.PriceList{
		Tiers: []billing.Tier{{From: 1, To: 2, PerMeeting: money.DKK(3000)}, {From: 3, To: 5, PerMeeting: money.DKK(4375)}},
		VAT:   billing.Standard, RateBP: 2500,
	}
	network = programme.Programme{
		ID: "network", State: programme.Public, Deadline: "2021-05-10", MaxPerOrg: 5, Covers: 4,
		Invoicing: programme.Advance, Email: "netvaerk@centret.example",
	}
	days = []when.Date{"2021-06-02", "2021-09-15", "2022-01-10", "2022-06-09", "2022-10-05"}
)

func meetings() []meeting.Meeting {
	list := make([]meeting.Meeting, len(days))
	for i, d := range days {
		list[i] = meeting.Meeting{ID: id.Meeting(d), Day: d, State: meeting.Planned, FreeUntil: d.Add(-14)}
	}
	return list
}

// ledger is one organisation through several registrations, without a database.
type ledger struct {
	p        programme.Programme
	meetings []meeting.Meeting
	terms    []term
	people   map[id.Meeting]int64
	invoiced map[id.Meeting]money.Money
}

func newLedger(how programme.Invoicing) *ledger {
	p := network
	p.Invoicing = how
	return &ledger{p: p, meetings: meetings(), people: map[id.Meeting]int64{}, invoiced: map[id.Meeting]money.Money{}}
}

func at(text string) time.Time {
	moment, err := time.ParseInLocation("2006-01-02 15:04:05", text, when.Zone)
	if err != nil {
		panic(err)
	}
	return moment.UTC()
}

// register adds n new people from meeting i on, and pays what is due at once.
func (l *ledger) register(now time.Time, i int, n int64, only bool) (Quote, problem.Fields) {
	m := l.meetings[i]
	plan := planFor(l.meetings, l.terms, m, l.p.Covers, only)
	first := m.ID
	if plan.Term != nil {
		first = plan.Term.First
	}
	var standings []standing
	for _, t := range plan.Touched {
		standings = append(standings, standing{
			Meeting: t, First: plan.Term == nil && t.ID == first, Before: l.people[t.ID], Add: n,
			Invoiced: l.invoiced[t.ID], Later: later(l.p.Invoicing, t, first, now),
		})
	}
	bad := checkMeeting(l.p, m, len(l.terms) > 0, now)
	bad = append(bad, checkNumbers(l.p, prices, standings)...)
	q := quote(prices, standings)
	if len(bad) > 0 {
		return q, bad
	}
	if plan.Term == nil {
		l.terms = append(l.terms, term{First: m.ID})
	}
	for _, line := range q.Lines {
		l.people[line.Meeting] = line.After
		if line.Later == "" {
			l.invoiced[line.Meeting] = l.invoiced[line.Meeting].Add(line.Due)
		}
	}
	return q, nil
}

func (l *ledger) total() (all money.Money) {
	for _, m := range l.invoiced {
		all = all.Add(m)
	}
	return all
}

var april = at("2021-04-26 10:12:00")

func TestGoldenPrices(t *testing.T) {
	type ask struct {
		meeting int
		people  int64
		only    bool
	}
	for name, c := range map[string]struct {
		asks  []ask
		due   []int64 // kroner, of each
		total int64
	}{
		"one joins":                           {[]ask{{0, 1, false}}, []int64{15000}, 15000},
		"two join":                            {[]ask{{0, 2, false}}, []int64{15000}, 15000},
		"three join":                          {[]ask{{0, 3, false}}, []int64{21875}, 21875},
		"five join":                           {[]ask{{0, 5, false}}, []int64{21875}, 21875},
		"two, then one":                       {[]ask{{0, 2, false}, {0, 1, false}}, []int64{15000, 1375 + 5500}, 21875},
		"one, then two: never two tiers":      {[]ask{{0, 1, false}, {0, 2, false}}, []int64{15000, 6875}, 21875},
		"three, then two for nothing":         {[]ask{{0, 3, false}, {0, 2, false}}, []int64{21875, 0}, 21875},
		"three in June, two on the package":   {[]ask{{0, 2, false}, {0, 1, true}}, []int64{15000, 1375}, 16375},
		"two in June, three on the package":   {[]ask{{0, 2, false}, {1, 1, false}}, []int64{15000, 5500}, 20500},
		"a third with three meetings left":    {[]ask{{0, 2, false}, {2, 1, false}}, []int64{15000, 4125}, 19125},
		"a third with two meetings left":      {[]ask{{0, 2, false}, {3, 1, false}}, []int64{15000, 2750}, 17750},
		"a third with one meeting left":       {[]ask{{0, 2, false}, {4, 1, false}}, []int64{15000, 1375}, 16375},
		"joining in September pays for four":  {[]ask{{1, 2, false}}, []int64{12000}, 12000},
		"June added after September":          {[]ask{{1, 2, false}, {0, 1, true}}, []int64{12000, 3000}, 15000},
		"a member's only does not mean later": {[]ask{{0, 1, false}, {3, 2, true}}, []int64{15000, 1375}, 16375},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLedger(programme.Advance)
			for i, a := range c.asks {
				q, bad := l.register(april, a.meeting, a.people, a.only)
				if len(bad) > 0 || q.Net != money.DKK(c.due[i]) {
					t.Errorf("registration %d is due %s, want %d; %v", i+1, q.Net, c.due[i], bad)
				}
			}
			if l.total() != money.DKK(c.total) {
				t.Errorf("invoiced %s, want %d", l.total(), c.total)
			}
		})
	}
}

// One meeting and the four that follow are two invoices, each with its own VAT.
func TestGoldenBills(t *testing.T) {
	for people, want := range map[int64]string{
		1: "[3.000 kr. 12.000 kr.] 15.000 + 3.750 = 18.750",
		3: "[4.375 kr. 17.500 kr.] 21.875 + 5.468,75 = 27.343,75",
	} {
		q, _ := newLedger(programme.Advance).register(april, 0, people, false)
		var bills []money.Money
		for _, b := range q.bills() {
			bills = append(bills, sum(b))
		}
		plain := func(m money.Money) string { s := m.String(); return s[:len(s)-len("\u00a0kr.")] }
		got := fmt.Sprintf("%v %s + %s = %s", bills, plain(q.Net), plain(q.VAT), plain(q.Gross))
		if got = strings.ReplaceAll(got, "\u00a0", " "); got != want {
			t.Errorf("%d people: %s, want %s", people, got, want)
		}
	}
}

// Billed per meeting with 2, 3, 3 and 2 people: 14.750. The number that counts
// is the one when the last free day is over.
func TestGoldenPerMeeting(t *testing.T) {
	l := newLedger(programme.PerMeeting)
	q, bad := l.register(april, 0, 2, false)
	if len(bad) > 0 || q.Now() != money.DKK(3000) || q.Net != money.DKK(15000) {
		t.Fatalf("joining is due %s of %s now; %v", q.Now(), q.Net, bad)
	}
	if got := q.Lines[1].Later; got != "2021-09-01" {
		t.Errorf("September is invoiced after %s", got)
	}
	for _, i := range []int{2, 3} {
		if q, bad = l.register(april, i, 1, true); len(bad) > 0 || q.Now().Minor != 0 || q.Net != money.DKK(1375) {
			t.Fatalf("a third is due %s of %s now; %v", q.Now(), q.Net, bad)
		}
	}
	if got := settlesAt(l.meetings[1]); !got.Equal(at("2021-09-02 00:00:00")) {
		t.Errorf("September is counted at %s", got)
	}
	for i, m := range l.meetings {
		due := settlesAt(m)
		s := standing{Meeting: m, Before: l.people[m.ID], Invoiced: l.invoiced[m.ID], Later: later(l.p.Invoicing, m, l.meetings[0].ID, due)}
		q := quote(prices, []standing{s})
		if i > 0 && later(l.p.Invoicing, m, l.meetings[0].ID, due.Add(-time.Microsecond)) == "" {
			t.Errorf("%s is counted before the last free day is over", m.Day)
		}
		l.invoiced[m.ID] = l.invoiced[m.ID].Add(q.Now())
	}
	if got := l.total(); got != money.DKK(3000+14750) {
		t.Errorf("invoiced %s", got)
	}
	// After that, one more is due at once.
	if q, _ = l.register(settlesAt(l.meetings[1]), 1, 1, true); q.Now() != money.DKK(1375) {
		t.Errorf("a late third is due %s", q.Now())
	}
}

func TestGoldenDeadline(t *testing.T) {
	for moment, open := range map[string]bool{"2021-05-10 23:59:59": true, "2021-05-11 00:00:00": false} {
		_, bad := newLedger(programme.Advance).register(at(moment), 0, 1, false)
		if (len(bad) == 0) != open {
			t.Errorf("a new municipality at %s: %v", moment, bad)
		}
		if !open && (bad[0].Name != "moede" || bad[0].Key != "registration.deadline" || bad[0].About != "2021-05-10") {
			t.Errorf("refused with %v", bad)
		}
		l := newLedger(programme.Advance)
		l.register(april, 0, 1, false)
		if _, bad := l.register(at(moment), 0, 1, false); len(bad) > 0 {
			t.Errorf("a member at %s: %v", moment, bad)
		}
	}
}

func TestGoldenSixth(t *testing.T) {
	for _, c := range []struct {
		before, add int64
		field       string
	}{{0, 6, "navn6"}, {5, 1, "navn1"}, {3, 4, "navn3"}} {
		l := newLedger(programme.Advance)
		if c.before > 0 {
			l.register(april, 0, c.before, false)
		}
		paid := l.total()
		_, bad := l.register(april, 0, c.add, false)
		want := problem.Fields{{Name: c.field, Key: "registration.too_many", About: "5"}}
		if !slices.Equal(bad, want) || l.total() != paid {
			t.Errorf("%d and %d more: %v, want %v", c.before, c.add, bad, want)
		}
	}
}

func TestAnAddedTierReachesThoseWhoJoinedBefore(t *testing.T) {
	more := billing.PriceList{Tiers: []billing.Tier{{From: 1, To: 3, PerMeeting: money.DKK(9)}, {From: 4, To: 8, PerMeeting: money.DKK(6000)}}}
	got := extend(prices, more)
	want := append(slices.Clone(prices.Tiers), billing.Tier{From: 6, To: 8, PerMeeting: money.DKK(6000)})
	if !slices.Equal(got.Tiers, want) || len(prices.Tiers) != 2 {
		t.Errorf("got %v", got.Tiers)
	}
}

// Whatever the registrations were, what was invoiced is the price of the people
// who are there now: by the tier of their number, never two tiers.
func TestWhatIsInvoicedIsThePriceOfTheState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		how := rapid.SampledFrom([]programme.Invoicing{programme.Advance, programme.PerMeeting}).Draw(t, "how")
		l := newLedger(how)
		now := april
		for range rapid.IntRange(1, 8).Draw(t, "registrations") {
			i := rapid.IntRange(0, 4).Draw(t, "meeting")
			n := int64(rapid.IntRange(1, 3).Draw(t, "people"))
			before := l.total()
			q, bad := l.register(now, i, n, rapid.Bool().Draw(t, "only"))
			if len(bad) > 0 && l.total() != before {
				t.Fatal("a refusal cost something")
			}
			if q.Gross != q.Net.Add(q.VAT) {
				t.Fatal("the sums do not add up")
			}
			var bills, due money.Money
			for _, b := range q.bills() {
				bills = bills.Add(sum(b))
			}
			for _, line := range q.Lines {
				due = due.Add(line.Due)
			}
			if bills != due && bills.Minor+due.Minor != 0 || due.Minor != q.Net.Minor {
				t.Fatalf("bills of %s, lines of %s, net of %s", bills, due, q.Net)
			}
		}
		first := id.Meeting("")
		if len(l.terms) > 0 {
			first = byFirst(l.meetings, l.terms)[0].First
		}
		for _, m := range l.meetings {
			want, _ := prices.Tier(l.people[m.ID])
			open := later(how, m, first, now) != ""
			if got := l.invoiced[m.ID]; !open && got.Minor != want.PerMeeting.Minor && how == programme.Advance {
				t.Fatalf("%s: %d people, invoiced %s", m.Day, l.people[m.ID], got)
			}
			if got := l.invoiced[m.ID]; got.Minor > want.PerMeeting.Minor {
				t.Fatalf("%s: %d people, invoiced %s, more than they cost", m.Day, l.people[m.ID], got)
			}
		}
	})
}

func TestPlans(t *testing.T) {
	all := meetings()
	all = append(all, meeting.Meeting{ID: "sixth", Day: "2023-01-09", State: meeting.Planned}, meeting.Meeting{ID: "seventh", Day: "2023-06-08", State: meeting.Planned})
	cancelled := slices.Clone(all)
	cancelled[2].State = meeting.Cancelled
	joined := []term{{ID: "t", First: all[0].ID}}
	for name, c := range map[string]struct {
		meetings []meeting.Meeting
		terms    []term
		at       int
		only     bool
		joins    bool
		term     id.Membership
		touched  []int
	}{
		"joining":                              {all, nil, 0, false, true, "", []int{0, 1, 2, 3, 4}},
		"joining cannot be for one meeting":    {all, nil, 0, true, true, "", []int{0, 1, 2, 3, 4}},
		"joining late":                         {all, nil, 1, false, true, "", []int{1, 2, 3, 4, 5}},
		"a cancelled meeting gives the next":   {cancelled, nil, 0, false, true, "", []int{0, 1, 3, 4, 5}},
		"a member":                             {all, joined, 3, false, false, "t", []int{3, 4}},
		"a member for one meeting":             {all, joined, 3, true, false, "t", []int{3}},
		"a member beyond what is covered":      {all, joined, 5, false, false, "", []int{5, 6}},
		"a member before they joined":          {all, []term{{ID: "t", First: all[1].ID}}, 0, false, false, "t", []int{0, 1, 2, 3, 4, 5}},
		"the term that has begun is preferred": {all, append([]term{{ID: "u", First: "sixth"}}, joined...), 6, false, false, "u", []int{6}},
	} {
		t.Run(name, func(t *testing.T) {
			p := planFor(c.meetings, c.terms, c.meetings[c.at], 4, c.only)
			var got id.Membership
			if p.Term != nil {
				got = p.Term.ID
			}
			var want []id.Meeting
			for _, i := range c.touched {
				want = append(want, c.meetings[i].ID)
			}
			if p.Joined != c.joins || got != c.term || !slices.Equal(idsOf(p.Touched), want) {
				t.Errorf("joins %v, term %q, touches %v, want %v", p.Joined, got, idsOf(p.Touched), want)
			}
		})
	}
}

func TestMeetingsThatCannotBeChosen(t *testing.T) {
	nine := at("2021-06-02 09:30:00")
	day := meeting.Meeting{Day: "2021-06-02", State: meeting.Planned}
	hour := day
	hour.Starts = &nine
	gone := day
	gone.State = meeting.Cancelled
	p := network
	p.Deadline = ""
	for name, c := range map[string]struct {
		m    meeting.Meeting
		now  time.Time
		want string
	}{
		"before it starts": {hour, nine.Add(-time.Microsecond), ""},
		"as it starts":     {hour, nine, "registration.begun"},
		"late on a day":    {day, at("2021-06-02 23:59:59"), ""},
		"the day after":    {day, at("2021-06-03 00:00:00"), "registration.begun"},
		"cancelled":        {gone, april, "registration.cancelled"},
	} {
		got := ""
		if bad := checkMeeting(p, c.m, true, c.now); len(bad) > 0 {
			got = bad[0].Key
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestEveryFaultOfTheFormIsNamed(t *testing.T) {
	guests := []people.Guest{
		{Name: "Mette Holm", Email: " Mette.Holm@egelund.example "},
		{Name: "Jens Bruun", Email: "jens.bruun@kommune"},
		{Name: " ", Email: "hanne.vest@egelund.example"},
		{Name: "Mette Holm", Email: "mette.holm@EGELUND.example"},
	}
	want := problem.Fields{
		{Name: "mail2", Key: "registration.bad_mail"}, {Name: "navn3", Key: "registration.no_name"}, {Name: "mail4", Key: "registration.same_mail"},
	}
	if got := checkGuests(guests); !slices.Equal(got, want) {
		t.Errorf("guests: %v", got)
	}
	if got := checkGuests(nil); len(got) != 1 || got[0].Key != "registration.nobody" {
		t.Errorf("nobody: %v", got)
	}
	for name, c := range map[string]struct {
		r    Request
		want problem.Fields
	}{
		"fine":            {Request{GLN: "5790 0000 0000 5", BuyerRef: "MH", Email: "mette.holm@egelund.example"}, nil},
		"order is enough": {Request{GLN: "5790000000005", OrderRef: "RK-1", Email: "mette.holm@egelund.example"}, nil},
		"twelve digits":   {Request{GLN: "579000000000", BuyerRef: "MH", Email: "m@egelund.example"}, problem.Fields{{Name: "ean", Key: "registration.gln_length", About: "12"}}},
		"everything": {Request{GLN: "5790000000004", Email: "m@"}, problem.Fields{
			{Name: "ean", Key: "registration.gln_wrong"}, {Name: "ref", Key: "registration.no_ref"},
			{Name: "mail", Key: "registration.bad_mail"}}},
	} {
		if got := checkInvoice(c.r); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// A CPR number is found in every field where people write, and in none of them kept.
func TestNoFieldKeepsACPRNumber(t *testing.T) {
	const cpr = "CPR 010190-1234"
	clean := typed{
		Guests: []people.Guest{{Name: "Mette Holm", Email: "mette.holm@egelund.example", Title: "Konsulent"}},
		GLN:    "5790000000005", OrderRef: "010190-1234-7", BuyerRef: "MH", Email: "mette.holm@egelund.example", Message: "Kommer kl. 10.",
	}
	if bad := clean.checkCPR(); len(bad) > 0 || !reflect.DeepEqual(clean.withoutCPR(), clean) {
		t.Errorf("a form without one: %v", bad)
	}
	var fields []string
	for i := range clean.free() {
		dirty := clean
		dirty.Guests = slices.Clone(clean.Guests)
		w := dirty.free()[i]
		*w.text = cpr
		if bad := dirty.checkCPR(); len(bad) != 1 || bad[0].Name != w.field {
			t.Errorf("%s: %v", w.field, bad)
		}
		kept := dirty.withoutCPR()
		if got := *kept.free()[i].text; got != "" || *w.text != cpr || len(kept.checkCPR()) > 0 {
			t.Errorf("%s keeps %q, and shows %q", w.field, got, *w.text)
		}
		fields = append(fields, w.field)
	}
	if want := []string{"navn1", "mail1", "still1", "ean", "rekv", "ref", "mail", "bem"}; !slices.Equal(fields, want) {
		t.Errorf("looked in %v, want %v", fields, want)
	}
}

func TestFieldsKnowTheirStep(t *testing.T) {
	for field, want := range map[string]step{"moede": atMeeting, "navn2": atGuests, "mail2": atGuests, "mail": atInvoice, "ean": atInvoice, "ok": atCheck, "": atCheck} {
		if got := stepOf(field); got != want {
			t.Errorf("%q is of step %d, want %d", field, got, want)
		}
	}
}
