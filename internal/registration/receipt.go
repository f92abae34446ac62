package registration

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// filing is a registration with all that its receipt shows.
type filing struct {
	Filed
	Programme programme.Programme
	Org       people.Org
	Persons   []people.Person
	Meetings  []meeting.Meeting // where they got seats, by day
	Awaited   []meeting.Meeting // where some of them wait in line, by day
	Invoices  []billing.Ordered
	Reader    people.Person
	SentBy    people.Person       // who sent it
	Approver  people.Person       // zero when nobody else had to say yes
	Going     map[id.Meeting]bool // where the reader has a seat
	Today     when.Date
	Staff     bool
}

// loadFiling finds the registration that ?nr= names, in the programme of the address.
func loadFiling(ctx context.Context, tx *db.Tx, r *http.Request) (f filing, to string, err error) {
	if f.Programme, to, err = find(ctx, tx, r); err != nil || to != "" {
		return f, to, err
	}
	number, _ := strconv.ParseInt(r.URL.Query().Get("nr"), 10, 64)
	if f.Filed, err = ByNumber(ctx, tx, number); err != nil {
		return f, "", err
	}
	if f.Filed.Programme != f.Programme.ID {
		return f, "", problem.New(problem.NotFound, "registration.no_such_receipt")
	}
	if f.Org, err = people.OrgByID(ctx, tx, f.Filed.Org); err != nil {
		return f, "", err
	}
	f.Staff, f.Today = tx.Actor.IsStaff(), when.On(tx.Now)
	if f.Invoices, err = billing.OrderedBy(ctx, tx, f.Filed.Org, f.Programme.ID, f.ID); err != nil {
		return f, "", err
	}
	if err := f.read(ctx, tx); err != nil {
		return f, "", err
	}
	return f, "", f.fill(ctx, tx)
}

// read adds who reads the receipt.
func (f *filing) read(ctx context.Context, tx *db.Tx) (err error) {
	if f.Reader, err = people.PersonByID(ctx, tx, tx.Actor.Person); err != nil {
		return err
	}
	seats, err := SeatsFor(ctx, tx)
	f.Going = map[id.Meeting]bool{}
	for _, s := range seats {
		f.Going[s.Meeting] = true
	}
	return err
}

// fill adds the people and the meetings.
func (f *filing) fill(ctx context.Context, tx *db.Tx) error {
	persons, err := people.Persons(ctx, tx, append([]id.Person{f.Sender, f.ApprovedBy}, f.Filed.Persons...))
	if err != nil {
		return err
	}
	f.SentBy = persons[f.Sender]
	if f.ApprovedBy != f.Sender {
		f.Approver = persons[f.ApprovedBy]
	}
	for _, p := range f.Filed.Persons {
		f.Persons = append(f.Persons, persons[p])
	}
	if f.Meetings, err = byDay(ctx, tx, f.Programme.ID, f.Filed.Meetings); err != nil {
		return err
	}
	f.Awaited, err = byDay(ctx, tx, f.Programme.ID, f.Waits)
	for i := range f.Delays {
		if at := slices.IndexFunc(f.Awaited, is(f.Delays[i].Meeting)); at >= 0 {
			f.Delays[i].Day = f.Awaited[at].Day
		}
	}
	slices.SortFunc(f.Delays, func(a, b Delay) int { return cmp.Compare(a.Day, b.Day) })
	return err
}

// byDay is some of a programme's meetings, in order.
func byDay(ctx context.Context, tx *db.Tx, p id.Programme, ids []id.Meeting) (list []meeting.Meeting, err error) {
	all, err := meeting.InProgramme(ctx, tx, p)
	for _, m := range all {
		for _, one := range ids {
			if m.ID == one {
				list = append(list, m)
			}
		}
	}
	return list, err
}

func receipt(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var f filing
	var to string
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		f, to, err = loadFiling(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	if to != "" {
		web.Redirect(w, r, to)
		return nil
	}
	return web.Render(w, r, http.StatusOK, receiptPage(f))
}

// calendar is the receipt's meetings as a file, for the reader's own calendar.
// Each is the same entry as the mailed file's, so that opening both gives one. The
// online links are for those with a seat.
func calendar(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var f filing
	var to string
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		f, to, err = loadFiling(ctx, tx, r)
		return err
	})
	if err != nil || to != "" {
		if err == nil {
			web.Redirect(w, r, to)
		}
		return err
	}
	lang := i18n.Lang(r.Context())
	events := make([]meeting.Event, len(f.Meetings))
	for i, m := range f.Meetings {
		events[i] = event(s.BaseURL, f.Programme, m, f.Reader)
		events[i].WithLink, events[i].Lang = f.Going[m.ID], lang
	}
	file, err := meeting.Calendar(events, meeting.MethodPublish)
	if err != nil {
		return err
	}
	web.Download(w, r, "text/calendar; charset=utf-8", "moeder.ics", file)
	return nil
}

