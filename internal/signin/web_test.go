package signin

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"faelled/internal/db/dbtest"
	"faelled/internal/i18n"
	"faelled/internal/mail"
	"faelled/internal/people"
	"faelled/internal/web"
)

var update = flag.Bool("update", false, "rewrite golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/" + name
	if *update {
		must(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	must(t, err)
	if got != string(want) {
		t.Errorf("%s differs; run with -update and read the diff\n%s", file, got)
	}
}

var (
	insides = regexp.MustCompile(`(?s)<title>.*?</title>|<main.*</main>`)
	hashes  = regexp.MustCompile(`/static/[^/"]+/`)
)

// shown is what is ours of a page: its title and main, a line for each tag.
func (p page) shown() string {
	text := strings.Join(insides.FindAllString(p.body, -1), "\n")
	return strings.ReplaceAll(hashes.ReplaceAllString(text, "/static/-/"), "><", ">\n<") + "\n"
}

func TestPages(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b, other := h.browser(t), h.browser(t)
		pages := map[string]page{
			"start.da.html":         b.get("/log-ind?videre=/kommune"),
			"start-refused.da.html": b.do("POST", "/log-ind", "email", "<b>"),
			"gone.da.html":          b.get("/log-ind/nothing"),
			"wait.da.html":          b.get("/log-ind/vent"),
		}
		link, _ := b.mailed("carlo@egelund.example")
		pages["code.da.html"] = b.get("/log-ind/kode")
		pages["code-refused.da.html"] = b.do("POST", "/log-ind/kode", "kode", "12")
		pages["link.da.html"] = b.get(link)
		pages["elsewhere.da.html"] = other.get(link)
		b.goes(b.do("POST", link), "/")
		h.pass(10 * time.Minute)
		pages["mine-refused.da.html"] = b.do("POST", "/mig", "name", "", "title", "Chef", "lang", "da")
		b.goes(b.do("POST", "/mig", "name", "Carlo Åen", "title", "Chef", "phone", "12 34 56 78", "lang", "en"), "/mig?gemt=1")
		link, _ = other.mailed("ester@egelund.example")
		other.goes(other.do("POST", link), "/log-ind/hvem")
		pages["who.da.html"] = other.get("/log-ind/hvem")
		pages["mine.en.html"] = b.get("/mig?gemt=1")
		b.do("POST", "/log-ud")
		b.do("POST", "/sprog", "sprog", "en")
		pages["start.en.html"] = b.get("/log-ind")
		for name, p := range pages {
			golden(t, name, p.shown())
		}
	})
}

func TestMails(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		var all strings.Builder
		for _, email := range []string{"carlo@egelund.example", "ester@egelund.example", "nogen@andet.example"} {
			b.mailed(email)
			m := h.box.To(email)[0]
			text := codes.ReplaceAllString(links.ReplaceAllString(m.Text, "/log-ind/LINK"), "123456")
			fmt.Fprintf(&all, "To: %s <%s>\nSubject: %s\n\n%s\n----\n", m.ToName, m.To, m.Subject, strings.ReplaceAll(text, h.server.URL, "https://faelled.example"))
		}
		golden(t, "mails.da.txt", all.String())
		b.do("POST", "/sprog", "sprog", "en")
		b.mailed("freja@egelund.example") // unknown: the language of the page
		if m := h.box.To("freja@egelund.example")[0]; m.Subject != "Sign in to Fælled" {
			t.Errorf("%q", m.Subject)
		}
		h.pass(time.Hour)
		b.mailed("carlo@egelund.example") // known: their own
		if m := h.box.To("carlo@egelund.example")[0]; m.Subject != "Log ind på Fælled" {
			t.Errorf("%q", m.Subject)
		}
	})
}

// A mail that could not be sent in time is not sent: the link would be dead.
func TestALateMailIsNotSent(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	b := h.browser(t)
	b.goes(b.do("POST", "/log-ind", "email", "carlo@egelund.example"), "/log-ind/kode")
	h.pass(15 * time.Minute)
	must(t, h.runner.Drain(t.Context()))
	if n := len(h.box.Messages()) + h.count(t, `jobs`); n != 0 {
		t.Errorf("%d mails and jobs", n)
	}
}

// refusal is a mail server's last word.
type refusal struct{ error }

func (refusal) Permanent() bool { return true }

// A mail that is refused for good does not lie among the jobs that gave up, with
// its link and code: it is tried again, and done when it is late.
func TestARefusedMailLeavesNoSecret(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	words, err := i18n.Load(web.Locale, people.Locale, Locale)
	must(t, err)
	h.runner.Handlers = Jobs(mail.Post{Words: words, BaseURL: h.server.URL, Send: func(context.Context, mail.Message) error {
		return refusal{errors.New("no such mailbox")}
	}})
	b := h.browser(t)
	b.goes(b.do("POST", "/log-ind", "email", "carlo@egelund.example"), "/log-ind/kode")
	if err := h.runner.Drain(t.Context()); err == nil {
		t.Error("a refusal is no success")
	}
	if n := h.count(t, `jobs`); n != 1 {
		t.Errorf("%d jobs", n)
	}
	h.pass(15 * time.Minute)
	must(t, h.runner.Drain(t.Context()))
	if n := h.count(t, `jobs`); n != 0 {
		t.Errorf("%d jobs keep a link and a code", n)
	}
}

// TestDoors tries every door as everyone; the golden file is the whole policy.
func TestDoors(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	var table strings.Builder
	for _, route := range Routes {
		for _, who := range []string{"", "carlo@egelund.example", "bodil@egelund.example", "signe@forening.example"} {
			b := h.browser(t)
			if who != "" {
				b = h.enters(t, who)
			}
			method, path, _ := strings.Cut(strings.NewReplacer("{link}", "x", "{session}", "x").Replace(route.Pattern), " ")
			name, _, _ := strings.Cut(who, "@")
			fmt.Fprintf(&table, "%-34s %-8s %d\n", route.Pattern, name, b.do(method, path, "name", "Ny", "lang", "da").status)
			h.pass(time.Hour)
		}
	}
	golden(t, "doors.txt", table.String())
}

func TestBrowserNames(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0": "Edge, Windows",
		"Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36":              "Chrome, Android",
		"Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1":             "Safari, iPhone",
		"<script>": "",
		"":         "",
	} {
		if got := browserName(agent); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add(" 123 456 ")
	f.Add("12-34-56")
	f.Add("١٢٣٤٥٦")
	f.Fuzz(func(t *testing.T, text string) {
		code, ok := parseCode(text)
		if again, same := parseCode(code); ok && (!same || again != code || len(code) != 6) {
			t.Errorf("%q became %q", text, code)
		}
	})
}
