package overview

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/idea"
	"faelled/internal/jobs"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/renewal"
	"faelled/internal/web"
	"faelled/internal/when"
)

// deskView is all that the secretariat's desk may show.
type deskView struct {
	Head   web.Head
	Stats  []web.Stat
	Action []action
	Rooms  []roomView
	Today  []registeredView
	All    string // where the registrations left out are; empty when none is
	Count  int    // of registrations today
	Drafts []draftView
	Sum    string
	Week   []web.Moment
	Doors  []doorsOf // to the meetings of the week
}

// action is something that needs the secretariat.
type action struct {
	Tone         web.Tone
	Title, Text  string
	Href, Button string
}

// roomView is how full one meeting is.
type roomView struct {
	Kind               web.Kind
	Href, Title        string
	Day, Programme     string
	Orgs, People, Room int64 // Room 0: no limit
	Tag                web.TagData
	Result             string // address of how its season went
}

// registeredView is one registration.
type registeredView struct {
	Org, OrgHref  string
	Kind          web.Kind
	What, Receipt string
	People        int64
	At, Net, Note string
	Joined        bool
}

type draftView struct{ Name, Net string }

// deskFound is what the database holds for the desk.
type deskFound struct {
	Programmes []programme.Programme // drafts too
	Coming     []meeting.Meeting
	Counts     map[id.Meeting]registration.Count
	Agendas    map[id.Meeting]bool
	Recent     []registration.Summary // of today, the latest first
	Orgs       map[id.Org]people.Org
	Waiting    []people.Person
	Ideas      map[id.Programme]int64 // that nobody has answered
	Stuck      map[id.Programme]int64 // organisations that could not go on by themselves
	Gone       int                    // persons whose address takes no mail
	Drafts     []billing.Waiting
	Queue      jobs.Queue
	Dead       []jobs.Corpse
	now        time.Time
}

// What the desk watches for.
const (
	agendaBefore = 30               // days: a meeting nearer than that should have a programme
	queueLate    = 10 * time.Minute // a job that waits longer stands still
	mostDead     = 50               // failed jobs, to tell what they were about
	mostToday    = 1000             // registrations
	shownToday   = 10
	shownRooms   = 8
)

