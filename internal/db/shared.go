package db

import (
	"sync"
	"time"
)

// sharedFor is how long what readers share may be used when nothing here has
// been committed: so late may a commit of another process be seen.
const sharedFor = time.Second

// sharedMost is how many things readers share before all are forgotten.
const sharedMost = 256

// shared is what has been found for several readers.
type shared struct {
	sync.Mutex
	found map[string]finding
}

type finding struct {
	what    any
	commits uint64 // made by this process before it was looked for
	at      time.Time
}

// Shared is what load finds, and what it found for an earlier reader when this
// process has committed nothing since, and a second has not passed. A reader who
// comes after a commit was reported sees it: the count of commits is taken
// before the snapshot, and raised before success is told.
//
// load may depend on the key and the data alone, never on tx.Actor or on a
// permission, and nobody may change what is returned. Outside Read it always
// runs.
func Shared[T any](tx *Tx, key string, load func() (T, error)) (T, error) {
	s := &tx.db.shared
	if tx.reading {
		s.Lock()
		f, ok := s.found[key]
		s.Unlock()
		if what, same := f.what.(T); ok && same && f.commits == tx.commits && tx.Now.Sub(f.at).Abs() < sharedFor {
			return what, nil
		}
	}
	what, err := load()
	if err != nil || !tx.reading {
		return what, err
	}
	s.Lock()
	defer s.Unlock()
	if s.found == nil || len(s.found) >= sharedMost {
		s.found = map[string]finding{}
	}
	s.found[key] = finding{what, tx.commits, tx.Now}
	return what, nil
}
