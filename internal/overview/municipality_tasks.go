package overview

import (
	"context"
	"slices"

	"faelled/internal/approval"
	"faelled/internal/i18n"
	"faelled/internal/people"
	"faelled/internal/renewal"
	"faelled/internal/waiting"
	"faelled/internal/web"
	"faelled/internal/when"
)

// waiting is what only they can do.
func (f municipalityFound) waiting(ctx context.Context) (tasks []task) {
	for _, p := range f.People {
		if p.State == people.Pending {
			tasks = append(tasks, task{
				Icon: "person-add", Title: i18n.F(ctx, "overview.task_approve", i18n.Args{"Name": p.Name}), Text: p.Email,
				Href: "/kommune/kolleger", Button: i18n.T(ctx, "overview.answer"),
			})
		}
	}
	for _, q := range f.Renewals {
		tasks = append(tasks, task{
			Icon: "how-to-reg", Title: i18n.F(ctx, "overview.task_renew", i18n.Args{"Day": when.DayMonth(ctx, q.Due)}), Of: q.Season.Name,
			Text: i18n.T(ctx, "overview.task_renew_text"), Href: renewal.AnswerPath(q.Season, ""), Button: i18n.T(ctx, "overview.answer"),
			Tag: web.TagData{Tone: web.ToneWarn, Text: i18n.N(ctx, "overview.days", q.Due.Sub(when.On(f.now.Now)))},
		})
	}
	for _, u := range f.Unfinished {
		tasks = append(tasks, task{
			Icon: "edit", Title: i18n.F(ctx, "overview.task_unfinished", i18n.Args{"Day": when.DayMonth(ctx, u.M.Day)}),
			Of: u.P.Name, Text: i18n.N(ctx, "overview.task_named", int(u.People)), Href: u.P.Path() + u.Step, Button: i18n.T(ctx, "overview.continue"),
		})
	}
	for _, a := range f.Asked {
		tasks = append(tasks, task{
			Icon: "time", Title: i18n.F(ctx, "overview.task_asked", i18n.Args{"Net": i18n.Amount(ctx, a.Quote.Net)}), Of: f.Programmes[a.Programme].Name,
			Text: i18n.F(ctx, "overview.task_asked_until", i18n.Args{"Until": when.Moment(ctx, a.Until)}), Href: approval.Path(a.ID),
			Button: i18n.T(ctx, "overview.see_request"),
		})
	}
	for _, q := range f.Queued {
		t := task{
			Icon: "groups", Title: i18n.N(ctx, "overview.task_queued", len(q.Guests)), Of: f.Queuing[q.Programme].Name,
			Text: i18n.T(ctx, "overview.task_queued_text"), Href: waiting.Path(f.Queuing[q.Programme]), Button: i18n.T(ctx, "overview.see_queue"),
		}
		if q.Asked > 0 {
			t.Tag = web.TagData{Tone: web.ToneWarn, Text: i18n.F(ctx, "overview.task_dearer", i18n.Args{"Price": i18n.Amount(ctx, q.NewPrice())})}
		}
		tasks = append(tasks, t)
	}
	last := when.On(f.now.Now).Add(soon)
	for _, m := range f.Meetings {
		started := slices.ContainsFunc(f.Unfinished, func(u unfinished) bool { return u.M.ID == m.ID })
		if started || m.Day > last || f.Own[m.ID].Ours > 0 || !f.at(m).may(m) {
			continue
		}
		p := f.Programmes[m.Programme]
		tasks = append(tasks, task{
			Icon: "how-to-reg", Title: i18n.F(ctx, "overview.task_register", i18n.Args{"Day": when.DayMonth(ctx, m.Day)}),
			Of: p.Name, Text: title(ctx, m), Href: joinPath(p, &m), Button: i18n.T(ctx, "overview.register"),
			Tag: web.TagData{Tone: web.ToneWarn, Text: i18n.N(ctx, "overview.days", m.Day.Sub(when.On(f.now.Now)))},
		})
	}
	return tasks
}
