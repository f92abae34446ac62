package app

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/jobs"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// scrapeTime bounds what a look at the queue may take.
const scrapeTime = 2 * time.Second

// serveMetrics answers on an address of its own, so that the figures never
// stand on the public one. Closing it stops it; without an address it is nothing.
func (h *House) serveMetrics() (io.Closer, error) {
	if h.config.MetricsAddr == "" {
		return io.NopCloser(nil), nil
	}
	ln, err := net.Listen("tcp", h.config.MetricsAddr)
	if err != nil {
		return nil, fmt.Errorf("metrics-addr: %w", err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(h.figures(), promhttp.HandlerOpts{}))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: headerTime}
	go server.Serve(ln)
	return server, nil
}

// figures are counted from here on: call it before the first request.
func (h *House) figures() *prometheus.Registry {
	times := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "faelled_request_seconds", Help: "How long requests took.", Buckets: prometheus.ExponentialBuckets(0.001, 2, 14),
	}, []string{"route", "status"})
	h.Site.Observe = func(route string, status int, took time.Duration) {
		times.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
	}
	all := prometheus.NewRegistry()
	all.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), queue{h.DB}, times)
	return all
}

// queue reads the job queue when somebody asks.
type queue struct{ db *db.DB }

var queueDesc = prometheus.NewDesc("faelled_jobs", "Jobs in the queue by state.", []string{"state"}, nil)

func (q queue) Describe(to chan<- *prometheus.Desc) { to <- queueDesc }

func (q queue) Collect(to chan<- prometheus.Metric) {
	ctx, stop := context.WithTimeout(context.Background(), scrapeTime)
	defer stop()
	var s jobs.Queue
	err := q.db.Read(ctx, access.System(""), func(ctx context.Context, tx *db.Tx) (err error) {
		s, err = jobs.Stats(ctx, tx)
		return err
	})
	if err != nil {
		to <- prometheus.NewInvalidMetric(queueDesc, err)
		return
	}
	for state, n := range map[string]int64{"ready": s.Ready, "waiting": s.Waiting, "dead": s.Dead} {
		to <- prometheus.MustNewConstMetric(queueDesc, prometheus.GaugeValue, float64(n), state)
	}
}
