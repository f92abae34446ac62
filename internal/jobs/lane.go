package jobs

import "slices"

// lane is the jobs that wait for a worker of this program, of some kinds.
type lane struct {
	kinds []string
	work  chan *hold // claimed
}

// lanes are all there are, those that go before others first.
type lanes [3]lane

const (
	prompt = iota // see Runner.Prompt
	usual
	bulk // see Runner.Bulk
)

func (r *Runner) lanes() (all lanes) {
	for i := range all {
		all[i].work = make(chan *hold, r.Workers*perWorker)
	}
	for _, kind := range r.kinds {
		l := &all[r.laneOf(kind)]
		l.kinds = append(l.kinds, kind)
	}
	return all
}

func (r *Runner) laneOf(kind string) int {
	switch {
	case slices.Contains(r.Prompt, kind):
		return prompt
	case slices.Contains(r.Bulk, kind):
		return bulk
	}
	return usual
}

// of is what worker n takes from; the rest is nil. The first worker is the prompt
// ones' own, and the second never begins on the bulk: what somebody waits for finds
// a worker, however slow the mail server is and however much there is to send.
func (all lanes) of(n, workers int) (work [3]chan *hold) {
	for i, l := range all {
		work[i] = l.work
	}
	if n == 0 && workers > 1 && len(all[prompt].kinds) > 0 {
		work[usual], work[bulk] = nil, nil
	}
	if n == 1 && workers > 2 {
		work[bulk] = nil
	}
	return work
}

// half tells whether a lane is to be filled again.
func half(work chan *hold) bool { return cap(work)-len(work) >= cap(work)/2 }

// open are the kinds that there is room for, and for how many of any of them.
func (s *shift) open() (kinds []string, free int) {
	for _, l := range s.lanes {
		if len(l.kinds) == 0 || !half(l.work) {
			continue
		}
		room := cap(l.work) - len(l.work)
		if len(kinds) > 0 {
			room = min(room, free)
		}
		kinds, free = append(kinds, l.kinds...), room
	}
	return kinds, free
}

// sayRoom tells whoever claims that a lane is half empty.
func (s *shift) sayRoom(work chan *hold) {
	if half(work) {
		select {
		case s.room <- struct{}{}:
		default:
		}
	}
}
