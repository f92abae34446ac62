package attendance

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/when"
)

// How long things are kept after the meeting: who came and who did what, for the
// report of a season and the one after it; what was agreed, for five years after
// the year of account, as the bookkeeping act (nr. 700 of 2022) asks.
const (
	marksYears = 2
	costsYears = 6
)

// Jobs is what the queue may ask for.
func Jobs(post mail.Post) map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"attendance.invite": tellContributor(post),
		"attendance.retain": func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), Retain) },
	}
}

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"attendance.invite": {Title: i18n.Key("attendance.job_invite")},
	"attendance.retain": {Title: i18n.Key("attendance.job_retain")},
}

// Retain deletes what has been kept long enough.
func Retain(ctx context.Context, tx *db.Tx) error {
	if err := deleteNeedsBefore(ctx, tx, needsFrom(when.On(tx.Now))); err != nil {
		return err
	}
	if err := deleteContributors(ctx, tx, when.On(tx.Now).Add(-1)); err != nil {
		return err
	}
	if err := deleteMarks(ctx, tx, tx.Now.AddDate(-marksYears, 0, 0)); err != nil {
		return err
	}
	if err := deletePlans(ctx, tx, when.On(tx.Now.AddDate(-marksYears, 0, 0))); err != nil {
		return err
	}
	return meeting.ForgetCosts(ctx, tx, when.On(tx.Now.AddDate(-costsYears, 0, 0)))
}
