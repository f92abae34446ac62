package web

import "net/http"

// Gate is who gets as far as the handler; the command still decides.
type Gate int

const (
	SignedIn  Gate = iota // the zero value is not the open one
	Public                // anybody
	StaffOnly             // the secretariat and administrators
)

// DefaultBody is how many bytes a form may hold when its route says nothing.
const DefaultBody = 64 << 10

// Route is one door: "METHOD /path", who may knock, how many bytes they may
// bring, and who opens. Do returns an error instead of writing it: the edge is
// the one place where errors are logged and shown.
type Route struct {
	Pattern string
	For     Gate
	MaxBody int64 // bytes; 0 is DefaultBody
	Do      func(s *Site, w http.ResponseWriter, r *http.Request) error
}

func (r Route) limit() int64 {
	if r.MaxBody > 0 {
		return r.MaxBody
	}
	return DefaultBody
}
