package db

import (
	"context"
	"sync"

	"github.com/jmoiron/sqlx"
)

// statements remembers SQLite's parsed statements, by pool and text: parsing
// takes as long as running most of them. pgx does the same for PostgreSQL.
//
// A pool whose connections are all in a transaction cannot parse, so a text seen
// for the first time is run as it is, and parsed when its transaction is over.
type statements struct {
	pool   *sqlx.DB
	mu     sync.RWMutex
	parsed map[string]*sqlx.Stmt
	wanted map[string]bool
}

// mostStatements bounds the memory: lists of many lengths make many texts.
const mostStatements = 400

func newStatements(pool *sqlx.DB) *statements {
	return &statements{pool: pool, parsed: map[string]*sqlx.Stmt{}, wanted: map[string]bool{}}
}

// in is the parsed statement as part of a transaction, or nil when the text must
// be run as it is.
func (s *statements) in(ctx context.Context, raw *sqlx.Tx, query string) *sqlx.Stmt {
	if s == nil {
		return nil
	}
	s.mu.RLock()
	stmt, known := s.parsed[query]
	s.mu.RUnlock()
	if known {
		return raw.StmtxContext(ctx, stmt)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.parsed)+len(s.wanted) < mostStatements {
		s.wanted[query] = true
	}
	return nil
}

// parse takes care of the texts that were seen, between transactions. One that
// cannot be parsed, such as a pragma with a fault, keeps being run as it is.
func (s *statements) parse(ctx context.Context) {
	if s == nil {
		return
	}
	s.mu.RLock()
	n := len(s.wanted)
	s.mu.RUnlock()
	if n == 0 {
		return
	}
	s.mu.Lock()
	wanted := s.wanted
	s.wanted = map[string]bool{}
	s.mu.Unlock()
	for query := range wanted {
		stmt, err := s.pool.PreparexContext(ctx, query)
		if err != nil {
			continue
		}
		s.mu.Lock()
		if other, known := s.parsed[query]; known {
			stmt.Close()
			stmt = other
		}
		s.parsed[query] = stmt
		s.mu.Unlock()
	}
}

// forget closes all, before the pool is closed.
func (s *statements) forget() {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, stmt := range s.parsed {
		stmt.Close()
	}
	s.parsed = map[string]*sqlx.Stmt{}
}
