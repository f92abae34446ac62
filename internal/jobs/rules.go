package jobs

import "time"

const (
	// attempts is how often a job is tried before it is dead.
	attempts = 10
	// round is one more than attempts: a claim beyond the last attempt tells that
	// the program died during it. Retrying a dead job begins a new round, so that
	// the attempt, which is the fence, never falls.
	round = attempts + 1

	// lease is how long a claim holds without being extended.
	lease = 2 * time.Minute
	// shortest and longest are the waits after the first attempt and the last.
	shortest = 10 * time.Second
	longest  = time.Hour
)

// crashed tells of a claim that its last attempt ended with the program.
func crashed(attempt int64) bool { return attempt%round == 0 }

// exhausted tells whether a failed attempt was the last of its round.
func exhausted(attempt int64) bool { return attempt%round >= attempts || crashed(attempt) }

// newRound is the attempt from which the next claim is the first of a round.
func newRound(attempt int64) int64 { return (attempt + round - 1) / round * round }

// rarely is the least wait of a job that is tried for days: an eighth of what it
// has waited already, at most an hour.
func rarely(age time.Duration) time.Duration { return min(age/8, longest) }

// backoff is how long to wait after a failed attempt: ten seconds, then three
// times as long each time, at most an hour. luck, from 0 to 1, takes away up to a
// third, so that what failed together does not come back together.
func backoff(attempt int64, luck float64) time.Duration {
	wait := shortest
	for range attempt%round - 1 {
		wait = min(3*wait, longest)
	}
	return wait - time.Duration(luck*float64(wait/3))
}
