package jobs

import (
	"context"
	"errors"
	"sync"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
)

// perWorker is how many jobs are claimed for each worker: one claim for several
// small jobs, but not so many that another program is idle meanwhile.
const perWorker = 8

// shift is one call of Run: what is claimed and not yet finished.
type shift struct {
	*Runner
	ctx     context.Context // ends when handlers must stop
	lanes   lanes
	results chan result
	room    chan struct{} // a lane may be filled again

	mu   sync.Mutex
	held map[*hold]bool
}

// hold is a job that is ours, until stop is called because it no longer is.
type hold struct {
	Job
	ctx  context.Context
	stop context.CancelCauseFunc
}

// result is how a claimed job went.
type result struct {
	*hold
	err      error
	released bool // nobody's fault: the program is stopping
}

var (
	errLost     = errors.New("jobs: the lease ran out, and another program has the job")
	errStopping = errors.New("jobs: the program is stopping")
)

// claimUntil keeps the workers busy until ctx ends. It claims for the lanes of
// which half has been taken.
func (s *shift) claimUntil(ctx context.Context) {
	poll := time.NewTicker(s.Poll)
	defer poll.Stop()
	for ctx.Err() == nil {
		kinds, free := s.open()
		jobs, err := s.claim(s.ctx, kinds, free)
		if err != nil {
			s.Log.Error("jobs: claim", "err", err)
		}
		for _, j := range jobs {
			s.lanes[s.laneOf(j.Kind)].work <- s.hold(j)
		}
		switch {
		case len(jobs) > 0 && len(jobs) == free:
		case len(kinds) == len(s.kinds):
			select {
			case <-ctx.Done():
			case <-s.wake:
			case <-poll.C:
			}
		default: // not for each wake: a claim passes over all that wait for the full lane
			select {
			case <-ctx.Done():
			case <-s.room:
			case <-time.After(s.Poll / 10):
			}
		}
	}
}

func (s *shift) hold(j Job) *hold {
	h := &hold{Job: j}
	h.ctx, h.stop = context.WithCancelCause(s.ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.held[h] = true
	return h
}

func (s *shift) drop(h *hold) {
	h.stop(nil)
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.held, h)
}

func (s *shift) holding() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.held)
}

// labour is one worker of some lanes; one that is nil it never sees.
func (s *shift) labour(work [3]chan *hold) {
	for {
		h := s.next(&work)
		if h == nil {
			return
		}
		s.giveWay(h.ctx)
		if h.ctx.Err() != nil {
			s.results <- result{h, context.Cause(h.ctx), true}
			continue
		}
		err := s.do(h.ctx, h.Job)
		s.results <- result{h, err, err != nil && s.ctx.Err() != nil}
	}
}

// next waits for a job; nil when there will be none. The bulk is begun on only when
// nothing else is there.
func (s *shift) next(work *[3]chan *hold) *hold {
	for work[prompt] != nil || work[usual] != nil || work[bulk] != nil {
		var h *hold
		var more bool
		from := prompt
		select {
		case h, more = <-work[prompt]:
		case h, more = <-work[usual]:
			from = usual
		default:
			select {
			case h, more = <-work[prompt]:
			case h, more = <-work[usual]:
				from = usual
			case h, more = <-work[bulk]:
				from = bulk
			}
		}
		if more {
			s.sayRoom(work[from])
			return h
		}
		work[from] = nil
	}
	return nil
}

// manners is how long a job waits for people who go before it. It is bounded, so
// that the queue moves however many they are.
const (
	manners = 50 * time.Millisecond
	glance  = 5 * time.Millisecond
)

// giveWay lets those who wait for an answer have the machine: a mail may come a
// moment later.
func (s *shift) giveWay(ctx context.Context) {
	for until := time.Now().Add(manners); s.Crowded != nil && s.Crowded() && time.Now().Before(until); {
		select {
		case <-ctx.Done():
			return
		case <-time.After(glance):
		}
	}
}

// extendAll moves the leases of everything we hold. What is lost by now is
// stopped: another program has begun.
func (s *shift) extendAll() {
	s.mu.Lock()
	all := make([]*hold, 0, len(s.held))
	for h := range s.held {
		all = append(all, h)
	}
	s.mu.Unlock()
	if len(all) == 0 {
		return
	}
	var lost []*hold
	err := s.DB.Write(s.ctx, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		lost = make([]*hold, 0)
		for _, h := range all {
			ours, err := extend(ctx, tx, h.Job, tx.Now.Add(lease))
			if err != nil {
				return err
			}
			if !ours {
				lost = append(lost, h)
			}
		}
		return nil
	})
	if err != nil {
		s.Log.Error("jobs: extend leases", "err", err)
		return
	}
	for _, h := range lost { // or finished a moment ago: stopping that one does nothing
		h.stop(errLost)
	}
}
