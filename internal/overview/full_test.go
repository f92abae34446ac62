package overview

import (
	"context"
	"strings"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/registration"
	"faelled/internal/web"
)

// Seats, kept places and people who wait fill a meeting together, and every page
// says so alike.
func TestEveryPageCountsTheSamePlaces(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := given(t, d) // five seats at the meeting in the summer, and two more places by now
		w.at(t, 0, access.System(""), func(ctx context.Context, tx *db.Tx) error {
			if _, err := registration.Queue(ctx, tx, w.summer, 1, 1); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, `INSERT INTO holds (id, meeting, org, n, until, why, made_at) VALUES ('h', $1, $2, 1, $3, '', $3)`, w.summer, w.birkelund, tx.Now)
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, `UPDATE meetings SET capacity = 7 WHERE id = $1`, w.summer); err != nil {
				return err
			}
			_, err = tx.Exec(ctx, `UPDATE programmes SET deadline = '2026-06-01'`) // others may still join
			return err
		})
		w.Now = func() time.Time { return time.Date(2026, 4, 1, 8, 0, 0, 0, time.UTC) }
		for path, who := range map[string]web.Viewer{
			"/netvaerk/" + slug: {}, "/netvaerk/" + slug + "/moeder/2026-06-10": {}, "/kalender": {}, "/sekretariat": w.office(),
		} {
			if page := get(t, handler(t, d, who), path, "da").Body.String(); !strings.Contains(page, "Alt optaget") {
				t.Errorf("%s: %s", path, page)
			}
		}
		for _, path := range []string{"/netvaerk", "/forloeb"} { // which say how many are left
			if page := get(t, handler(t, d, web.Viewer{}), path, "da").Body.String(); !strings.Contains(page, "10. juni") || strings.Contains(page, "ledig") {
				t.Errorf("%s: %s", path, page)
			}
		}
	})
}
