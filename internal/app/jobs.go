package app

import (
	"context"
	"maps"
	"time"

	"faelled/internal/approval"
	"faelled/internal/attendance"
	"faelled/internal/audit"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/evaluation"
	"faelled/internal/idea"
	"faelled/internal/interest"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/material"
	"faelled/internal/message"
	"faelled/internal/news"
	"faelled/internal/people"
	"faelled/internal/registration"
	"faelled/internal/renewal"
	"faelled/internal/signin"
	"faelled/internal/waiting"
)

// handlers says who does which job. This is also how a capability tells one
// above it: what happened to a meeting is handed to registration here.
func (h *House) handlers(post mail.Post) map[string]jobs.Handler {
	all := map[string]jobs.Handler{"audit.seal": h.seal, "audit.head": h.sayHead, "db.forget": nightly(db.Forget), "people.merged": inherit, "jobs.retain": nightly(jobs.Retain)}
	for _, some := range []map[string]jobs.Handler{
		people.Jobs(post),
		signin.Jobs(post),
		billing.Jobs(post.Words, post.Sample),
		registration.Jobs(post),
		attendance.Jobs(post),
		approval.Jobs(post),
		message.Jobs(post),
		renewal.Jobs(post),
		news.Jobs,
		waiting.Jobs(post),
		material.Jobs(post),
		evaluation.Jobs(post),
		idea.Jobs(post),
		interest.Jobs(post),
	} {
		maps.Copy(all, some)
	}
	return all
}

// prompt are the kinds that the house cannot do without for long and that wait
// for nobody outside: they have a worker to themselves.
var prompt = []string{
	"audit.seal",
	"audit.head",
	"billing.issue",
	"billing.render",
	"registration.settle",
	"message.start",
	"registration.excuse",
	"registration.lapse",
	"approval.remind",
	"approval.expire",
	"registration.freed",
	"meeting.room",
	"waiting.look",
	"waiting.approval",
	"evaluation.look",
	"meeting.changed",
	"meeting.cancelled",
	"people.left",
	"renewal.end",
	"renewal.continue",
	"people.merged",
}

// bulk are the kinds that come by the thousands: a mail to everybody waits for the
// one that somebody sits and waits for.
var bulk = []string{
	"evaluation.ask",
	"evaluation.summary",
	"interest.meeting",
	"interest.season",
	"material.tell",
	"message.deliver",
	"registration.cancelled",
	"registration.changed",
	"renewal.ask",
	"renewal.remind",
}

// sealEvery is how long a row of the trail may stand unsealed in a house that
// works; lookEvery how long after a meeting its guests may wait to be asked; night is when the day's chores are done, and morning when people are
// written to.
const (
	sealEvery = time.Second
	lookEvery = 15 * time.Minute
	night     = 3 * time.Hour
	morning   = 7 * time.Hour
)

func clocks() []jobs.Clock {
	return []jobs.Clock{
		jobs.Every("audit.seal", sealEvery).If(audit.Waiting),
		jobs.Daily("audit.head", night),
		jobs.Every("evaluation.look", lookEvery).If(evaluation.Waiting),
		jobs.Daily("signin.retain", night),
		jobs.Daily("people.retain", night),
		jobs.Daily("registration.retain", night),
		jobs.Daily("attendance.retain", night),
		jobs.Daily("approval.retain", night),
		jobs.Daily("message.retain", night),
		jobs.Daily("renewal.daily", morning),
		jobs.Daily("material.look", morning),
		jobs.Daily("news.retain", night),
		jobs.Daily("waiting.retain", night),
		jobs.Daily("material.retain", night),
		jobs.Daily("evaluation.retain", night),
		jobs.Daily("idea.retain", night),
		jobs.Daily("interest.look", morning),
		jobs.Daily("interest.retain", night),
		jobs.Daily("jobs.retain", night),
		jobs.Daily("db.forget", night),
	}
}

// nightly is the job that deletes what has been kept long enough.
func nightly(retain func(context.Context, *db.Tx) error) jobs.Handler {
	return func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), retain) }
}

// sealBatch is how many rows are chained in one commit.
const sealBatch = 500

// seal chains what was done since the last time.
func (h *House) seal(ctx context.Context, d *db.DB, j jobs.Job) error {
	for {
		var n int
		err := d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
			n, err = audit.Seal(ctx, tx, h.secret, sealBatch)
			return err
		})
		if err != nil || n < sealBatch {
			return err
		}
	}
}

// sayHead logs the head of the trail, so that it leaves the house with the log.
func (h *House) sayHead(ctx context.Context, d *db.DB, j jobs.Job) error {
	return d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error {
		seq, seal, err := audit.Head(ctx, tx)
		if err == nil {
			h.Log.Info("audit head", "seq", seq, "seal", seal)
		}
		return err
	})
}
