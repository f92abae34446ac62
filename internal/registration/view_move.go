package registration

import (
	"context"

	"faelled/internal/i18n"
	"faelled/internal/web"
	"faelled/internal/when"
)

// targets are the meetings to move somebody to.
func (c change) targets(ctx context.Context) []web.Option {
	options := []web.Option{{Text: i18n.T(ctx, "registration.choose_target")}}
	for _, t := range c.Targets {
		text := when.Day(ctx, t.Meeting.Day) + ": " + t.Meeting.Title
		switch {
		case t.Free == 0:
			text += " (" + lower(i18n.T(ctx, "registration.choice_full")) + ")"
		case t.Free > 0:
			text += " (" + i18n.N(ctx, "registration.choice_few", int(t.Free)) + ")"
		}
		options = append(options, web.Option{Value: string(t.Meeting.ID), Text: text})
	}
	return options
}

// moveMeaning says in words what a move does to the money.
func moveMeaning(ctx context.Context, q Quote) string {
	now := q.Now()
	switch {
	case q.Net.Minor == 0 && now.Minor == 0:
		return i18n.T(ctx, "registration.means_nothing")
	case now.Minor == 0:
		return i18n.T(ctx, "registration.move_means_later")
	case len(q.atOnce()) > 1:
		return i18n.T(ctx, "registration.move_means_both")
	case now.Minor > 0:
		return i18n.T(ctx, "registration.move_means_more")
	}
	return i18n.T(ctx, "registration.means_credit")
}

// movers are how many are moved, in words.
func (c change) movers(ctx context.Context) string {
	return i18n.N(ctx, "registration.participants", len(c.move().Persons))
}