// meetingPath is the address of a meeting's page.
func meetingPath(p programme.Programme, m meeting.Meeting) string {
	return p.Path() + "/moeder/" + m.Slug
}

// ReceiptPath is the address of a registration's receipt, inside its programme.
func ReceiptPath(p programme.Programme, number int64) string {
	return p.Path() + "/tilmeld/kvittering?nr=" + numberText(number)
}

func numberText(n int64) string { return strconv.FormatInt(n, 10) }

// Number is a registration's number as people read it: 2021-048217.
func Number(n int64) string {
	text := strconv.FormatInt(n, 10)
	if len(text) < 5 {
		return text
	}
	return text[:4] + "-" + text[4:]
}

// linePath is the waiting list's page of the organisation, which is another room's.
func (f filing) linePath() string {
	path := f.Programme.Path() + "/venteliste"
	if f.Staff {
		path += "?kommune=" + string(f.Org.ID)
	}
	return path
}

// issued are the invoices that can be seen.
func (f filing) issued() (list []billing.Ordered) {
	for _, o := range f.Invoices {
		if o.Number != "" {
			list = append(list, o)
		}
	}
	return list
}

// withoutLink tells whether the reader's calendar file lacks a link that the
// guests' have.
func (f filing) withoutLink() bool {
	return slices.ContainsFunc(f.Meetings, func(m meeting.Meeting) bool { return m.Online() && !f.Going[m.ID] })
}

// free says until when the next meeting can be given up freely; empty when that
// is over, or nobody has said.
func (f filing) free(ctx context.Context) string {
	for _, m := range f.Meetings {
		if m.FreeUntil != "" && !f.Today.After(m.FreeUntil) {
			return i18n.F(ctx, "registration.receipt_free", i18n.Args{"Day": when.DayMonth(ctx, m.Day), "Last": when.Day(ctx, m.FreeUntil)})
		}
	}
	return ""
}

// moments are what happens now, in order.
func (f filing) moments(ctx context.Context) []web.Moment {
	list := []web.Moment{{Title: i18n.T(ctx, "registration.moment_received"), When: when.Moment(ctx, f.At), State: web.Done}}
	if now := f.Quote.Now(); now.Minor > 0 {
		args := i18n.Args{"Amount": i18n.Amount(ctx, now)}
		made := web.Moment{
			Title: i18n.N(ctx, "registration.moment_invoice", len(f.Quote.atOnce())), State: web.Now,
			When: i18n.F(ctx, "registration.moment_invoice_now", args),
		}
		if issued := f.issued(); len(issued) > 0 {
			made.Title, made.State = i18n.N(ctx, "registration.moment_invoiced", len(issued)), web.Done
		}
		list = append(list, made)
	}
	coming := append(slices.Clone(f.Meetings), slices.DeleteFunc(slices.Clone(f.Awaited), func(m meeting.Meeting) bool { return slices.ContainsFunc(f.Meetings, is(m.ID)) })...)
	slices.SortStableFunc(coming, func(a, b meeting.Meeting) int { return cmp.Compare(a.Day, b.Day) })
	later := map[id.Meeting]QuoteLine{}
	for _, l := range f.Quote.Lines {
		if l.Later != "" && l.Due.Minor > 0 {
			later[l.Meeting] = l
		}
	}
	for _, m := range coming {
		if l, ok := later[m.ID]; ok {
			list = append(list, web.Moment{
				Title: i18n.F(ctx, "registration.moment_later", i18n.Args{"Day": when.DayMonth(ctx, m.Day)}),
				When:  i18n.F(ctx, "registration.moment_later_when", i18n.Args{"Day": when.Day(ctx, l.Later), "Amount": i18n.Amount(ctx, l.Price)}),
			})
		}
		place := m.When(ctx) + ", " + m.ShortWhere(ctx)
		if !slices.ContainsFunc(f.Meetings, is(m.ID)) {
			place = i18n.T(ctx, "registration.moment_waits") + ": " + place
		}
		list = append(list, web.Moment{Title: m.Title, When: place})
	}
	return list
}
