package jobs

import (
	"testing"
	"time"

	"faelled/internal/db/dbtest"

	"pgregory.net/rapid"
)

func TestBackoffGrowsToAnHour(t *testing.T) {
	var sum time.Duration
	for i, want := range []time.Duration{10, 30, 90, 270, 810, 2430, 3600, 3600, 3600} {
		got := backoff(int64(i+1), 0)
		if got != want*time.Second {
			t.Errorf("after attempt %d: %s", i+1, got)
		}
		sum += got
	}
	if sum < 3*time.Hour || sum > 5*time.Hour {
		t.Errorf("a job dies after %s", sum)
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64Range(1, attempts-1).Draw(t, "attempt")
		luck := rapid.Float64Range(0, 1).Draw(t, "luck")
		again := rapid.Int64Range(0, 1000).Draw(t, "rounds")
		wait := backoff(n, luck)
		if wait > longest || wait < shortest*2/3 || wait > backoff(n, 0) || wait < backoff(n, 0)*2/3 {
			t.Fatalf("attempt %d waits %s", n, wait)
		}
		if backoff(n+again*round, luck) != wait {
			t.Fatalf("a later round waits %s, not %s", backoff(n+again*round, luck), wait)
		}
	})
}

// Whatever happens to a job, each round gives it exactly its attempts, and the
// fence only rises.
func TestRounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		attempt := int64(0)
		for range rapid.IntRange(1, 4).Draw(t, "rounds") {
			tried := 0
			for died := false; !died; {
				attempt++ // a claim
				if crashed(attempt) {
					t.Fatalf("claim %d finds a crash that was none", attempt)
				}
				tried++
				died = exhausted(attempt)
				if !died && rapid.IntRange(0, 9).Draw(t, "early") == 0 {
					tried, died = attempts, true // Dead
				}
			}
			if tried != attempts {
				t.Fatalf("%d attempts", tried)
			}
			before := attempt
			if attempt = newRound(attempt); attempt < before || (attempt+1)%round != 1 {
				t.Fatalf("a new round after %d begins at %d", before, attempt)
			}
		}
	})
	if !crashed(attempts+1) || !exhausted(attempts+1) {
		t.Error("a crash in the last attempt goes unseen")
	}
}

func TestClocks(t *testing.T) {
	if got := Every("x", time.Minute).next(dbtest.Noon); got != dbtest.Noon.Add(time.Minute) {
		t.Error(got)
	}
	night := Daily("x", 3*time.Hour)
	for now, want := range map[string]string{
		"2026-03-02T01:59:59Z": "2026-03-02T02:00:00Z",
		"2026-03-02T02:00:00Z": "2026-03-03T02:00:00Z",
		"2026-07-01T12:00:00Z": "2026-07-02T01:00:00Z",
		"2026-03-28T12:00:00Z": "2026-03-29T02:00:00Z", // three hours into a night without 2.30
	} {
		at, err := time.Parse(time.RFC3339, now)
		if err != nil {
			t.Fatal(err)
		}
		if got := night.next(at).Format(time.RFC3339); got != want {
			t.Errorf("after %s: %s, want %s", now, got, want)
		}
	}
}
