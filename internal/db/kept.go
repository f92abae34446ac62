package db

import "sync"

// kept is what has been found of a stamp.
type kept struct {
	sync.Mutex
	found map[string]stamped
}

type stamped struct {
	what  any
	stamp string
}

// Kept is what load finds, and what it found for an earlier reader of the same
// stamp, whatever has been committed since. Where Shared asks anew after any
// commit, this is for what is dear to find and seldom changes: the stamp is read
// from the data, in the same transaction, and another one for every change of
// what load depends on. Of each key one finding is kept, so keys are few.
//
// As with Shared, load may not depend on who asks, and nobody may change what is
// returned. Outside Read it always runs.
func Kept[T any](tx *Tx, key, stamp string, load func() (T, error)) (T, error) {
	k := &tx.db.kept
	if tx.reading {
		k.Lock()
		f, ok := k.found[key]
		k.Unlock()
		if what, same := f.what.(T); ok && same && f.stamp == stamp {
			return what, nil
		}
	}
	what, err := load()
	if err != nil || !tx.reading {
		return what, err
	}
	k.Lock()
	defer k.Unlock()
	if k.found == nil {
		k.found = map[string]stamped{}
	}
	k.found[key] = stamped{what, stamp}
	return what, nil
}
