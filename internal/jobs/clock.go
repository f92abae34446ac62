package jobs

import (
	"context"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/when"
)

// Clock queues a job of a kind again and again. However many programs share the
// database, one of them does so each time; while the last job still waits, no
// further one is queued.
type Clock struct {
	kind string
	next func(now time.Time) time.Time
	due  func(context.Context, *db.Tx) (bool, error)
}

// Every strikes each interval, at least a second. What was missed while nothing
// ran is not made up for.
func Every(kind string, interval time.Duration) Clock {
	return Clock{kind: kind, next: func(now time.Time) time.Time { return now.Add(interval) }}
}

// Daily strikes once a day, some time after local midnight.
func Daily(kind string, after time.Duration) Clock {
	return Clock{kind: kind, next: func(now time.Time) time.Time {
		day := when.On(now)
		if at := day.Time(when.Zone).Add(after); at.After(now) {
			return at.UTC()
		}
		return day.Add(1).Time(when.Zone).Add(after).UTC()
	}}
}

// If asks, in a Read, whether there is anything to do, so that an idle house
// writes nothing.
func (c Clock) If(due func(ctx context.Context, tx *db.Tx) (bool, error)) Clock {
	c.due = due
	return c
}

// tick looks at all clocks.
func (r *Runner) tick(ctx context.Context) {
	for _, c := range r.Clocks {
		if err := r.look(ctx, c); err != nil && ctx.Err() == nil {
			r.Log.Error("jobs: clock", "kind", c.kind, "err", err)
		}
	}
}

// look strikes one clock when its time has come. The first look winds it.
func (r *Runner) look(ctx context.Context, c Clock) error {
	at, wound := r.strikes[c.kind]
	if wound && r.DB.Now().Before(at) {
		return nil
	}
	if wound && c.due != nil {
		due := false
		err := r.DB.Read(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) (err error) {
			due, err = c.due(ctx, tx)
			return err
		})
		if err != nil || !due {
			return err
		}
	}
	err := r.DB.Write(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) (err error) {
		if !wound {
			err = wind(ctx, tx, c.kind, c.next(tx.Now))
		} else {
			err = strikeAndQueue(ctx, tx, c)
		}
		if err != nil {
			return err
		}
		at, err = nextAt(ctx, tx, c.kind)
		return err
	})
	if err == nil {
		r.strikes[c.kind] = at
	}
	return err
}

func strikeAndQueue(ctx context.Context, tx *db.Tx, c Clock) error {
	ours, err := strike(ctx, tx, c.kind, c.next(tx.Now))
	if err != nil || !ours {
		return err
	}
	return tx.Enqueue(ctx, c.kind, nil, db.Once("clock"))
}
