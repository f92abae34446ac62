package web

import (
	"context"
	"embed"
	"log/slog"
	"net/http"
	"net/netip"
	"sync/atomic"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/i18n"
)

// Locale holds the words of the shell and of every form.
//
//go:embed locale
var Locale embed.FS

// Site is what every handler may reach. Only DB may be nil, in tests of pages
// that do without.
type Site struct {
	DB      *db.DB
	Log     *slog.Logger
	Words   *i18n.Words
	BaseURL string // scheme and host as people see them, without a trailing slash
	Sample  bool   // everything shown is made up, and every page says so
	Secure  bool   // reached by https: cookies and browsers are told to insist

	// Observe, when set, is told of every request: the route's pattern, empty when
	// none matched, the status and how long it took.
	Observe func(route string, status int, took time.Duration)

	// TrustedProxies are the peers whose X-Forwarded-For we believe.
	TrustedProxies []netip.Prefix

	// Identify says who asks: the zero Viewer for a visitor, also for one whose
	// session has ended. It looks for the cookie before it asks the database. It
	// runs once a request; nil means that everybody is a visitor.
	Identify func(ctx context.Context, r *http.Request) (Viewer, error)

	// Menu is the main menu as this viewer sees it, in the language of ctx.
	Menu func(ctx context.Context, v Viewer) []MenuItem

	// Local is the menu of one programme, told by its kind and address, as this
	// viewer sees it.
	Local func(ctx context.Context, v Viewer, kind Kind, programme string) []MenuItem

	waiting atomic.Int64 // requests being answered
}

// crowd is how many requests at once are more than the machine answers at ease.
const crowd = 8

// Crowded tells whether so many people wait for an answer that work which can
// wait should.
func (s *Site) Crowded() bool { return s.waiting.Load() > crowd }

// Viewer is the person looking at the page; the zero Viewer is a visitor.
type Viewer struct {
	access.Actor
	Name    string // the person's
	OrgName string // of the organisation they act for; may be empty
	Lang    string // the language they chose, as in i18n.Languages; may be empty
}

// request is what we know about the request being answered. It hangs in its
// context, so that components reach it without parameters.
type request struct {
	site   *Site
	id     string
	route  string // the pattern; empty when no route matched
	back   string // the address to return to after changing language
	addr   netip.Addr
	viewer Viewer

	labels  map[string]string // of the fields drawn, by name; nil when nobody wants them
	from    string            // on an error page: the page to try again from; may be empty
	instead string            // what the history should hold; empty when this address will do
}

type requestKey struct{}

var nowhere = &request{site: &Site{}, back: "/"}

// of is the request behind ctx, or an empty one: components are also drawn
// alone, in tests.
func of(ctx context.Context) *request {
	if q, ok := ctx.Value(requestKey{}).(*request); ok {
		return q
	}
	return nowhere
}

// ViewerOf is the person looking at the page being drawn.
func ViewerOf(ctx context.Context) Viewer { return of(ctx).viewer }

// Actor is who the request acts as; every command and reading takes it.
func Actor(r *http.Request) access.Actor { return of(r.Context()).viewer.Actor }

// RequestID identifies the request in logs and on the error page (a UUID).
func RequestID(ctx context.Context) string { return of(ctx).id }

// ClientAddr is the address the request comes from: the peer, or what a trusted
// proxy says. It is invalid when neither can be read.
func ClientAddr(ctx context.Context) netip.Addr { return of(ctx).addr }
