package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"faelled/internal/problem"

	"github.com/a-h/templ"
)

func TestShell(t *testing.T) {
	sample := newSite(t, signe)
	sample.Sample = true
	for name, c := range map[string]struct {
		site *Site
		lang string
	}{
		"shell_visitor.da.html":   {newSite(t, visitor), "da"},
		"shell_visitor.en.html":   {newSite(t, visitor), "en"},
		"shell_signed_in.da.html": {sample, "da"},
		"shell_signed_in.en.html": {sample, "en"},
	} {
		golden(t, name, visit(t, c.site.Handler(doors), "GET", "/public?q=1", "", "Cookie", "sprog="+c.lang).Body.Bytes())
	}
}

func TestSampleDataIsSaidOnEveryPage(t *testing.T) {
	for _, sample := range []bool{true, false} {
		site := newSite(t, visitor)
		site.Sample = sample
		h := site.Handler(doors)
		for _, path := range []string{"/public", "/was", "/nowhere", "/fail"} {
			page := visit(t, h, "GET", path, "").Body.String()
			top, _, _ := strings.Cut(page, "<main")
			if strings.Contains(top, "Eksempeldata") != sample || strings.Contains(page, "Personer og tal er opdigtede.") != sample {
				t.Errorf("%s, sample %v:\n%s", path, sample, page)
			}
		}
	}
}

func TestTheTitleSaysFaultsFirst(t *testing.T) {
	ctx := newSite(t, visitor).Words.For(t.Context(), "da")
	for want, p := range map[string]Page{
		"Deltagere – Fælled":       {Title: "Deltagere"},
		"Fejl: Deltagere – Fælled": {Title: "Deltagere", Faults: problem.Fields{{Name: "mail", Key: "web.unreadable"}}},
	} {
		if got := p.title(ctx); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestLanguage(t *testing.T) {
	english := signe
	english.Lang = "en"
	for _, c := range []struct {
		who    Viewer
		cookie string
		want   string
	}{
		{visitor, "", "da"},
		{visitor, "en", "en"},
		{visitor, "xx", "da"},
		{english, "", "en"},
		{english, "da", "da"}, // chosen on the page, so newer
		{signe, "", "da"},
	} {
		page := visit(t, newSite(t, c.who).Handler(doors), "GET", "/public", "", "Cookie", "sprog="+c.cookie).Body.String()
		if !strings.Contains(page, `<html lang="`+c.want+`">`) {
			t.Errorf("%q with cookie %q: not %s", c.who.Lang, c.cookie, c.want)
		}
	}
}

func TestChoosingALanguage(t *testing.T) {
	for _, secure := range []bool{true, false} {
		site := newSite(t, visitor)
		site.Secure = secure
		w := visit(t, site.Handler(doors), "POST", "/sprog", "sprog=en&videre=/public?q=1")
		if w.Code != 303 || w.Header().Get("Location") != "/public?q=1" {
			t.Fatalf("%d to %q", w.Code, w.Header().Get("Location"))
		}
		set := w.Result().Cookies()
		if len(set) != 1 || set[0].Value != "en" || !set[0].HttpOnly || set[0].Secure != secure || set[0].SameSite != http.SameSiteLaxMode || set[0].Path != "/" {
			t.Errorf("secure %v: %v", secure, set)
		}
	}
	h := newSite(t, visitor).Handler(doors)
	if w := visit(t, h, "POST", "/sprog", "sprog=fr&videre=//evil.example"); w.Header().Get("Location") != "/" || len(w.Result().Cookies()) > 0 {
		t.Errorf("to %q with %v", w.Header().Get("Location"), w.Result().Cookies())
	}
}

func TestOwnPages(t *testing.T) {
	h := newSite(t, visitor).Handler()
	golden(t, "was.da.html", visit(t, h, "GET", "/was", "").Body.Bytes())
	golden(t, "was.en.html", visit(t, h, "GET", "/was", "", "Cookie", "sprog=en").Body.Bytes())
	if got := visit(t, h, "GET", "/robots.txt", "").Body.String(); !strings.Contains(got, "Disallow: /sekretariat\n") || strings.Contains(got, "Disallow: /\n") {
		t.Errorf("robots:\n%s", got)
	}
	sample := newSite(t, visitor)
	sample.Sample = true
	if got := visit(t, sample.Handler(), "GET", "/robots.txt", "").Body.String(); !strings.Contains(got, "Disallow: /\n") {
		t.Errorf("robots of a demo:\n%s", got)
	}
}

// A page without a site around it, as capabilities draw in their own tests.
func TestComponentsStandAlone(t *testing.T) {
	var page strings.Builder
	ctx := newSite(t, visitor).Words.For(context.Background(), "da")
	if err := draw(Shell(Page{Title: "Alene"}), templ.Raw("<p>hej</p>")).Render(ctx, &page); err != nil || !strings.Contains(page.String(), "<p>hej</p>") {
		t.Errorf("%v\n%s", err, &page)
	}
}

// Who tabs through the page meets the menu before the way out.
func TestTheUserComesAfterTheMenu(t *testing.T) {
	page := visit(t, newSite(t, signe).Handler(doors), "GET", "/public", "").Body.String()
	menu, user := strings.Index(page, `class="f-nav"`), strings.Index(page, `class="f-user"`)
	if menu < 0 || user < menu {
		t.Errorf("menu at %d, user at %d", menu, user)
	}
}
