package jobs

import (
	"context"
	"fmt"
	"strings"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
)

// claim takes up to n due jobs of the kinds. Runners beside each other pass over
// what another one is claiming; on SQLite the writer is alone.
func claim(ctx context.Context, tx *db.Tx, kinds []string, n int, until time.Time) (jobs []Job, err error) {
	skip := ""
	if tx.Postgres() {
		skip = `FOR UPDATE SKIP LOCKED`
		if err := inIndexOrder(ctx, tx); err != nil {
			return nil, err
		}
	}
	err = tx.SelectIn(ctx, &jobs, `
		WITH due AS MATERIALIZED (
			SELECT id FROM jobs WHERE state = 'ready' AND run_at <= ? AND kind IN (?)
			ORDER BY run_at LIMIT ? `+skip+`
		)
		UPDATE jobs SET run_at = ?, attempt = attempt + 1, once = NULL
		WHERE id IN (SELECT id FROM due)
		RETURNING id, kind, payload, on_behalf, attempt, created_at`, tx.Now, kinds, n, until)
	if err != nil {
		return nil, fmt.Errorf("claim jobs: %w", err)
	}
	for i := range jobs {
		jobs[i].CreatedAt = jobs[i].CreatedAt.UTC()
	}
	return jobs, nil
}

// inIndexOrder has PostgreSQL read due jobs from the index, for the rest of this
// transaction. Its statistics are from when the queue was short, so in a rush it
// would sort the whole queue for each claim: 20,000 jobs took six times as long.
func inIndexOrder(ctx context.Context, tx *db.Tx) error {
	_, err := tx.Exec(ctx, `SELECT set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)`)
	if err != nil {
		return fmt.Errorf("claim jobs: %w", err)
	}
	return nil
}

// extend moves the end of a lease, and tells whether it was still ours.
func extend(ctx context.Context, tx *db.Tx, j Job, until time.Time) (ours bool, err error) {
	return one(ctx, tx, `
		UPDATE jobs SET run_at = $1 WHERE id = $2 AND attempt = $3 AND state = 'ready'`, until, j.ID, j.Attempt)
}

// remove deletes finished jobs, and tells how many were still ours.
func remove(ctx context.Context, tx *db.Tx, done []Job) (n int64, err error) {
	var rows []string
	var args []any
	for _, j := range done {
		rows = append(rows, fmt.Sprintf(`($%d, CAST($%d AS BIGINT))`, len(args)+1, len(args)+2))
		args = append(args, string(j.ID), j.Attempt)
	}
	result, err := tx.Exec(ctx, `
		DELETE FROM jobs WHERE state = 'ready' AND (id, attempt) IN (VALUES `+strings.Join(rows, ", ")+`)`, args...)
	if err != nil {
		return 0, fmt.Errorf("remove finished jobs: %w", err)
	}
	return result.RowsAffected()
}

// postpone gives a job back, to run at a moment. One that has used its round
// begins another.
func postpone(ctx context.Context, tx *db.Tx, j Job, at time.Time, why string) (ours bool, err error) {
	next := j.Attempt
	if exhausted(next) {
		next = newRound(next)
	}
	return one(ctx, tx, `
		UPDATE jobs SET run_at = $1, last_error = $2, attempt = $3
		WHERE id = $4 AND attempt = $5 AND state = 'ready'`, at, why, next, j.ID, j.Attempt)
}

// bury keeps a job for staff to look at.
func bury(ctx context.Context, tx *db.Tx, j Job, why string) (ours bool, err error) {
	return one(ctx, tx, `
		UPDATE jobs SET state = 'dead', last_error = $1
		WHERE id = $2 AND attempt = $3 AND state = 'ready'`, why, j.ID, j.Attempt)
}

// one runs a statement about one job, and tells whether it was there.
func one(ctx context.Context, tx *db.Tx, query string, args ...any) (bool, error) {
	result, err := tx.Exec(ctx, query, args...)
	if err != nil {
		return false, fmt.Errorf("change a job: %w", err)
	}
	n, err := result.RowsAffected()
	return n == 1, err
}

// strangers counts jobs long due that this program has no handler for.
func strangers(ctx context.Context, tx *db.Tx, kinds []string, before time.Time) (found []stranger, err error) {
	err = tx.SelectIn(ctx, &found, `
		SELECT kind, count(*) AS n FROM jobs
		WHERE state = 'ready' AND run_at <= ? AND kind NOT IN (?) GROUP BY kind ORDER BY kind`, before, kinds)
	if err != nil {
		return nil, fmt.Errorf("jobs of unknown kinds: %w", err)
	}
	return found, nil
}

