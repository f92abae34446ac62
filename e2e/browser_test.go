// Package e2e walks through the real program in a real browser, as the people
// who use it would.
package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// Widths at which every kind of page is checked: a phone and a desk.
const phone, desk = 390, 1280

// now is when the journeys take place, so that dates on the pages are known.
const now = "2026-04-27T10:12:00+02:00"

// binary is the real program, built once for all journeys.
var binary = filepath.Join(os.TempDir(), fmt.Sprint("faelled-journeys-", os.Getpid()))

var build = sync.OnceValue(func() error {
	if out, err := exec.Command("go", "build", "-o", binary, "../cmd/faelled").CombinedOutput(); err != nil {
		return fmt.Errorf("build: %w\n%s", err, out)
	}
	return nil
})

func TestMain(m *testing.M) {
	status := m.Run()
	os.Remove(binary) // which is not there when no journey was made
	os.Exit(status)
}

// demo starts the demo and returns its address once it answers.
func demo(t *testing.T) string {
	t.Helper()
	if err := build(); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "demo", "--addr", "127.0.0.1:0", "--now", now)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	var said strings.Builder
	cmd.Stderr = &said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the demo did not end well: %v\n%s", err, said.String())
		}
		for line := range strings.Lines(said.String()) { // one mailbox is not there, on purpose
			if strings.Contains(line, "level=ERROR") && !strings.Contains(line, "no such mailbox") {
				t.Error("the demo logged an error: ", line)
			}
		}
	})
	address := regexp.MustCompile(`http://127\.0\.0\.1:\d+`)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if found := address.FindString(lines.Text()); found != "" {
			go io.Copy(io.Discard, out)
			return found
		}
	}
	t.Fatalf("the demo printed no address\n%s", said.String())
	return ""
}

// chromium starts one browser for the test. FAELLED_REQUIRE=browser fails,
// instead of skipping, where there is none.
func chromium(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		if strings.Contains(os.Getenv("FAELLED_REQUIRE"), "browser") {
			t.Fatal("FAELLED_REQUIRE says browser, but there is no chromium")
		}
		t.Skip("there is no chromium")
	}
	ctx, stop := chromedp.NewContext(t.Context(), chromedp.WithAllocatorOptions(
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.Headless, chromedp.Flag("lang", "da")))
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal("start chromium: ", err)
	}
	return ctx
}

// person is somebody at a browser of their own: no cookies are shared.
type person struct {
	t    *testing.T
	ctx  context.Context
	base string
	axe  string
}

func visit(t *testing.T, browser context.Context, base string) *person {
	t.Helper()
	ctx, stop := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil { // opens the tab, which then outlives each step's bound
		t.Fatal(err)
	}
	return &person{t, ctx, base, axeSource(t)}
}

