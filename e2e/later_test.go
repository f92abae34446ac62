package e2e

import (
	"net/http"
	"regexp"
	"testing"
)

// A later meeting is full, and a new municipality joins all the same: it is told
// before it says yes, waits in line for the one meeting, and pays what it would have.
// A visitor who finds a network full leaves an address.
func TestJourneyOfJoiningWhileALaterMeetingIsFull(t *testing.T) {
	browser, base := chromium(t), demo(t)

	staff := visit(t, browser, base)
	staff.open("/demo/sekretariat", http.StatusOK).open(network+"/moeder/2026-09-16", http.StatusOK)
	edit := regexp.MustCompile(`/sekretariat/moeder/[^/"]+`).FindString(staff.html())
	staff.open(edit+"/ret", http.StatusOK)
	staff.fill("capacity", "10").press("Gem ændringerne")
	staff.sees("Det er gemt")

	contact := visit(t, browser, base)
	contact.open("/demo/ny-kommune", http.StatusOK).open(network+"/tilmeld", http.StatusOK)
	contact.press("Videre til deltagere")
	contact.fill("navn1", "Rigmor Tangmark").fill("mail1", "rigmor.tangmark@marksted.example").press("Videre til faktura")
	contact.fill("ref", "Rigmor Tangmark").press("Videre til tjek")
	contact.sees("Et senere møde er fuldt", "I er med fra 3. juni 2026", "ventelisten til det som nummer 1", "15.000,00 kr.").accessible()
	contact.tick(`[name="ok"]`).press("Send tilmelding")
	contact.sees("I er tilmeldt", "I kom på ventelisten til det som nummer 1", "På venteliste:").accessible()
	contact.press("Se jeres plads i køen")
	contact.sees("Nummer 1", "Medlemskabet dækker mødet").accessible()
	contact.open("/kommune", http.StatusOK).sees("1 deltager på venteliste", "1 på venteliste").accessible()

	visitor := visit(t, browser, base)
	visitor.open("/netvaerk/ledere-af-laeringscentre", http.StatusOK).press("Giv mig besked, når der kommer nyt")
	visitor.sees("Du får én mail").accessible()
	visitor.fill("mail", "alma.strand@fjordby.example").press("Ja tak, giv mig besked")
	visitor.sees("Se efter i din indbakke").accessible()
}
