package jobs

import (
	"context"
	"errors"
	"fmt"
)

// Drain does everything due, one job after the other, until nothing is left: for
// tests and the demo. It returns what the handlers' errors were; those jobs have
// failed as they would in Run, and wait for their time.
func (r *Runner) Drain(ctx context.Context) error {
	r.prepare()
	var failed []error
	for {
		jobs, err := r.claim(ctx, r.kinds, perWorker)
		if err != nil {
			return errors.Join(append(failed, err)...)
		}
		for _, j := range jobs {
			err := r.do(ctx, j)
			if err != nil {
				failed = append(failed, fmt.Errorf("%s: %w", j.Kind, err))
			}
			if err := r.settle(ctx, []result{{hold: &hold{Job: j}, err: err}}); err != nil {
				return errors.Join(append(failed, err)...)
			}
		}
		if len(jobs) == 0 {
			return errors.Join(failed...)
		}
	}
}
