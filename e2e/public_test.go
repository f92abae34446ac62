package e2e

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/chromedp"
)

// What anybody finds: a network by its filters, the news about it with the way to
// sign up, what has been, and what programs are told; and how the secretariat
// writes the news.
func TestJourneyThroughThePublicPages(t *testing.T) {
	browser, base := chromium(t), demo(t)

	visitor := visit(t, browser, base)
	complaints := make(chan string, 100)
	if err := chromedp.Listen(visitor.ctx, func(event any) {
		if e, ok := event.(*log.EventEntryAdded); ok && len(complaints) < cap(complaints) {
			complaints <- e.Entry.Text
		}
	}); err != nil {
		t.Fatal(err)
	}
	visitor.open("/", http.StatusOK).sees("Nyheder", "stiller skarpt på kommunalvalget").accessible()
	visitor.open("/forloeb", http.StatusOK).sees("2 forløb", "Fra 3.000 kr.", "Online").accessible()
	visitor.fill("q", "faglig ledelse").press("Vis")
	visitor.sees("»faglig ledelse«", "Konsulenter på børne- og ungeområdet").accessible()
	visitor.open("/forloeb?sted=syddanmark", http.StatusOK).sees("Region Syddanmark", "Odense", "ledige pladser").accessible()
	visitor.open("/forloeb?slags=partnership", http.StatusOK).sees("Ingen resultater").accessible()
	visitor.open("/arkiv", http.StatusOK).accessible()

	visitor.open("/nyheder", http.StatusOK).accessible()
	visitor.press("Netværket for konsulenter stiller skarpt på kommunalvalget")
	visitor.sees("Hjalmar Odderbo", "De kommende møder").accessible()
	visitor.press("Tilmeld jer")
	visitor.sees("Log ind")

	for path, part := range map[string]string{"/nyheder.atom": "<entry>", "/forloeb.atom": "<entry>", "/sitemap.xml": "<urlset", "/robots.txt": "Disallow"} {
		if status, body := visitor.fetch(path); status != http.StatusOK || !strings.Contains(body, part) {
			t.Errorf("%s: %d", path, status)
		}
	}
	visitor.open(network+"/moeder/2026-06-03", http.StatusOK)
	if !strings.Contains(visitor.html(), `"@type":"Event"`) {
		t.Error("the meeting does not say what it is")
	}
	for len(complaints) > 0 {
		if c := <-complaints; strings.Contains(c, "Content Security Policy") {
			t.Error(c)
		}
	}
	theNews(t, visit(t, browser, base), visitor)
}

// theNews is written, seen by its writer alone, and then by all.
func theNews(t *testing.T, staff, visitor *person) {
	staff.open("/demo/sekretariat", http.StatusOK).open("/sekretariat/nyheder", http.StatusOK).sees("Kladde", "Offentlig").accessible()
	staff.press("Ny nyhed")
	if status := staff.press("Gem kladde"); status != http.StatusUnprocessableEntity {
		t.Errorf("nothing written gave status %d", status)
	}
	staff.sees("Skriv en overskrift", "Skriv en manchet", "Skriv teksten").accessible()
	staff.fill("title", "Program på vej").fill("lead", "Snart kan I se dagen.").fill("body", "## Dagen\n\nVi begynder **kl. 9.30**.").press("Gem kladde")
	staff.sees("Kladde", "Program på vej", "Vi begynder kl. 9.30.").accessible()
	visitor.open("/nyheder", http.StatusOK).seesNot("Program på vej")
	staff.fill("day", "i morgen")
	if status := staff.press("Udgiv"); status != http.StatusUnprocessableEntity {
		t.Errorf("a day that is none gave status %d", status)
	}
	staff.fill("day", "").press("Udgiv")
	staff.sees("Offentlig siden").accessible()
	visitor.open("/nyheder", http.StatusOK).sees("Program på vej")
}
