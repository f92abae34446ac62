package message

import (
	"context"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

// BenchmarkSend5000 is the whole of Send to 5,000 people: who they are, the text
// against each of them, a row and a job for each, and the commit. The goal is two
// seconds.
//
//	go test ./internal/message -run - -bench Send5000 -benchtime 5x
func BenchmarkSend5000(b *testing.B) {
	for name, open := range map[string]func(testing.TB) *db.DB{"sqlite": dbtest.SQLite, "postgres": dbtest.Postgres} {
		b.Run(name, func(b *testing.B) {
			w := newWorld(b, open(b))
			w.flood(b, 5000)
			for b.Loop() {
				b.StopTimer()
				m := w.draft(b, func(m *Message) { m.Audience.Group, m.Meeting = Registered, w.meetings[0] })
				b.StartTimer()
				w.write(b, w.staff, func(ctx context.Context, tx *db.Tx) error { return Send(ctx, tx, Order{m.ID, m.Version}) })
			}
		})
	}
}
