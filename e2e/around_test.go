package e2e

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// What goes on around a meeting, as the secretariat, a participant and somebody
// from outside see it.
func TestJourneyAroundAMeeting(t *testing.T) {
	browser, base := chromium(t), demo(t)
	staff, participant, outside := visit(t, browser, base), visit(t, browser, base), visit(t, browser, base)
	staff.open("/demo/sekretariat", http.StatusOK)
	participant.open("/demo/deltager", http.StatusOK)
	outside.open("/demo/ny-kommune", http.StatusOK)
	theMaterial(staff, participant, outside)
	theDirectory(staff, participant, outside)
}

// theDirectory shows those who said yes, to members only.
func theDirectory(staff, participant, outside *person) {
	staff.t.Helper()
	participant.open(network+"/moeder/2026-06-03", http.StatusOK).press("Vælg, om de andre medlemmer må se dig")
	participant.sees("Må de andre se dig?", "overgange mellem dagtilbud og skole").accessible()
	participant.fill("spoerg", "kommunalvalg og neutralitet").press("Ja, vis mig på listen")
	participant.sees("Du er på listen").accessible()
	staff.open(network+"/medlemmer?q=neutralitet", http.StatusOK).sees("1 person", "kommunalvalg og neutralitet")
	outside.open(network+"/medlemmer", http.StatusOK).sees("Navne er kun for netværkets medlemmer").seesNot("neutralitet").accessible()
	participant.press("Vis mig ikke mere")
	participant.sees("Du vises ikke mere")
	staff.open(network+"/medlemmer?q=neutralitet", http.StatusOK).sees("Ingen resultater").accessible()
}

// theMaterial is laid out, fetched by those it is for, and by nobody else.
func theMaterial(staff, participant, outside *person) {
	staff.t.Helper()
	staff.open(network+"/materialer", http.StatusOK).sees("Tre cases til grupperne", "Vises fra").accessible()
	staff.press("Tilføj materiale")
	staff.sees("Hvem må se det?").accessible()
	staff.send("fil", "lokaleplan.html", "<html><script>alert(1)</script>")
	staff.fill("titel", "Plan over lokalerne")
	if status := staff.press("Gem materialet"); status != http.StatusUnprocessableEntity {
		staff.t.Errorf("a page as material gave status %d", status)
	}
	staff.sees("Gem den som PDF").accessible()
	staff.send("fil", "lokaleplan.pdf", "%PDF-1.7 lokalerne")
	staff.press("Gem materialet")
	staff.sees("Materialet er gemt", "Plan over lokalerne", "Hentet 0 gange").accessible()

	participant.open(network+"/moeder/2026-06-03", http.StatusOK).sees("Materiale", "Tre cases til grupperne").seesNot("Embedsmandsroller før og efter")
	participant.open(network+"/materialer", http.StatusOK).sees("Plan over lokalerne", "Tre cases til grupperne").accessible()
	to := participant.linkTo("Tre cases til grupperne")
	if status, file := participant.fetch(to); status != http.StatusOK || !strings.HasPrefix(file, "%PDF-") {
		participant.t.Errorf("the participant gets %d", status)
	}
	outside.open(network+"/materialer", http.StatusOK).sees("Film: sådan arbejder netværket").seesNot("Tre cases til grupperne").accessible()
	if status, _ := outside.fetch(to); status != http.StatusNotFound {
		outside.t.Errorf("somebody from outside gets %d", status)
	}
}

// send chooses a file.
func (p *person) send(field, name, content string) {
	p.t.Helper()
	file := filepath.Join(p.t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		p.t.Fatal(err)
	}
	p.within("choose "+name, func(ctx context.Context) error {
		return chromedp.Do(ctx, chromedp.SetUploadFiles("#"+field, []string{file}))
	})
}

// linkTo is where the link with these words leads.
func (p *person) linkTo(words string) (to string) {
	p.t.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll('main a')].find(e => e.textContent.includes(%q))?.getAttribute('href') ?? ''`, words)
	p.within("link "+words, func(ctx context.Context) (err error) {
		to, err = chromedp.Run(ctx, chromedp.Evaluate[string](find))
		return err
	})
	return to
}
