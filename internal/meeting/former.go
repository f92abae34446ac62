package meeting

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/when"
)

// FormerDays are the days that a meeting was moved from, by day. A meeting that
// stands where it first did has none.
func FormerDays(ctx context.Context, tx *db.Tx, m Meeting) (days []when.Date, err error) {
	slugs, err := slugsOf(ctx, tx, m)
	for _, slug := range slugs {
		if day := when.Date(slug[:min(len(slug), len("2021-06-02"))]); day.Valid() && day != m.Day {
			days = append(days, day)
		}
	}
	return days, err
}
