package web

import (
	"math"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// What anybody may do who has not signed in: a whole town hall often has one
// address, so the bursts are generous. Sign-in has its own, stricter counters in the
// database.
const (
	postsEach  = rate.Limit(2) // per second and address, in the long run
	postsBurst = 120
	readsEach  = rate.Limit(20)
	readsBurst = 1200
	knownAddrs = 20_000 // about 3 MB
)

// limiter holds one token bucket per client address, in this process only.
type limiter struct {
	each    rate.Limit
	burst   int
	mu      sync.Mutex
	buckets map[netip.Prefix]*rate.Limiter
}

func newLimiter(each rate.Limit, burst int) *limiter {
	return &limiter{each: each, burst: burst, buckets: map[netip.Prefix]*rate.Limiter{}}
}

// wait takes one token, or tells how long until there is one.
func (l *limiter) wait(addr netip.Addr) time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	key := network(addr)
	bucket := l.buckets[key]
	if bucket == nil {
		l.makeRoom()
		bucket = rate.NewLimiter(l.each, l.burst)
		l.buckets[key] = bucket
	}
	taken := bucket.Reserve()
	wait := taken.Delay()
	if wait > 0 {
		taken.Cancel()
	}
	return wait
}

// makeRoom forgets the addresses that have been quiet, and when all are busy,
// some: an attacker with many addresses must not fill the memory.
func (l *limiter) makeRoom() {
	if len(l.buckets) < knownAddrs {
		return
	}
	for key, bucket := range l.buckets {
		if bucket.Tokens() >= float64(l.burst) {
			delete(l.buckets, key)
		}
	}
	for key := range l.buckets { // in no order
		if len(l.buckets) < knownAddrs*3/4 {
			return
		}
		delete(l.buckets, key)
	}
}

// network is what one client holds: an IPv4 address, or an IPv6 /64.
func network(addr netip.Addr) netip.Prefix {
	bits := addr.BitLen()
	if addr.Is6() {
		bits = 64
	}
	prefix, err := addr.Prefix(bits)
	if err != nil {
		return netip.Prefix{} // unreadable addresses share one bucket
	}
	return prefix
}

// seconds rounds up, for Retry-After.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }
