package registration

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

const calendarMedia = "text/calendar; charset=utf-8; method=PUBLISH"

// networkFeed is all meetings of a network for anybody's calendar to subscribe to,
// without the online links. Each is the same entry as its own page's file.
func networkFeed(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var p programme.Programme
	var to string
	var meetings []meeting.Meeting
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if p, to, err = find(ctx, tx, r); err != nil || to != "" {
			return err
		}
		meetings, err = meeting.InProgramme(ctx, tx, p.ID)
		return err
	})
	if err != nil {
		return err
	}
	if to != "" {
		return web.Redirect(w, r, p.Path()+"/moeder.ics")
	}
	events := make([]meeting.Event, len(meetings))
	for i, m := range meetings {
		events[i] = event(s.BaseURL, p, m, people.Person{Lang: i18n.Lang(r.Context())})
		events[i].WithLink = false
	}
	file, err := meeting.Feed(p.Name, events)
	if err != nil {
		return err
	}
	return web.Download(w, r, calendarMedia, "moeder.ics", file)
}

// secretFeed is the calendar behind a secret address: nobody signs in, and no
// answer tells a wrong secret from one that has died. Calendars are told by the
// ETag whether anything is new; there is no Last-Modified, because a name that is
// put right or a seat that is given up changes the file without any later moment.
func secretFeed(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	secret, ok := strings.CutSuffix(r.PathValue("link"), ".ics")
	if !ok {
		return problem.New(problem.NotFound, "web.not_found")
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	w.Header().Set("Cache-Control", "private, no-cache")
	var events []meeting.Event
	var who people.Identity
	var l calendarLink
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if l, who, err = linkBySecret(ctx, tx, secret); err != nil {
			return err
		}
		if l.Org == "" {
			events, err = ownEvents(ctx, tx, s.BaseURL, who.Person)
		} else {
			events, err = orgEvents(ctx, tx, s.BaseURL, l.Org, who.Person)
		}
		return err
	})
	if err != nil {
		return err
	}
	ctx := s.Words.For(r.Context(), who.Lang)
	file, err := meeting.Feed(feedName(ctx, l.Org, who.OrgName), events)
	if err != nil {
		return err
	}
	return web.Download(w, r, calendarMedia, "kalender.ics", file)
}

// feedName is what a calendar is called.
func feedName(ctx context.Context, org id.Org, name string) string {
	if org == "" {
		return i18n.T(ctx, "registration.feed_own")
	}
	return i18n.F(ctx, "registration.feed_org", i18n.Args{"Org": name})
}

// ownEvents are the meetings where a person has a seat, the same entries as in the
// mails to them.
func ownEvents(ctx context.Context, tx *db.Tx, base string, who people.Person) ([]meeting.Event, error) {
	seats, err := seatsOfPerson(ctx, tx, who.ID)
	if err != nil {
		return nil, err
	}
	return eventsOf(ctx, tx, seats, func(p programme.Programme, m meeting.Meeting) meeting.Event {
		return event(base, p, m, who)
	})
}

// orgEvents are the meetings where an organisation has seats, with who comes.
// Links are for those who come.
func orgEvents(ctx context.Context, tx *db.Tx, base string, org id.Org, to people.Person) ([]meeting.Event, error) {
	seats, err := seatsOfOrg(ctx, tx, org)
	if err != nil {
		return nil, err
	}
	var ids []id.Person
	for _, s := range seats {
		ids = append(ids, s.Person)
	}
	found, err := people.Persons(ctx, tx, eachOnce(ids))
	if err != nil {
		return nil, err
	}
	coming, latest := map[id.Meeting][]people.Person{}, map[id.Meeting]time.Time{}
	for _, s := range seats {
		coming[s.Meeting] = append(coming[s.Meeting], found[s.Person])
		if s.At.After(latest[s.Meeting]) {
			latest[s.Meeting] = s.At
		}
	}
	return eventsOf(ctx, tx, seats, func(p programme.Programme, m meeting.Meeting) meeting.Event {
		e := event(base, p, m, people.Person{Lang: to.Lang})
		e.WithLink = false
		if e.Stamp = m.ChangedAt; latest[m.ID].After(e.Stamp) {
			e.Stamp = latest[m.ID]
		}
		slices.SortFunc(coming[m.ID], func(a, b people.Person) int {
			return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.ID, b.ID))
		})
		for _, one := range coming[m.ID] {
			e.Coming = append(e.Coming, one.Name)
		}
		return e
	})
}

// eventsOf are the meetings of some seats, each once, by day.
func eventsOf(ctx context.Context, tx *db.Tx, seats []Seat, event func(programme.Programme, meeting.Meeting) meeting.Event) (list []meeting.Event, err error) {
	var at []id.Meeting
	var in []id.Programme
	for _, s := range seats {
		at, in = append(at, s.Meeting), append(in, s.Programme)
	}
	found, err := meeting.ByIDs(ctx, tx, eachOnce(at))
	if err != nil {
		return nil, err
	}
	programmes, err := programme.ByIDs(ctx, tx, eachOnce(in))
	if err != nil {
		return nil, err
	}
	meetings := slices.SortedFunc(maps.Values(found), func(a, b meeting.Meeting) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID))
	})
	for _, m := range meetings {
		list = append(list, event(programmes[m.Programme], m))
	}
	return list, nil
}
