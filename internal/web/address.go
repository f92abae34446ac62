package web

import (
	"net/http"
	"net/netip"
	"strings"
)

// clientAddr is where the request comes from. What a proxy says counts only when
// the peer is one of ours, and is read from the right: the leftmost part is
// whatever the sender wrote (ASVS V4.1.3).
func (s *Site) clientAddr(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr := peer.Addr().Unmap()
	if !s.trusts(addr) {
		return addr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = hop.Unmap().WithZone("")
		if !s.trusts(addr) {
			break
		}
	}
	return addr
}

func (s *Site) trusts(addr netip.Addr) bool {
	for _, proxy := range s.TrustedProxies {
		if proxy.Contains(addr) {
			return true
		}
	}
	return false
}
