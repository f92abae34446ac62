package attendance

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/jobs"
)

// marksYears is how long it is kept who came: for the report of a season and the
// one after it.
const marksYears = 2

// Jobs is what the queue may ask for.
func Jobs() map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"attendance.retain": func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), Retain) },
	}
}

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"attendance.retain": {Title: i18n.Key("attendance.job_retain")},
}

// Retain deletes what has been kept long enough.
func Retain(ctx context.Context, tx *db.Tx) error {
	return deleteMarks(ctx, tx, tx.Now.AddDate(-marksYears, 0, 0))
}
