package e2e

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// june is online; september is in a house with a door.
const june = network + "/moeder/2026-06-03"

// The day of a meeting: a participant's code, the list at the door, and three
// marks while there is no net.
func TestJourneyOfADay(t *testing.T) {
	browser, base := chromium(t), demo(t)
	net, base := wire(t, base)

	guest := visit(t, browser, base)
	guest.open("/demo/deltager", http.StatusOK).open(june, http.StatusOK).seesNot("Dit adgangskort")
	guest.leap("16. september 2026", "8.00")
	guest.open("/demo/deltager", http.StatusOK).open(september, http.StatusOK).press("Dit adgangskort")
	guest.sees("Vis koden ved indgangen").accessible()
	code := guest.eval(`document.querySelector('.f-pass-c').textContent.trim()`)

	staff := visit(t, browser, base)
	staff.open("/demo/sekretariat", http.StatusOK).open(network+"/moeder/2027-01-11/fremmoede", http.StatusOK)
	staff.sees("Fremmødet kan registreres på dagen", "Meldt fra").seesNot("Udeblevet").accessible()
	staff.open(september, http.StatusOK).press("Fremmøde")
	staff.sees("af 105 er mødt").seesNot("ikke i dag").accessible()
	staff.fill("kode", code).tick(`#kodeform button:not([type])`)
	staff.eventually(`document.getElementById('antal').textContent`, "1 af 105 er mødt")
	staff.fill("kode", code).tick(`#kodeform button:not([type])`)
	staff.eventually(`document.getElementById('koe').textContent.includes(': Allerede mødt kl.')`, "true")
	staff.fill("q", "åge")
	staff.eventually(`[...document.querySelectorAll('.f-mark')].every(r => r.hidden || /åge/i.test(r.innerText))`, "true")
	staff.eventually(`document.getElementById('fremmoede').dataset.kept`, "1")

	net.cut()
	staff.within("reload without net", func(ctx context.Context) error { return chromedp.Do(ctx, chromedp.Reload()) })
	staff.sees("af 105 er mødt")
	for _, button := range []string{"came", "late", "absent"} {
		staff.eval(`document.querySelector('.f-mark[data-is=""] [data-to="` + button + `"]').click()`)
	}
	staff.eventually(`document.getElementById('koe').textContent`, "3 markeringer venter på net")
	staff.within("reload without net", func(ctx context.Context) error { return chromedp.Do(ctx, chromedp.Reload()) })
	staff.eventually(`document.getElementById('koe').textContent`, "3 markeringer venter på net")
	marked := staff.eval(`JSON.stringify(JSON.parse(localStorage['faelled ' + location.pathname]).map(m => [m.person, m.state]).sort())`)
	net.mend(staff)
	staff.eventually(`document.getElementById('koe').textContent`, "")
	staff.eventually(`document.getElementById('antal').textContent`, "2 af 105 er mødt")
	kept := staff.eval(`fetch(location.pathname + '/nu').then(r => r.json()).then(n => JSON.stringify(` + marked + `.map(m => [m[0], n.states[m[0]]]).sort()))`)
	if kept != marked {
		t.Errorf("the server has %s, marked was %s", kept, marked)
	}
	staff.accessible()
	staff.open(september+"/skilte", http.StatusOK).sees("Navneskilte", "Bordkort").accessible()
	staff.open(june+"/koereplan", http.StatusOK).sees("Hvad flytter et kommunalvalg?", "12.500 kr.", "21.350 kr.").accessible()
	staff.fill("kl", "8.30").fill("hvad", "Kaffen står klar").press("Tilføj")
	staff.sees("kl. 8.30", "Kaffen står klar").accessible()
}

// wireTo is the net between the browsers and the program. While it is cut, every
// connection breaks: for the page, for its service worker and for everybody else.
type wireTo struct{ off atomic.Bool }

func wire(t *testing.T, base string) (*wireTo, string) {
	t.Helper()
	at, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	w, through := &wireTo{}, httputil.NewSingleHostReverseProxy(at)
	server := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, r *http.Request) {
		if w.off.Load() {
			panic(http.ErrAbortHandler)
		}
		through.ServeHTTP(out, r)
	}))
	t.Cleanup(server.Close)
	return w, server.URL
}

// cut takes the net away.
func (w *wireTo) cut() { w.off.Store(true) }

// mend gives it back, and tells the page so, as a browser does.
func (w *wireTo) mend(p *person) {
	p.t.Helper()
	w.off.Store(false)
	p.eval(`dispatchEvent(new Event('online'))`)
}

// eval is what an expression gives, as text.
func (p *person) eval(expression string) string {
	p.t.Helper()
	text := ""
	p.within("eval", func(ctx context.Context) (err error) {
		text, err = chromedp.Run(ctx, chromedp.Evaluate[string](`Promise.resolve(`+expression+`).then(String)`, chromedp.EvalAwaitPromise))
		return err
	})
	return text
}

// eventually fails when an expression does not come to give a text.
func (p *person) eventually(expression, want string) {
	p.t.Helper()
	got := ""
	for range 100 {
		if got = strings.TrimSpace(p.eval(expression)); got == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	p.t.Errorf("%s: %s is %q, never %q", p.where(), expression, got, want)
}
