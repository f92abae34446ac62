package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
)

// Job is one thing to do, claimed by this process.
type Job struct {
	ID        id.Job
	Kind      string    // "registration.confirm"
	Payload   string    // JSON, as given to tx.Enqueue; see Into
	OnBehalf  id.Person `db:"on_behalf"`
	Attempt   int64     // rises with each claim; it is not how often the handler was called
	CreatedAt time.Time `db:"created_at"` // UTC
}

// Handler does a job. It may be called more than once for the same job, also
// when it succeeded, so doing it again must change nothing. An error has it
// called again later, up to ten times in some four hours. It may have a say in
// that: when it is Dead, or has a method Permanent() bool that says so, there is no
// other time; with Patience() time.Duration it is called for that long. Error()
// goes to the log and must name nobody; what staff should read instead is given
// by ForStaff() string.
type Handler func(ctx context.Context, d *db.DB, j Job) error

// Actor is who the job acts as.
func (j Job) Actor() access.Actor { return access.System(j.OnBehalf) }

// Into reads the payload. One that cannot be read will not be better later: the
// error is Dead.
func (j Job) Into(payload any) error {
	if err := json.Unmarshal([]byte(j.Payload), payload); err != nil {
		return Dead(fmt.Errorf("payload of %s: %w", j.Kind, err))
	}
	return nil
}

type dead struct{ error }

func (d dead) Unwrap() error { return d.error }

// Dead marks an error that another attempt would not mend: the job goes straight
// to those that staff look at. Dead(nil) is nil.
func Dead(err error) error {
	if err == nil {
		return nil
	}
	return dead{err}
}

// Permanent is what isDead asks any error; package mail answers too.
func (dead) Permanent() bool { return true }

// patience is how long since it was asked for a job that failed so is tried; 0
// when ten times are enough.
func patience(err error) time.Duration {
	if e, ok := errors.AsType[interface {
		error
		Patience() time.Duration
	}](err); ok {
		return e.Patience()
	}
	return 0
}

// forStaff is what an error tells those who may know whom it is about.
func forStaff(err error) string {
	if e, ok := errors.AsType[interface {
		error
		ForStaff() string
	}](err); ok {
		return e.ForStaff()
	}
	return err.Error()
}

func isDead(err error) bool {
	e, ok := errors.AsType[interface {
		error
		Permanent() bool
	}](err)
	return ok && e.Permanent()
}
