package e2e

import (
	"net/http"
	"testing"
)

// Two municipalities wait for a seat at a visit that is full. The contact person
// sees their place; the secretariat moves them up with a reason.
func TestJourneyOfAWait(t *testing.T) {
	browser, base := chromium(t), demo(t)
	const visited = "/netvaerk/ledere-af-laeringscentre"

	contact := visit(t, browser, base)
	contact.open("/demo/kontakt", http.StatusOK).open(visited+"/venteliste", http.StatusOK)
	contact.sees("Nummer 2", "Kun hvis alle kan komme med", "1.200 kr. ekskl. moms").accessible()

	newcomer := visit(t, browser, base)
	newcomer.open("/demo/ny-kommune", http.StatusOK).open(visited+"/tilmeld", http.StatusOK)
	newcomer.sees("fuldt – venteliste").accessible()
	newcomer.press("Videre til deltagere")
	newcomer.fill("navn1", "Rigmor Tangmark").fill("mail1", "rigmor.tangmark@marksted.example").press("Videre til faktura")
	newcomer.fill("ref", "Rigmor Tangmark").press("Videre til tjek")
	newcomer.sees("Mødet er fuldt", "2 tilmeldinger står før jer på ventelisten").accessible()
	newcomer.tick(`[name="ok"]`).press("Skriv os på venteliste")
	newcomer.sees("I står på ventelisten", "Nummer 3").accessible()
	newcomer.press("Tag os af ventelisten")
	newcomer.sees("I står ikke længere på ventelisten").accessible()

	staff := visit(t, browser, base)
	staff.open("/demo/sekretariat", http.StatusOK).open(visited+"/moeder", http.StatusOK).press("Skolebesøg: læringscentret som værksted")
	staff.press("Se ventelisten")
	staff.sees("Venteliste", "Flyt forrest").accessible()
}
