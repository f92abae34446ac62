package e2e

import (
	"net/http"
	"regexp"
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

	guest.open(september, http.StatusOK).press("Kost og tilgængelighed")
	guest.sees("Dit samtykke", "Kun sekretariatet ser dit svar").accessible()
	guest.tick("#kost-6")
	if status := guest.press("Gem"); status != http.StatusUnprocessableEntity {
		t.Errorf("without consent: %d", status)
	}
	guest.sees("Skriv, hvad du ikke kan tåle", "Sæt kryds, hvis vi må bruge dine oplysninger").accessible()
	guest.fill("kost-note", "muslinger").tick("#samtykke").press("Gem")
	guest.sees("Dit svar er gemt").accessible()

	staff.open(september+"/behov", http.StatusOK).sees("9 af 105 deltagere", "Allergi: muslinger", "Uden navn").accessible()
	contact.open(september, http.StatusOK).seesNot("muslinger")
	contact.open(september+"/behov", http.StatusForbidden)

	guest.press("Træk samtykket tilbage, og slet")
	guest.sees("Dit svar er slettet").accessible()
	staff.open(september+"/behov", http.StatusOK).sees("8 af 105 deltagere").seesNot("muslinger")
}

// A speaker's personal link: sent with one button, opened without signing in, and
// closed again.
func TestJourneyOfAPersonalLink(t *testing.T) {
	browser, base := chromium(t), demo(t)
	staff, speaker := visit(t, browser, base), visit(t, browser, base)
	staff.open("/demo/sekretariat", http.StatusOK).open(june+"/koereplan", http.StatusOK).sees("Personlige links", "Hjalmar Odderbo")
	staff.eval(`document.querySelector('[name=medvirkende]').value = 'speaker Dagmar Lindevang'`)
	staff.fill("mail", "dagmar@lindevang.example").press("Send linket")
	staff.sees("dagmar@lindevang.example").accessible()
	staff.until("/demo/post", "dagmar@lindevang.example")
	letter := regexp.MustCompile(`<a href="(/demo/post/\d+)">[^<]*</a></h2><p class="mute">[^<]*dagmar@`).FindStringSubmatch(staff.html())
	if letter == nil {
		t.Fatal(staff.text())
	}
	_, post := staff.fetch(letter[1])
	found := regexp.MustCompile(`/medvirkende/\w+`).FindString(post)
	if found == "" {
		t.Fatal("no mail with a link")
	}
	speaker.open(found, http.StatusOK).sees("Din opgave, Dagmar Lindevang", "12.500 kr.", "13.350 kr.").seesNot("8.000 kr.", "Mine sider").accessible()
	staff.open(june+"/koereplan", http.StatusOK)
	staff.eval(`[...document.querySelectorAll('button')].find(b => b.textContent === 'Luk linket: Dagmar Lindevang').click()`)
	staff.eventually(`!document.body || document.body.innerText.includes('dagmar@lindevang.example')`, "false")
	speaker.open(found, http.StatusNotFound).sees("Linket gælder ikke")
}
