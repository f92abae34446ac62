package jobs

import (
	"context"
	"math/rand/v2"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
)

// Finished jobs share a commit: as many as come within a moment, up to a bound.
const (
	batch   = 64
	patient = 20 * time.Millisecond
)

// finish writes down how jobs went, until no more come.
func (s *shift) finish() {
	for first := range s.results {
		together := []result{first}
		late := time.NewTimer(patient)
	gather:
		for len(together) < batch {
			select {
			case r, open := <-s.results:
				if !open {
					break gather
				}
				together = append(together, r)
			case <-late.C:
				break gather
			}
		}
		late.Stop()
		s.record(together)
		for _, r := range together {
			s.drop(r.hold)
		}
	}
}

// record tries a few times. When the database does not answer, the leases run
// out, and the jobs are done again: that is what at least once means.
func (s *shift) record(together []result) {
	for wait := 50 * time.Millisecond; ; wait *= 4 {
		err := s.settle(context.WithoutCancel(s.ctx), together)
		if err == nil {
			return
		}
		s.Log.Error("jobs: finish", "jobs", len(together), "err", err)
		if wait > 5*time.Second {
			return
		}
		time.Sleep(wait)
	}
}

// settle removes the jobs that are done, and sends the others away for a while or
// for ever. A job that is no longer ours is left alone.
func (r *Runner) settle(ctx context.Context, results []result) error {
	return r.DB.Write(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		var done []Job
		for _, one := range results {
			if one.err == nil {
				done = append(done, one.Job)
				continue
			}
			ours, err := r.fail(ctx, tx, one)
			if err != nil {
				return err
			}
			if !ours {
				r.Log.Warn("jobs: failed too late, another has it", "job", one.ID, "kind", one.Kind)
			}
		}
		if len(done) == 0 {
			return nil
		}
		n, err := remove(ctx, tx, done)
		if err == nil && n < int64(len(done)) {
			r.Log.Warn("jobs: done too late, others have done them too", "jobs", int64(len(done))-n)
		}
		return err
	})
}

func (r *Runner) fail(ctx context.Context, tx *db.Tx, one result) (ours bool, err error) {
	kept, age, patience := forStaff(one.err), tx.Now.Sub(one.CreatedAt), patience(one.err)
	log := r.Log.With("job", one.ID, "kind", one.Kind, "attempt", one.Attempt%round, "err", one.err)
	switch {
	case one.released:
		return postpone(ctx, tx, one.Job, tx.Now, kept)
	case isDead(one.err) || exhausted(one.Attempt) && age >= patience:
		log.Error("jobs: dead")
		return bury(ctx, tx, one.Job, kept)
	}
	wait := backoff(one.Attempt, rand.Float64())
	if patience > 0 {
		wait = max(wait, rarely(age))
	}
	log.Warn("jobs: failed", "again in", wait)
	return postpone(ctx, tx, one.Job, tx.Now.Add(wait), kept)
}
