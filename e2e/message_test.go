package e2e

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"testing"

	"github.com/chromedp/chromedp"
)

// The secretariat writes to the members, is told what is wrong before anybody gets
// it, sees how it looks, tries it, sends it, and sees who got it. Somebody who got an
// invitation unsubscribes.
func TestAMessageToAGroup(t *testing.T) {
	browser, base := chromium(t), demo(t)
	staff := visit(t, browser, base)
	staff.open("/demo/sekretariat", http.StatusOK).open("/sekretariat/beskeder", http.StatusOK)
	staff.sees("Praktisk om mødet", "Planlagt", "Kladde").accessible()
	staff.press("Ny besked")
	staff.accessible()
	staff.within("choose", func(ctx context.Context) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](`[...document.querySelector('#forloeb').options].some(o => o.text.startsWith('Konsulenter på') && (o.selected = true))`))
		return err
	})
	staff.press("Videre")
	staff.sees("Skriv beskeden", "{{fornavn}}").accessible()
	staff.fill("emne", "Kaffe, {{fornavn}}?")
	text(staff, "Kære {{fornavn}}\n\nVi ses {{dato}} i {{netværk}}.\n\n- kaffe\n- kage")
	staff.tick(`[name="gruppe"][value="contacts"]`)
	staff.press("Gem og se")
	staff.sees("Før beskeden kan sendes", "Linje 3: {{dato}}").accessible()
	page := staff.where()
	staff.press("Ret")
	text(staff, "Kære {{fornavn}}\n\nVi ses i {{netværk}}. Se https://faelled.example/moeder\n\n- kaffe\n- kage")
	staff.press("Gem og se")
	staff.sees("35 modtagere", "Vi ses i Konsulenter på børne- og ungeområdet").accessible()
	staff.press("Send en prøve til mig")
	staff.sees("Prøven er på vej")
	if status := staff.press("Planlæg"); status != http.StatusUnprocessableEntity {
		t.Errorf("no day gave status %d", status)
	}
	staff.sees("Skriv en dag").accessible()
	staff.press("Send til 35 nu")
	staff.sees("Beskeden sendes nu")
	staff.until(page, "35 mails, færdig")
	staff.accessible()
	staff.press("Se, hvem der har fået den")
	staff.sees("35 personer på listen", "Sendt").accessible()
	shots(t, staff, page)

	reader := visit(t, browser, base)
	reader.open("/demo/post", http.StatusOK).sees("Kaffe, ", "[Prøve] Kaffe, ")
	invited := visit(t, browser, base)
	invited.open("/demo/ny-kommune", http.StatusOK).open("/mig/nyheder", http.StatusOK).sees("Nyt på mail").accessible()
	invited.press("Afmeld")
	invited.sees("Dit valg er gemt", "Du har afmeldt").accessible()
}

// text puts a text into the large field: keys would be slow.
func text(p *person, words string) {
	p.t.Helper()
	p.within("write", func(ctx context.Context) error {
		_, err := chromedp.Run(ctx, chromedp.Evaluate[bool](fmt.Sprintf(`(document.querySelector('[name="tekst"]').value = %q) !== ''`, words)))
		return err
	})
}

// shots keeps pictures where FAELLED_SHOTS says.
func shots(t *testing.T, p *person, page string) {
	folder := os.Getenv("FAELLED_SHOTS")
	if folder == "" {
		return
	}
	for name, path := range map[string]string{"list": "/sekretariat/beskeder", "one": page, "edit": "", "log": page + "/modtagere"} {
		if path == "" {
			continue
		}
		p.open(path, http.StatusOK)
		for size, width := range map[string]int64{"390": phone, "1280": desk} {
			if err := chromedp.Do(p.ctx, chromedp.EmulateViewport(width, 1400)); err != nil {
				t.Fatal(err)
			}
			png, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(folder+"/"+name+"-"+size+".png", png, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}