type stranger struct {
	Kind string
	N    int64
}

// wind makes sure that a clock is there.
func wind(ctx context.Context, tx *db.Tx, kind string, next time.Time) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO job_clock (kind, next_at) VALUES ($1, $2) ON CONFLICT (kind) DO NOTHING`, kind, next)
	if err != nil {
		return fmt.Errorf("wind the clock of %s: %w", kind, err)
	}
	return nil
}

// strike moves a clock that is due on, and tells whether it was we who did.
func strike(ctx context.Context, tx *db.Tx, kind string, next time.Time) (bool, error) {
	return one(ctx, tx, `UPDATE job_clock SET next_at = $1 WHERE kind = $2 AND next_at <= $3`, next, kind, tx.Now)
}

func nextAt(ctx context.Context, tx *db.Tx, kind string) (at time.Time, err error) {
	if err := tx.Get(ctx, &at, `SELECT next_at FROM job_clock WHERE kind = $1`, kind); err != nil {
		return at, fmt.Errorf("read the clock of %s: %w", kind, err)
	}
	return at.UTC(), nil
}

func stats(ctx context.Context, tx *db.Tx) (s Queue, err error) {
	var oldest []time.Time
	if err = tx.Get(ctx, &s, `
		SELECT (SELECT count(*) FROM jobs WHERE state = 'ready' AND run_at <= $1) AS ready,
			(SELECT count(*) FROM jobs WHERE state = 'ready' AND run_at > $1) AS waiting,
			(SELECT count(*) FROM jobs WHERE state = 'dead') AS dead`, tx.Now); err != nil {
		return s, fmt.Errorf("count jobs: %w", err)
	}
	// Not min(run_at): SQLite gives text for it, and no time.
	if err = tx.Select(ctx, &oldest, `
		SELECT run_at FROM jobs WHERE state = 'ready' AND run_at <= $1 ORDER BY run_at LIMIT 1`, tx.Now); err != nil {
		return s, fmt.Errorf("oldest job: %w", err)
	}
	if len(oldest) > 0 {
		s.Oldest = oldest[0].UTC()
	}
	return s, nil
}

const corpseColumns = `id, kind, payload, on_behalf, attempt, last_error, created_at`

// deadBefore lists dead jobs, the latest first, from below an id; all for none.
func deadBefore(ctx context.Context, tx *db.Tx, before id.Job, limit int) (list []Corpse, err error) {
	below, args := ``, []any{limit}
	if before != "" {
		below, args = ` AND id < $2`, append(args, before)
	}
	err = tx.Select(ctx, &list, `
		SELECT `+corpseColumns+` FROM jobs WHERE state = 'dead'`+below+` ORDER BY id DESC LIMIT $1`, args...)
	if err != nil {
		return nil, fmt.Errorf("dead jobs: %w", err)
	}
	for i := range list {
		list[i].CreatedAt = list[i].CreatedAt.UTC()
	}
	return list, nil
}

// deadOne is none or one.
func deadOne(ctx context.Context, tx *db.Tx, job id.Job) (list []Corpse, err error) {
	err = tx.Select(ctx, &list, `SELECT `+corpseColumns+` FROM jobs WHERE state = 'dead' AND id = $1`, job)
	if err != nil {
		return nil, fmt.Errorf("dead job %s: %w", job, err)
	}
	return list, nil
}

func revive(ctx context.Context, tx *db.Tx, c Corpse) (bool, error) {
	return one(ctx, tx, `
		UPDATE jobs SET state = 'ready', run_at = $1, attempt = $2
		WHERE id = $3 AND state = 'dead'`, tx.Now, newRound(c.Attempt), c.ID)
}

// dropDead deletes dead jobs whose last lease ended before a moment.
func dropDead(ctx context.Context, tx *db.Tx, before time.Time) error {
	_, err := tx.Exec(ctx, `DELETE FROM jobs WHERE state = 'dead' AND run_at < $1`, before)
	if err != nil {
		return fmt.Errorf("old dead jobs: %w", err)
	}
	return nil
}

func discard(ctx context.Context, tx *db.Tx, c Corpse) (bool, error) {
	return one(ctx, tx, `DELETE FROM jobs WHERE id = $1 AND state = 'dead'`, c.ID)
}
