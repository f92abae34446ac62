package news

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// form is a piece of news as it is typed.
type form struct {
	Title, Lead, Body        string
	Programme, More, Meeting string   // ids
	Rest                     []string // of the programmes for which the form has no field: they stay
	Version                  string
}

func readForm(v url.Values) form {
	return form{
		Title: v.Get("title"), Lead: v.Get("lead"), Body: v.Get("body"), Programme: v.Get("programmes"), More: v.Get("more"),
		Rest: v["rest"], Meeting: v.Get("meeting"), Version: v.Get("version"),
	}
}

func formOf(n News) form {
	f := form{Title: n.Title, Lead: n.Lead, Body: n.Body, Meeting: string(n.Meeting), Version: strconv.FormatInt(n.Version, 10)}
	into := []*string{&f.Programme, &f.More}
	for i, p := range n.Programmes {
		if i < len(into) {
			*into[i] = string(p)
		} else {
			f.Rest = append(f.Rest, string(p))
		}
	}
	return f
}

func (f form) news() News {
	n := News{
		Title: f.Title, Lead: f.Lead, Body: f.Body, Meeting: id.Meeting(f.Meeting),
		Programmes: []id.Programme{id.Programme(f.Programme), id.Programme(f.More)},
	}
	for _, p := range f.Rest {
		n.Programmes = append(n.Programmes, id.Programme(p))
	}
	n.Version, _ = strconv.ParseInt(f.Version, 10, 64)
	return tidy(n)
}

// moment reads when to publish; nothing typed is the zero moment. A day alone is
// in the morning.
func moment(day, clock string) (time.Time, problem.Fields) {
	var bad problem.Fields
	d := programme.ParseDay(&bad, "day", day)
	clock = strings.TrimSpace(clock)
	switch {
	case len(bad) > 0 || d == "" && clock == "":
		return time.Time{}, bad
	case d == "":
		bad.Add("day", "news.day_missing", "")
		return time.Time{}, bad
	case clock == "":
		clock = morning
	}
	at, err := when.Local(d, clock)
	if err != nil {
		bad.Add("clock", "news.clock_wrong", clock)
	}
	return at, bad
}

// morning is when news of a day comes, if no other time is typed.
const morning = "8.00"

// choices are what the form lets one choose between.
type choices struct{ Programmes, Meetings []web.Option }

// mostMeetings is how many meetings to come the form lists.
const mostMeetings = 200

// loadChoices finds them. What was chosen before stays, though it is over.
func loadChoices(ctx context.Context, tx *db.Tx, f form) (c choices, err error) {
	published, err := programme.Published(ctx, tx)
	if err != nil {
		return c, err
	}
	names := map[id.Programme]string{}
	c.Programmes = []web.Option{{Text: i18n.T(ctx, "news.none")}}
	for _, p := range published {
		names[p.ID] = p.Name
		c.Programmes = append(c.Programmes, web.Option{Value: string(p.ID), Text: p.Name})
	}
	coming, err := meeting.Upcoming(ctx, tx, when.On(tx.Now), mostMeetings)
	if err != nil {
		return c, err
	}
	c.Meetings = []web.Option{{Text: i18n.T(ctx, "news.meeting_next")}}
	listed := false
	for _, m := range coming {
		listed = listed || string(m.ID) == f.Meeting
		c.Meetings = append(c.Meetings, web.Option{Value: string(m.ID), Text: when.Day(ctx, m.Day) + ": " + names[m.Programme]})
	}
	if f.Meeting != "" && !listed {
		found, err := meeting.Objects(ctx, tx, []string{f.Meeting})
		if err != nil {
			return c, err
		}
		if text := found[f.Meeting].Text; text != "" {
			c.Meetings = append(c.Meetings, web.Option{Value: f.Meeting, Text: text})
		}
	}
	return c, nil
}
