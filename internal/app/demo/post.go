package demo

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"faelled/internal/i18n"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/web"
)

// lost is a mailbox that does not exist, so that the secretariat has a failed
// mail to look after.
const lost = "findes-ikke.example"

var errNoMailbox = jobs.Dead(errors.New("550 5.1.1 no such mailbox"))

// sentAt is when each mail was sent, in the demo's time: the box counts them from 1.
type sentAt struct {
	sync.Mutex
	times []time.Time
}

// at is when the n'th mail was sent.
func (s *sentAt) at(n int) time.Time {
	s.Lock()
	defer s.Unlock()
	return s.times[n-1]
}

// deliver puts everything in the demo's mailbox, but for the one address that
// bounces.
func (w *World) deliver(ctx context.Context, m mail.Message) error {
	if strings.HasSuffix(m.To, "@"+lost) {
		return errNoMailbox
	}
	w.sent.Lock()
	defer w.sent.Unlock()
	if err := w.Box.Send(ctx, m); err != nil {
		return err
	}
	w.sent.times = append(w.sent.times, w.clock.now())
	return nil
}

// letter is a mail as the mailbox shows it.
type letter struct {
	mail.Received
	At   time.Time
	Code string // to sign in with; empty in all other mails
}

func (w *World) letterOf(m mail.Received) letter {
	return letter{m, w.sent.at(m.N), code(m.Text)}
}

var sixDigits = regexp.MustCompile(`\b\d{3}[ \x{a0}]?\d{3}\b`)

// code finds the code in a mail that one signs in with.
func code(text string) string {
	if !strings.Contains(text, "/log-ind/") {
		return ""
	}
	return sixDigits.FindString(text)
}

// perPage is how many mails the mailbox shows at a time.
const perPage = 50

// mailboxView is one page of the mailbox.
type mailboxView struct {
	To           string // whose mails were asked for; empty: everybody's
	Letters      []letter
	Total        int
	First        int    // the first shown of Total, counted from 1
	Newer, Older string // where the pages beside this one are; empty when there is none
}

func (w *World) mailbox(_ *web.Site, rw http.ResponseWriter, r *http.Request) error {
	page, err := strconv.Atoi(r.FormValue("side"))
	if err != nil || page < 1 || page > 1000 {
		page = 1
	}
	return web.Render(rw, r, http.StatusOK, mailboxPage(w.look(r.FormValue("til"), page)))
}

// look finds a page of the mails to somebody, the latest first.
func (w *World) look(to string, page int) mailboxView {
	v := mailboxView{To: to, First: (page-1)*perPage + 1}
	key := i18n.SearchKey(to)
	for _, m := range w.Box.Messages() {
		if !strings.Contains(i18n.SearchKey(m.ToName+" "+m.To), key) {
			continue
		}
		if v.Total++; v.Total >= v.First && v.Total < v.First+perPage {
			v.Letters = append(v.Letters, w.letterOf(m))
		}
	}
	if page > 1 {
		v.Newer = mailboxPath(to, page-1)
	}
	if v.Total >= v.First+perPage {
		v.Older = mailboxPath(to, page+1)
	}
	return v
}

func mailboxPath(to string, page int) string {
	q := url.Values{"side": {strconv.Itoa(page)}}
	if to != "" {
		q.Set("til", to)
	}
	return "/demo/post?" + q.Encode()
}
