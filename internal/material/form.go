package material

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// typed is a material as it is typed. It keeps what cannot be read.
type typed struct {
	Key, Title, Speaker, Meeting, Phase, Reach, Link, Day, Clock, Place, Version string
}

func readTyped(v url.Values) typed {
	return typed{
		Key: v.Get("key"), Title: v.Get("titel"), Speaker: v.Get("fra"), Meeting: v.Get("moede"), Phase: v.Get("fase"), Reach: v.Get("adgang"),
		Link: v.Get("link"), Day: v.Get("dag"), Clock: v.Get("kl"), Place: v.Get("plads"), Version: v.Get("version"),
	}
}

func typedOf(ctx context.Context, m Material) typed {
	return typed{
		Title: m.Title, Speaker: m.Speaker, Meeting: string(m.Meeting), Phase: string(m.Phase), Reach: string(m.Reach), Link: m.Link,
		Day: when.Day(ctx, when.On(m.ShownFrom)), Clock: m.ShownFrom.In(when.Zone).Format("15.04"),
		Place: strconv.FormatInt(m.N, 10), Version: strconv.FormatInt(m.Version, 10),
	}
}

// wish reads the form. What cannot be read is a fault under its field.
func (t typed) wish(p id.Programme) (Wish, problem.Fields) {
	var bad problem.Fields
	w := Wish{
		Key: t.Key, Programme: p, Meeting: id.Meeting(t.Meeting), Title: t.Title, Speaker: t.Speaker, Phase: Phase(t.Phase), Reach: Reach(t.Reach),
		Link: t.Link,
	}
	w.ShownFrom = t.from(&bad)
	if place := strings.TrimSpace(t.Place); place != "" {
		n, err := strconv.ParseInt(place, 10, 64)
		if err != nil || n < 1 {
			bad.Add("plads", "material.bad_place", "")
		}
		w.N = max(n, 0)
	}
	return w, bad
}

// morning is when something is shown on a day without a time.
const morning = "8.00"

func (t typed) from(bad *problem.Fields) (at time.Time) {
	day, clock := programme.ParseDay(bad, "dag", t.Day), strings.TrimSpace(t.Clock)
	if day == "" {
		if clock != "" && strings.TrimSpace(t.Day) == "" {
			bad.Add("dag", "material.day_missing", "")
		}
		return at
	}
	if clock == "" {
		clock = morning
	}
	at, err := when.Local(day, clock)
	if err != nil {
		bad.Add("kl", "material.bad_clock", "")
	}
	return at
}

// formView is all that the form may show.
type formView struct {
	Programme programme.Programme
	Meetings  []meeting.Meeting
	Material  Material // the one that is changed; the zero one is new
	Typed     typed
	Faults    problem.Fields
}

func (v formView) isNew() bool { return v.Material.ID == "" }

func (v formView) action() string {
	if v.isNew() {
		return Path(v.Programme) + "/nyt"
	}
	return Path(v.Programme) + "/" + string(v.Material.ID) + "/ret"
}

func (v formView) meetings(ctx context.Context) []web.Option {
	options := []web.Option{{Text: i18n.T(ctx, "material.whole_network")}}
	for i := range v.Meetings {
		m := v.Meetings[len(v.Meetings)-1-i]
		options = append(options, web.Option{Value: string(m.ID), Text: when.Day(ctx, m.Day) + ": " + m.Title})
	}
	return options
}

func (v formView) phases(ctx context.Context) []web.ChoiceCard {
	return []web.ChoiceCard{
		{Value: string(Before), Title: i18n.T(ctx, "material.before"), Text: i18n.T(ctx, "material.before_hint"), Checked: v.Typed.Phase == string(Before)},
		{Value: string(After), Title: i18n.T(ctx, "material.after"), Text: i18n.T(ctx, "material.after_hint"), Checked: v.Typed.Phase == string(After)},
	}
}

func (v formView) reaches(ctx context.Context) []web.ChoiceCard {
	return []web.ChoiceCard{
		{Value: string(Seated), Title: i18n.T(ctx, "material.seated"), Text: i18n.T(ctx, "material.seated_hint"), Checked: v.Typed.Reach == string(Seated)},
		{Value: string(Members), Title: i18n.T(ctx, "material.members"), Text: i18n.T(ctx, "material.members_hint"), Checked: v.Typed.Reach == string(Members)},
		{Value: string(Public), Title: i18n.T(ctx, "material.public"), Text: i18n.T(ctx, "material.public_hint"), Checked: v.Typed.Reach == string(Public)},
	}
}

func (v formView) title(ctx context.Context) string {
	if v.isNew() {
		return i18n.T(ctx, "material.add")
	}
	return i18n.T(ctx, "material.edit_title")
}

func (v formView) fileLabel(ctx context.Context) string {
	if v.Material.File != "" {
		return i18n.T(ctx, "material.f_new_file")
	}
	return i18n.T(ctx, "material.f_file")
}
