package jobs

import "slices"

// lane is the jobs that wait for a worker of this program, of some kinds.
type lane struct {
	kinds []string
	work  chan *hold // claimed
}

// lane is that of the prompt kinds, or of all others.
func (r *Runner) lane(prompt bool) lane {
	l := lane{work: make(chan *hold, r.Workers*perWorker)}
	for _, kind := range r.kinds {
		if slices.Contains(r.Prompt, kind) == prompt {
			l.kinds = append(l.kinds, kind)
		}
	}
	return l
}

func (s *shift) laneOf(j Job) lane {
	if slices.Contains(s.prompt.kinds, j.Kind) {
		return s.prompt
	}
	return s.usual
}

// half tells whether a lane is to be filled again.
func half(work chan *hold) bool { return cap(work)-len(work) >= cap(work)/2 }

// open are the kinds that there is room for, and for how many of any of them.
func (s *shift) open() (kinds []string, free int) {
	for _, l := range []lane{s.prompt, s.usual} {
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
