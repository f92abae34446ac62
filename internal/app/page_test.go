package app_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/app/demo"
	"faelled/internal/db"
	"faelled/internal/signin"
)

// pages is the demo's house at a real address, and a request for its network's
// page by a contact person who has signed in.
func pages(b *testing.B) (client *http.Client, request func() *http.Request) {
	b.Helper()
	w, err := demo.Make(b.Context(), filepath.Join(b.TempDir(), "faelled.db"), "http://127.0.0.1", time.Now(), slog.New(slog.NewTextHandler(io.Discard, nil)))
	if err != nil {
		b.Fatal(err)
	}
	server := httptest.NewServer(w.Handler())
	b.Cleanup(func() { server.Close(); w.House.DB.Close() })
	var token string
	for _, role := range w.Cast {
		if role.Slug != "kontakt" {
			continue
		}
		if err := w.House.DB.Write(b.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) (err error) {
			token, err = signin.Open(ctx, tx, role.Person)
			return err
		}); err != nil {
			b.Fatal(err)
		}
	}
	return &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}, func() *http.Request {
		r, _ := http.NewRequest(http.MethodGet, server.URL+"/netvaerk/konsulenter-paa-boerne-og-ungeomraadet", nil)
		r.AddCookie(signin.Cookie(token, false))
		return r
	}
}

func get(b *testing.B, client *http.Client, r *http.Request) {
	res, err := client.Do(r)
	if err != nil {
		b.Error(err)
		return
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusOK {
		b.Errorf("status %d, %v", res.StatusCode, err)
	}
}

// go test -run '^$' -bench PageClosedLoop -cpu 1 -benchtime 20000x ./internal/app
//
// Sixteen readers, each as soon as the last page has come. They and the server
// share the core.
func BenchmarkPageClosedLoop(b *testing.B) {
	client, request := pages(b)
	get(b, client, request())
	b.SetParallelism(16)
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			get(b, client, request())
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "pages/s")
}

// go test -run '^$' -bench PageOpenLoop -benchtime 10000x ./internal/app
//
// A reader each millisecond, whether or not the others have been answered; the
// wait counts from when the request should have been sent.
func BenchmarkPageOpenLoop(b *testing.B) {
	client, request := pages(b)
	get(b, client, request())
	waits := make([]time.Duration, b.N)
	var all sync.WaitGroup
	b.ResetTimer()
	start := time.Now()
	for i := range b.N {
		due := start.Add(time.Duration(i) * time.Millisecond)
		time.Sleep(time.Until(due))
		all.Go(func() {
			get(b, client, request())
			waits[i] = time.Since(due)
		})
	}
	all.Wait()
	slices.Sort(waits)
	b.ReportMetric(float64(waits[len(waits)*99/100].Microseconds())/1000, "p99-ms")
}
