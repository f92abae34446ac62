package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"testing"
)

func TestFormsFromOneAddressAreSlowedDown(t *testing.T) {
	h := newSite(t, visitor).Handler(doors)
	for range postsBurst {
		if w := visit(t, h, "POST", "/public", "a=1"); w.Code != 200 {
			t.Fatalf("status %d inside the burst", w.Code)
		}
	}
	w := visit(t, h, "POST", "/public", "a=1")
	if after, err := strconv.Atoi(w.Header().Get("Retry-After")); w.Code != 429 || err != nil || after < 1 {
		t.Errorf("status %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	if w := visit(t, h, "GET", "/public", ""); w.Code != 200 {
		t.Errorf("reading waits for forms: %d", w.Code)
	}
	r := httptest.NewRequest("POST", "/public", nil)
	r.RemoteAddr = "198.51.100.7:4711"
	other := httptest.NewRecorder()
	h.ServeHTTP(other, r)
	if other.Code != 200 {
		t.Errorf("another address pays for the first: %d", other.Code)
	}
}

func TestSignedInDoorsAreNotSlowedDown(t *testing.T) {
	h := newSite(t, signe).Handler(doors)
	for range postsBurst + 10 {
		if w := visit(t, h, "POST", "/mine", "a=1"); w.Code != 200 {
			t.Fatalf("status %d", w.Code)
		}
	}
}

// A town hall behind one address may all look at once; a machine that only takes
// may not go on. Who has signed in is known, and pays for nobody.
func TestPagesForVisitorsAreSlowedDown(t *testing.T) {
	var who Viewer
	site := newSite(t, visitor)
	site.Identify = func(context.Context, *http.Request) (Viewer, error) { return who, nil }
	h := site.Handler(doors)
	for i := range readsBurst {
		if w := visit(t, h, "GET", []string{"/public", "/mine"}[i%2], ""); w.Code == http.StatusTooManyRequests {
			t.Fatalf("page %d waits", i)
		}
	}
	refused := 0
	for range readsBurst / 2 { // some of them come while the bucket fills again
		w := visit(t, h, "GET", "/public", "")
		if w.Code == http.StatusTooManyRequests && strings.Contains(w.Body.String(), "hentet mange sider") && w.Header().Get("Retry-After") != "" {
			refused++
		}
	}
	if refused == 0 {
		t.Error("nobody waits")
	}
	if who = signe; visit(t, h, "GET", "/public", "").Code != 200 {
		t.Error("who has signed in pays for visitors")
	}
}

func TestManyAddressesDoNotFillTheMemory(t *testing.T) {
	l := newLimiter(postsEach, postsBurst)
	busy := netip.MustParseAddr("203.0.113.9")
	for range postsBurst {
		l.wait(busy)
	}
	for i := range knownAddrs + 100 {
		l.wait(netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}))
	}
	if len(l.buckets) > knownAddrs {
		t.Errorf("%d buckets", len(l.buckets))
	}
}

func TestOneHomeIsOneAddress(t *testing.T) {
	for _, c := range []struct {
		a, b string
		same bool
	}{
		{"2001:db8::1", "2001:db8::ffff", true},
		{"2001:db8::1", "2001:db8:0:1::1", false},
		{"192.0.2.1", "192.0.2.2", false},
	} {
		if got := network(netip.MustParseAddr(c.a)) == network(netip.MustParseAddr(c.b)); got != c.same {
			t.Errorf("%s and %s: %v", c.a, c.b, got)
		}
	}
}

func TestClientAddr(t *testing.T) {
	site := &Site{TrustedProxies: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}}
	for _, c := range []struct {
		peer string
		says []string
		want string
	}{
		{"192.0.2.7:1", nil, "192.0.2.7"},
		{"192.0.2.7:1", []string{"198.51.100.1"}, "192.0.2.7"}, // not our proxy: a lie
		{"10.0.0.1:1", []string{"198.51.100.1"}, "198.51.100.1"},
		{"[::ffff:10.0.0.1]:1", []string{"198.51.100.1"}, "198.51.100.1"},
		{"[fd00::1]:1", []string{"2001:db8::5"}, "2001:db8::5"},
		{"10.0.0.1:1", []string{"203.0.113.1, 198.51.100.1"}, "198.51.100.1"}, // the sender wrote the left one
		{"10.0.0.1:1", []string{"203.0.113.1", "198.51.100.1, 10.0.0.2"}, "198.51.100.1"},
		{"10.0.0.1:1", []string{"198.51.100.1, nonsense"}, "10.0.0.1"},
		{"10.0.0.1:1", nil, "10.0.0.1"},
		{"pipe", nil, "invalid IP"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = c.peer
		for _, s := range c.says {
			r.Header.Add("X-Forwarded-For", s)
		}
		if got := fmt.Sprint(site.clientAddr(r)); got != c.want {
			t.Errorf("%s says %v: %s, want %s", c.peer, c.says, got, c.want)
		}
	}
}
