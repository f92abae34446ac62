package e2e

import (
	"net/http"
	"testing"
)

// A participant writes a dilemma in without their name, a contact person wants to
// hear about it, and the secretariat puts it on a programme; nobody from outside
// sees any of it.
func TestJourneyOfAnIdea(t *testing.T) {
	browser, base := chromium(t), demo(t)
	staff, participant, contact, outside := visit(t, browser, base), visit(t, browser, base), visit(t, browser, base), visit(t, browser, base)
	staff.open("/demo/sekretariat", http.StatusOK)
	participant.open("/demo/deltager", http.StatusOK)
	contact.open("/demo/kontakt", http.StatusOK)
	outside.open("/demo/ny-kommune", http.StatusOK)

	participant.open(network, http.StatusOK).sees("Idéer ønskes").press("Skriv et dilemma ind")
	participant.sees("Hvad sker der?").accessible()
	participant.fill("titel", "Forældre filmer mødet").fill("svaert", "Må vi sige nej?")
	participant.tick(`[value="unnamed"]`)
	if status := participant.press("Send idéen"); status != http.StatusUnprocessableEntity {
		t.Errorf("half a dilemma gave status %d", status)
	}
	participant.sees("Beskriv situationen").accessible()
	participant.fill("tekst", "På forældremødet tager en far telefonen frem og filmer.").press("Send idéen")
	participant.sees("Tak, idéen er sendt", "vises uden navn").accessible()

	contact.open(network+"/ideer", http.StatusOK).sees("Forældre filmer mødet", "Fra et medlem").accessible()
	contact.press("Det vil jeg også gerne høre om: Forældre filmer mødet")
	contact.sees("1 anden vil gerne høre om det")
	outside.open(network+"/ideer", http.StatusOK).sees("Idéer er for netværkets medlemmer").seesNot("Forældre filmer").accessible()

	staff.open("/sekretariat", http.StatusOK).sees("nye idéer fra medlemmerne").press("Se idéerne")
	staff.press("Forældre filmer mødet")
	staff.sees("Notater", "Brug i et program").accessible()
	staff.fill("notat", "Spørg juristen").press("Gem notatet")
	staff.sees("Spørg juristen").press("Brug i et program")
	staff.sees("Punkt i programmet").accessible()
	staff.eval(`[...document.querySelector('#moede').options].some(o => o.text.startsWith('16. september') && (o.selected = true))`)
	staff.fill("besked", "Vil du indlede?").press("Brug idéen, og send besked")
	staff.sees("Idéen er på programmet").accessible()
	participant.open(network+"/ideer?vis=program", http.StatusOK).sees("Forældre filmer mødet", "På programmet").press("Forældre filmer mødet")
	participant.sees("Vil du indlede?").press("Mødet")
	participant.sees("Fra netværkets idéer", "Forældre filmer mødet").accessible()
	theSummary(staff, participant)
}

// theSummary is written before the meeting, and shown to nobody until it is sent.
func theSummary(staff, participant *person) {
	staff.t.Helper()
	at := network + "/moeder/2026-06-03/opsamling"
	staff.open(network+"/moeder/2026-06-03", http.StatusOK).press("Opsamling")
	staff.accessible()
	staff.fill("tekst", "Husk tre ting: vær tydelig.").press("Gem, og se den")
	staff.sees("Opsamlingen er gemt", "Kladde", "Opsamlingen kan sendes, når mødet er holdt").accessible()
	participant.open(at, http.StatusNotFound)
}
