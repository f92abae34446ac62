package e2e

import (
	"net/http"
	"testing"
)

// A contact person hands the task over, after two mistakes, and is a colleague
// like the others from then on.
func TestJourneyOfAHandover(t *testing.T) {
	browser, base := chromium(t), demo(t)
	contact := visit(t, browser, base)
	contact.open("/demo/ny-kommune", http.StatusOK).open("/kommune", http.StatusOK).press("Giv opgaven videre")
	contact.sees("Og du selv?", "I får begge en mail").accessible()
	if status := contact.press("Giv opgaven videre"); status != http.StatusUnprocessableEntity {
		t.Errorf("nothing chosen gave status %d", status)
	}
	contact.sees("Og du selv? Vælg, om I er sammen om opgaven").accessible()
	contact.fill("name", "Hjalmar Åkær").fill("email", "hjalmar@andetsteds.example").tick(`[name="hvordan"][value="afloeser"]`)
	if status := contact.press("Giv opgaven videre"); status != http.StatusUnprocessableEntity {
		t.Errorf("an address elsewhere gave status %d", status)
	}
	contact.sees("Adressen skal være på jeres eget maildomæne").accessible()
	contact.fill("email", "hjalmar@marksted.example").press("Giv opgaven videre")
	contact.sees("Hjalmar Åkær").accessible()
	contact.open("/kommune/kontaktperson", http.StatusForbidden)

	desk := visit(t, browser, base)
	desk.until("/demo/post", "Du er nu kontaktperson for Marksted")
	desk.sees("Du har givet opgaven videre til Hjalmar Åkær")
}
