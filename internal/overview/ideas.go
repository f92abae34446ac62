package overview

import (
	"context"
	"slices"

	"faelled/internal/i18n"
	"faelled/internal/idea"
	"faelled/internal/meeting"
	"faelled/internal/web"
)

// wantsIdeas tells whether the reader takes part, and a meeting to come has no
// programme yet.
func (f networkFound) wantsIdeas(who web.Viewer) bool {
	takesPart := f.base.Member && isContact(who)
	for _, m := range f.Meetings {
		takesPart = takesPart || f.own[m.ID].Me
	}
	return takesPart && slices.ContainsFunc(f.future, func(m meeting.Meeting) bool { return m.State == meeting.Planned && !f.Agendas[m.ID] })
}

// ideas are those that nobody has answered, a line for each programme.
func (f deskFound) ideas(ctx context.Context) (list []action) {
	for _, p := range f.Programmes {
		if n := f.Ideas[p.ID]; n > 0 {
			list = append(list, action{
				Tone: web.ToneOK, Title: i18n.N(ctx, "overview.new_ideas", int(n)), Text: p.Name,
				Href: idea.Path(p), Button: i18n.T(ctx, "overview.see_ideas"),
			})
		}
	}
	return list
}