// axeSource is the accessibility checker from npm; see .ci/run.
func axeSource(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("node_modules/axe-core/axe.min.js")
	if err != nil && !strings.Contains(os.Getenv("FAELLED_REQUIRE"), "browser") {
		t.Skip("axe-core is not installed: run npm ci in e2e")
	}
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// within bounds one step, so that a page that never comes fails with a name.
func (p *person) within(what string, step func(ctx context.Context) error) {
	p.t.Helper()
	ctx, stop := context.WithTimeout(p.ctx, 20*time.Second)
	defer stop()
	if err := step(ctx); err != nil {
		p.t.Fatalf("%s at %s: %v", what, p.where(), err)
	}
}

func (p *person) where() string {
	at, _ := chromedp.Run(p.ctx, chromedp.Location())
	return strings.TrimPrefix(at, p.base)
}

// open goes to a path and checks the page's status.
func (p *person) open(path string, status int) *person {
	p.t.Helper()
	p.within("open "+path, func(ctx context.Context) error {
		r, err := chromedp.RunResponse(ctx, chromedp.Navigate(p.base+path))
		if err == nil && r.Status != int64(status) {
			err = fmt.Errorf("status %d, want %d", r.Status, status)
		}
		return err
	})
	return p
}

// fill types into the field of a name, as it is called in the form.
func (p *person) fill(name, text string) *person {
	p.t.Helper()
	p.within("fill "+name, func(ctx context.Context) error {
		field := fmt.Sprintf(`[name=%q]`, name)
		empty := fmt.Sprintf(`document.querySelector(%q).value = ''`, field)
		if _, err := chromedp.Run(ctx, chromedp.Evaluate[string](empty)); err != nil {
			return err
		}
		return chromedp.Do(ctx, chromedp.SendKeys(field, text))
	})
	return p
}

// press clicks the first visible link or button that says the words, and waits
// for the page it leads to. It returns that page's status.
func (p *person) press(words string) int {
	p.t.Helper()
	status := 0
	p.within("press "+words, func(ctx context.Context) error {
		mark := fmt.Sprintf(`(() => {
			const says = e => (e.textContent || '').replace(/\s+/g, ' ').trim();
			const all = [...document.querySelectorAll('main a, main button, a, button')].filter(e => e.checkVisibility() && !e.ariaHidden);
			const found = all.find(e => says(e) === %[1]q) || all.find(e => says(e).startsWith(%[1]q));
			if (!found) return false;
			document.querySelectorAll('[data-pressed]').forEach(e => e.removeAttribute('data-pressed'));
			found.setAttribute('data-pressed', '');
			return true;
		})()`, words)
		found, err := chromedp.Run(ctx, chromedp.Evaluate[bool](mark))
		if err != nil {
			return err
		}
		if !found {
			return errors.New("nothing says that; the page says: " + p.text())
		}
		r, err := chromedp.RunResponse(ctx, chromedp.Click(`[data-pressed]`))
		if err == nil {
			status = int(r.Status)
		}
		return err
	})
	return status
}

// tick clicks a radio button or check box.
func (p *person) tick(selector string) *person {
	p.t.Helper()
	p.within("tick "+selector, func(ctx context.Context) error { return chromedp.Do(ctx, chromedp.Click(selector)) })
	return p
}

// text is what stands in the main part of the page, with single spaces.
func (p *person) text() string {
	p.t.Helper()
	text, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.querySelector('main')?.innerText ?? document.body?.innerText ?? ''`))
	if err != nil {
		p.t.Fatal(err)
	}
	return strings.Join(strings.Fields(text), " ")
}

// sees fails when one of the texts is not on the page.
func (p *person) sees(texts ...string) *person {
	p.t.Helper()
	page := p.text()
	for _, text := range texts {
		if !strings.Contains(page, text) {
			p.t.Errorf("%s does not say %q; it says: %s", p.where(), text, page)
		}
	}
	return p
}

// seesNot fails when one of the texts is on the page.
func (p *person) seesNot(texts ...string) *person {
	p.t.Helper()
	page := p.text()
	for _, text := range texts {
		if strings.Contains(page, text) {
			p.t.Errorf("%s says %q", p.where(), text)
		}
	}
	return p
}

// html is the whole page as it stands.
func (p *person) html() string {
	p.t.Helper()
	html, err := chromedp.Run(p.ctx, chromedp.Evaluate[string](`document.documentElement.outerHTML`))
	if err != nil {
		p.t.Fatal(err)
	}
	return html
}

// until opens a path again and again till a job has put the text on its page.
func (p *person) until(path, text string) {
	p.t.Helper()
	for range 50 {
		if p.open(path, http.StatusOK); strings.Contains(p.text(), text) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.t.Fatalf("%s never said %q; it says: %s", path, text, p.text())
}

// fetch gets a path with this person's cookies, outside the page.
func (p *person) fetch(path string) (status int, body string) {
	p.t.Helper()
	p.within("fetch "+path, func(ctx context.Context) error {
		cookies, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf(
			`fetch(%q).then(async r => JSON.stringify({status: r.status, body: await r.text()}))`, path), chromedp.EvalAwaitPromise))
		if err != nil {
			return err
		}
		var got struct {
			Status int
			Body   string
		}
		err = json.Unmarshal([]byte(cookies), &got)
		status, body = got.Status, got.Body
		return err
	})
	return status, body
}

// accessible runs axe-core on the page at both widths, and looks for sideways
// scrolling on the phone.
func (p *person) accessible() *person {
	p.t.Helper()
	for _, width := range []int64{phone, desk} {
		p.within("axe", func(ctx context.Context) error {
			if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
				return err
			}
			found, err := chromedp.Run(ctx, chromedp.Evaluate[string](p.axe+`;
				axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(r =>
					r.violations.map(v => v.id + ': ' + v.help + ' ' + v.nodes.map(n => n.target + ' ' + n.failureSummary).join(' | ')).join('\n')
					+ (r.passes.length < 5 ? 'axe checked hardly anything' : '')
					+ (document.documentElement.scrollWidth > innerWidth + 1 ? ' the page scrolls sideways' : ''))`,
				chromedp.EvalAwaitPromise))
			if err == nil && found != "" {
				p.t.Errorf("%s at %d pixels: %s", p.where(), width, found)
			}
			return err
		})
	}
	return p
}

// outside asks without a browser, following nothing.
func outside(t *testing.T, method, url string, body io.Reader) *http.Response {
	t.Helper()
	r, err := http.NewRequest(method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	w, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	w.Body.Close()
	return w
}
