package meeting

import (
	"context"

	"faelled/internal/i18n"
)

// Word is what the cost is for, in a word.
func (k CostKind) Word(ctx context.Context) string {
	switch k {
	case "speaker":
		return i18n.T(ctx, "meeting.cost_speaker")
	case "moderator":
		return i18n.T(ctx, "meeting.cost_moderator")
	case "venue":
		return i18n.T(ctx, "meeting.cost_venue")
	case "catering":
		return i18n.T(ctx, "meeting.cost_catering")
	case "travel":
		return i18n.T(ctx, "meeting.cost_travel")
	}
	return i18n.T(ctx, "meeting.cost_other")
}
