package e2e

import (
	"net/http"
	"testing"
)

// What a participant needs: told by consent, seen by the secretariat only, and
// taken back with one click.
func TestJourneyOfWhatSomebodyNeeds(t *testing.T) {
	browser, base := chromium(t), demo(t)
	staff, guest, contact := visit(t, browser, base), visit(t, browser, base), visit(t, browser, base)
	staff.open("/demo/sekretariat", http.StatusOK)
	guest.open("/demo/deltager", http.StatusOK)
	contact.open("/demo/kontakt", http.StatusOK)

	guest.open(june, http.StatusOK).press("Kost og tilgængelighed")
	guest.sees("Dit samtykke", "Kun sekretariatet ser dit svar").accessible()
	guest.tick("#kost-6")
	if status := guest.press("Gem"); status != http.StatusUnprocessableEntity {
		t.Errorf("without consent: %d", status)
	}
	guest.sees("Skriv, hvad du ikke kan tåle", "Sæt kryds, hvis vi må bruge dine oplysninger").accessible()
	guest.fill("kost-note", "muslinger").tick("#samtykke").press("Gem")
	guest.sees("Dit svar er gemt").accessible()

	staff.open(june+"/behov", http.StatusOK).sees("9 af 105 deltagere", "Allergi: muslinger", "Uden navn").accessible()
	contact.open(june, http.StatusOK).seesNot("muslinger")
	contact.open(june+"/behov", http.StatusForbidden)

	guest.press("Træk samtykket tilbage, og slet")
	guest.sees("Dit svar er slettet").accessible()
	staff.open(june+"/behov", http.StatusOK).sees("8 af 105 deltagere").seesNot("muslinger")
}
