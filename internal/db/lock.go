package db

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"slices"
)

// Class is a kind of thing to lock. Its value is its rank: a command locks
// downwards in this list, as calls go along the import map, so that no two
// commands ever wait for each other.
type Class uint8

const (
	Answers     Class = iota + 1 // one idempotency key
	SignIns                      // one person's or address's attempts to sign in
	Messages                     // one message to a group
	Renewals                     // one organisation's answer about the next season
	Approvals                    // one request that waits for a signer
	Waits                        // the waiting list of one meeting
	Evaluations                  // what is answered about one meeting
	Ideas                        // the ideas of one programme
	Memberships                  // one organisation in one programme
	Seats                        // the seats at one meeting
	Programmes                   // one programme's own rows: address, meetings
	People                       // one e-mail address
	Invoices                     // one series of invoice numbers
	Chain                        // the head of the audit chain
)

// Lock makes the command alone with these things until it commits. Call it
// before loading anything that the decision rests on. SQLite needs no lock, its
// writer is alone, but there too the ranks are checked.
func (tx *Tx) Lock(ctx context.Context, class Class, ids ...string) error {
	if tx.reading {
		return errors.New("db: a lock in a Read protects nothing")
	}
	if tx.db.NoLocks {
		return nil
	}
	var keys []int64
	for _, id := range ids {
		if key := lockKey(class, id); !tx.held[key] {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return nil
	}
	if class <= tx.rank && tx.db.Strict {
		panic(fmt.Sprintf("db: lock of class %d after class %d", class, tx.rank))
	}
	tx.rank = max(tx.rank, class)
	slices.Sort(keys)
	keys = slices.Compact(keys)
	if err := tx.db.lock(ctx, tx.raw, keys); err != nil {
		return fmt.Errorf("lock class %d: %w", class, err)
	}
	if tx.held == nil {
		tx.held = map[int64]bool{}
	}
	for _, key := range keys {
		tx.held[key] = true
	}
	return nil
}

// lockKey may map two things to one key; then they wait for each other, no worse.
func lockKey(class Class, id string) int64 {
	h := fnv.New64a()
	h.Write(append([]byte{byte(class)}, id...))
	return int64(h.Sum64())
}
