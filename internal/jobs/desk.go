package jobs

import (
	"context"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// Queue is the state of the queue.
type Queue struct {
	Ready   int64     // due, and not begun
	Waiting int64     // not due yet, or running now: their time is the end of their lease
	Dead    int64     // for staff to look at
	Oldest  time.Time `db:"-"` // when the first of the ready became due, UTC; zero when there is none
}

// Corpse is a job that has been given up.
type Corpse struct {
	Job
	LastError string `db:"last_error"` // as it was, in English and technical; may name a person's address
}

// Stats is the state of the queue, for staff and for the program's figures.
func Stats(ctx context.Context, tx *db.Tx) (Queue, error) {
	if err := mayTend(tx.Actor); err != nil {
		return Queue{}, err
	}
	return stats(ctx, tx)
}

// ListDead lists dead jobs, the latest first: at most limit, from those before an
// id, or from the start when it is empty.
func ListDead(ctx context.Context, tx *db.Tx, before id.Job, limit int) ([]Corpse, error) {
	if err := mayTend(tx.Actor); err != nil {
		return nil, err
	}
	return deadBefore(ctx, tx, before, limit)
}

// Retry has a dead job run again at once, with all its attempts before it.
func Retry(ctx context.Context, tx *db.Tx, job id.Job) error {
	return tend(ctx, tx, job, "jobs.retried", revive)
}

// Discard forgets a dead job: it will not be done.
func Discard(ctx context.Context, tx *db.Tx, job id.Job) error {
	return tend(ctx, tx, job, "jobs.discarded", discard)
}

// deadDays is how long a dead job is kept: its payload and its error may hold
// whom it was for, and nobody will send a mail that is a season late.
const deadDays = 90

// Retain forgets the jobs that have been dead too long, as a nightly job.
func Retain(ctx context.Context, tx *db.Tx) error {
	if err := mayTend(tx.Actor); err != nil {
		return err
	}
	return dropDead(ctx, tx, tx.Now.AddDate(0, 0, -deadDays))
}

func tend(ctx context.Context, tx *db.Tx, job id.Job, code string, do func(context.Context, *db.Tx, Corpse) (bool, error)) error {
	if err := mayTend(tx.Actor); err != nil {
		return err
	}
	found, err := deadOne(ctx, tx, job)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return problem.New(problem.NotFound, "jobs.not_dead")
	}
	done, err := do(ctx, tx, found[0])
	if err != nil {
		return err
	}
	if !done { // another member of staff was faster
		return problem.New(problem.NotFound, "jobs.not_dead")
	}
	return tx.Audit(ctx, code, string(job), found[0].Kind)
}