func desk(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var f deskFound
	err := read(s, r, func(ctx context.Context, tx *db.Tx) (err error) {
		f, err = findDesk(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, deskPage(f.view(r.Context(), r.URL.Query().Get("alle") != "")))
}

func findDesk(ctx context.Context, tx *db.Tx) (f deskFound, err error) {
	f.now = tx.Now
	today := when.On(tx.Now)
	if f.Programmes, err = programme.All(ctx, tx); err != nil {
		return f, err
	}
	if f.Coming, err = meeting.Upcoming(ctx, tx, today, 100); err != nil {
		return f, err
	}
	ids := make([]id.Meeting, len(f.Coming))
	for i, m := range f.Coming {
		ids[i] = m.ID
	}
	if f.Counts, err = registration.CountBy(ctx, tx, ids); err != nil {
		return f, err
	}
	if f.Agendas, err = meeting.WithAgenda(ctx, tx, ids); err != nil {
		return f, err
	}
	if f.Recent, err = registration.Recent(ctx, tx, today.Time(when.Zone), mostToday); err != nil {
		return f, err
	}
	if f.Waiting, err = people.Waiting(ctx, tx); err != nil {
		return f, err
	}
	gone, err := people.AllUnreachable(ctx, tx)
	if err != nil {
		return f, err
	}
	f.Gone = len(gone)
	if f.Ideas, err = idea.Unanswered(ctx, tx); err != nil {
		return f, err
	}
	if f.Stuck, err = renewal.StuckIn(ctx, tx); err != nil {
		return f, err
	}
	if f.Drafts, err = billing.ReadyToIssue(ctx, tx); err != nil {
		return f, err
	}
	if f.Queue, err = jobs.Stats(ctx, tx); err != nil {
		return f, err
	}
	if f.Dead, err = jobs.ListDead(ctx, tx, "", mostDead); err != nil {
		return f, err
	}
	f.Orgs, err = people.Orgs(ctx, tx, f.orgs())
	return f, err
}

// orgs are those to be named.
func (f deskFound) orgs() (ids []id.Org) {
	for _, s := range f.Recent {
		ids = append(ids, s.Org)
	}
	for _, p := range f.Waiting {
		ids = append(ids, p.Org)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (f deskFound) programme(one id.Programme) programme.Programme {
	i := slices.IndexFunc(f.Programmes, func(p programme.Programme) bool { return p.ID == one })
	if i < 0 {
		return programme.Programme{}
	}
	return f.Programmes[i]
}

func (f deskFound) view(ctx context.Context, all bool) deskView {
	v := deskView{Action: f.action(ctx), Count: len(f.Recent), Stats: f.stats(ctx)}
	v.Head = web.Head{
		Plain: true, KindText: i18n.T(ctx, "overview.desk"),
		Title: i18n.F(ctx, "overview.desk_title", i18n.Args{"Day": when.Weekday(ctx, when.On(f.now))}),
	}
	shown := f.Recent
	if len(shown) > shownToday && !all {
		shown, v.All = shown[:shownToday], "/sekretariat?alle=1#tilmeldinger"
	}
	for _, s := range shown {
		v.Today = append(v.Today, f.registered(ctx, s))
	}
	for _, m := range f.Coming[:min(len(f.Coming), shownRooms)] {
		v.Rooms = append(v.Rooms, f.room(ctx, m))
	}
	sum := money.DKK(0)
	for _, d := range f.Drafts {
		sum = sum.Add(d.Net)
		v.Drafts = append(v.Drafts, draftView{d.Name + " (" + strconv.FormatInt(d.Count, 10) + ")", i18n.Amount(ctx, d.Net)})
	}
	v.Sum = i18n.Amount(ctx, sum)
	for _, m := range f.Coming {
		if m.Day > when.On(f.now).Add(7) {
			break
		}
		moment := web.Moment{Title: title(ctx, m), When: capital(m.When(ctx)) + ", " + place(ctx, m)}
		if m.Day == when.On(f.now) {
			moment.State = web.Now
		}
		v.Week = append(v.Week, moment)
		v.Doors = append(v.Doors, f.doors(ctx, m))
	}
	return v
}

func (f deskFound) stats(ctx context.Context) []web.Stat {
	var seats, joined, drafts int64
	for _, s := range f.Recent {
		seats += s.People
		if s.Joined {
			joined++
		}
	}
	for _, d := range f.Drafts {
		drafts += d.Count
	}
	failed := web.Stat{Value: strconv.FormatInt(f.Queue.Dead, 10), Text: i18n.T(ctx, "overview.stat_failed")}
	if f.Queue.Dead > 0 {
		failed.Tone = web.ToneErr
	}
	asked := web.Stat{Value: strconv.Itoa(len(f.Waiting)), Text: i18n.T(ctx, "overview.stat_asked")}
	if len(f.Waiting) > 0 {
		asked.Tone = web.ToneWarn
	}
	return []web.Stat{
		{Value: strconv.Itoa(len(f.Recent)), Text: i18n.T(ctx, "overview.stat_today"), Sub: i18n.N(ctx, "overview.participants", int(seats))},
		{Value: strconv.FormatInt(joined, 10), Text: i18n.T(ctx, "overview.stat_joined")},
		{Value: strconv.FormatInt(drafts, 10), Text: i18n.T(ctx, "overview.stat_drafts")},
		asked, failed,
	}
}

// action lists what needs somebody, faults first.
func (f deskFound) action(ctx context.Context) (list []action) {
	today := when.On(f.now)
	if f.Queue.Dead > 0 {
		a := action{
			Tone: web.ToneErr, Title: i18n.N(ctx, "overview.jobs_failed", int(f.Queue.Dead)),
			Href: "/sekretariat/job", Button: i18n.T(ctx, "overview.see_jobs"),
		}
		if len(f.Dead) > 0 {
			a.Text = i18n.F(ctx, "overview.jobs_latest", i18n.Args{"What": f.failed(ctx), "At": when.Moment(ctx, f.Dead[0].CreatedAt)})
		}
		list = append(list, a)
	}
	if f.Queue.Ready > 0 && f.now.Sub(f.Queue.Oldest) > queueLate {
		list = append(list, action{
			Tone: web.ToneErr, Title: i18n.T(ctx, "overview.queue_late"),
			Text: i18n.F(ctx, "overview.queue_since", i18n.Args{"N": f.Queue.Ready, "At": when.Moment(ctx, f.Queue.Oldest)}),
			Href: "/sekretariat/job", Button: i18n.T(ctx, "overview.see_jobs"),
		})
	}
	if f.Gone > 0 {
		list = append(list, action{
			Tone: web.ToneWarn, Title: i18n.N(ctx, "overview.gone", f.Gone), Text: i18n.T(ctx, "overview.gone_text"),
			Href: "/sekretariat/beskeder/retur", Button: i18n.T(ctx, "overview.see_gone"),
		})
	}
	for _, p := range f.Waiting {
		list = append(list, action{
			Tone: web.ToneWarn, Title: i18n.F(ctx, "overview.asked_by", i18n.Args{"Name": p.Name}),
			Text: f.Orgs[p.Org].Name + " · " + p.Email, Href: "/kommuner/" + string(p.Org), Button: i18n.T(ctx, "overview.answer"),
		})
	}
	for _, m := range f.Coming {
		if m.Day <= today.Add(agendaBefore) && !f.Agendas[m.ID] {
			list = append(list, action{
				Tone: web.ToneWarn, Title: i18n.F(ctx, "overview.agenda_missing", i18n.Args{"Day": when.DayMonth(ctx, m.Day)}),
				Text: f.programme(m.Programme).Name + " · " + title(ctx, m),
				Href: meeting.StaffPath(m.ID), Button: i18n.T(ctx, "overview.write_agenda"),
			})
		}
	}
	for _, m := range f.Coming {
		c := chance{Now: f.now, Taken: f.Counts[m.ID].Ahead()}
		if c.few(m) {
			said := i18n.F(ctx, "overview.nearly_full", i18n.Args{"Day": when.DayMonth(ctx, m.Day)})
			if c.full(m) {
				said = i18n.F(ctx, "overview.is_full", i18n.Args{"Day": when.DayMonth(ctx, m.Day)})
			}
			list = append(list, action{
				Tone: web.ToneWarn, Title: said,
				Text: i18n.F(ctx, "overview.seats_taken", i18n.Args{"N": f.Counts[m.ID].Taken(), "Of": m.Capacity}),
				Href: meeting.StaffPath(m.ID), Button: i18n.T(ctx, "overview.see_meeting"),
			})
		}
	}
	for _, p := range f.Programmes {
		if n := f.Stuck[p.ID]; n > 0 {
			list = append(list, action{
				Tone: web.ToneWarn, Title: i18n.N(ctx, "overview.stuck", int(n)), Text: p.Name,
				Href: renewal.StaffPath(p.ID), Button: i18n.T(ctx, "overview.see_stuck"),
			})
		}
	}
	list = append(list, f.ideas(ctx)...)
	for _, p := range f.Programmes {
		if p.State == programme.Draft {
			list = append(list, action{
				Tone: web.ToneInfo, Title: i18n.F(ctx, "overview.not_published", i18n.Args{"Name": p.Name}), Text: i18n.T(ctx, "overview.not_published_text"),
				Href: "/sekretariat/forloeb/" + string(p.ID), Button: i18n.T(ctx, "overview.go_on"),
			})
		}
	}
	return list
}

func (f deskFound) room(ctx context.Context, m meeting.Meeting) roomView {
	p := f.programme(m.Programme)
	c := chance{Now: f.now, Open: p.Open(when.On(f.now)), Taken: f.Counts[m.ID].Ahead()}
	return roomView{
		Kind: p.Kind, Href: meeting.Path(p, m), Title: title(ctx, m),
		Day: when.Short(ctx, m.Day), Programme: cmp.Or(p.ShortName, p.Name),
		Orgs: f.Counts[m.ID].Orgs, People: f.Counts[m.ID].Taken(), Room: m.Capacity, Tag: tag(ctx, m, c), Result: resultPath(p),
	}
}

func (f deskFound) registered(ctx context.Context, s registration.Summary) registeredView {
	p := f.programme(s.Programme)
	return registeredView{
		Org: f.Orgs[s.Org].Name, OrgHref: "/kommuner/" + string(s.Org), Kind: p.Kind, What: capital(cmp.Or(p.ShortName, p.Name)),
		Receipt: p.Path() + "/tilmeld/kvittering?nr=" + strconv.FormatInt(s.Number, 10),
		People:  s.People, At: when.Clock(ctx, s.At), Net: i18n.Amount(ctx, s.Net.Add(money.DKK(0))), Joined: s.Joined, Note: s.Message,
	}
}
