package registration

import "faelled/internal/id"

// share says how many of those who come must wait in line at each later meeting: they
// sit where there is room behind those who wait already, and in places that were held
// for this very registration. Those who come together sit together, or wait. taken is
// everybody's seats but the held ones. The first meeting is the one asked for: there
// they sit, or nothing comes of it. It tells whether that is another answer than
// before.
func share(at []standing, taken, held map[id.Meeting]int64, together bool) (other bool) {
	for i := range at {
		s, wait := &at[i], int64(0)
		if limit := s.Meeting.Capacity; i > 0 && limit > 0 && s.Add > 0 {
			sit := min(s.Add, max(0, limit-taken[s.Meeting.ID], held[s.Meeting.ID]))
			if wait = s.Add - sit; wait > 0 && together {
				wait = s.Add
			}
		}
		other = other || wait != s.Wait
		s.Wait = wait
	}
	return other
}

// whereTo are the meetings where somebody sits, and those where somebody waits.
func whereTo(at []standing) (sit, wait []id.Meeting) {
	for _, s := range at {
		if s.Add > s.Wait {
			sit = append(sit, s.Meeting.ID)
		}
		if s.Wait > 0 {
			wait = append(wait, s.Meeting.ID)
		}
	}
	return sit, wait
}
