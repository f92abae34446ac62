// Package jobs runs what commands asked for with tx.Enqueue: mail, documents,
// deliveries, everything outside the database.
//
// The queue is one table. A Runner claims jobs that are due by moving run_at
// ahead, which is a lease: while the handler works the lease is extended, and
// when the program dies it runs out and another Runner takes over. So a job runs
// at least once, and handlers must bear to be called again. Each claim raises
// attempt, which is the fence: only the latest claim may finish the job. Those
// that fail wait longer and longer; after ten attempts they are dead, and wait
// for somebody at the secretariat to retry or discard them (desk.go).
//
// Leases are in the time of the programs, so the clocks of those that share a
// database must agree to within a minute.
//
// Start with job.go, then runner.go. rules.go says how long things wait, clock.go
// makes jobs periodic, and store.go holds all SQL.
package jobs
