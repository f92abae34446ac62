package e2e

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// september is a meeting in a room; nextSeason is what the copy of the network is
// called.
const (
	september  = network + "/moeder/2026-09-16"
	nextSeason = network + "-2"
)

// A whole season, as everybody who has a part in it: a registration that the signer
// must say yes to, what a participant needs, a speaker's part, the meeting, what those
// who came thought of it, and a next season that the same municipality goes on in. In
// the end the books must balance.
func TestJourneyThroughASeason(t *testing.T) {
	browser, base := chromium(t), demo(t)
	contact, signer, guest, staff, post := visit(t, browser, base), visit(t, browser, base), visit(t, browser, base), visit(t, browser, base), visit(t, browser, base)

	post.open("/demo", http.StatusOK).sees("I eksemplet er det 27. april 2026 kl. 10.12").accessible()
	post.fill("dag", "26. april 2026").press("Spring frem")
	post.sees("Det tidspunkt er gået").accessible()

	contact.open("/demo/kontakt", http.StatusOK).sees("6.875 kr. venter på godkendelse")
	decide(signer, post)
	contact.open("/kommune", http.StatusOK).seesNot("venter på godkendelse")

	guest.open("/demo/deltager", http.StatusOK).open(september, http.StatusOK).press("Kost og tilgængelighed")
	guest.tick("#kost-6").fill("kost-note", "muslinger").tick("#samtykke").press("Gem")
	staff.open("/demo/sekretariat", http.StatusOK).open(september+"/behov", http.StatusOK).sees("Allergi: muslinger")
	speaks(staff, post, visit(t, browser, base))

	post.leap("16. september 2026", "9.05")
	staff.open("/demo/sekretariat", http.StatusOK)
	guest.open("/demo/deltager", http.StatusOK).open(september, http.StatusOK).press("Dit adgangskort")
	code := guest.sees("Vis koden ved indgangen").eval(`document.querySelector('.f-pass-c').textContent.trim()`)
	staff.open(september, http.StatusOK).press("Fremmøde")
	staff.fill("kode", code).tick(`#kodeform button:not([type])`)
	staff.eventually(`document.getElementById('antal').textContent`, "1 af 106 er mødt")
	for range 5 { // with fewer, nobody is asked: they could be told from each other
		staff.eval(`document.querySelector('.f-mark[data-is=""] [data-to="came"]').click()`)
	}
	staff.eventually(`document.getElementById('antal').textContent`, "6 af 106 er mødt")

	post.leap("17. september 2026", "9.00")
	guest.open(post.linkIn("esther.lindevang@", "Hvad fik du ud af", `/evaluering/\w+`), http.StatusOK).accessible()
	guest.tick(`[name="udbytte"][value="5"]`).tick(`[name="brug"][value="4"]`).press("Send")
	guest.sees("Tak").accessible()
	post.leap("25. september 2026", "9.00")
	staff.open("/demo/sekretariat", http.StatusOK).open(september+"/behov", http.StatusOK).seesNot("muslinger") // the meeting is over
	staff.until(september+"/evaluering", "færre end 5")
	staff.accessible()

	post.leap("1. november 2027", "9.00")
	season := planNext(staff)
	contact.open("/demo/kontakt", http.StatusOK).sees("Næste sæson: fortsætter I?")
	contact.open(nextSeason+"/fornyelse", http.StatusOK).sees("Fortsætter Avnsø", "Det har I haft").accessible()
	contact.press("Ja, vi fortsætter")
	contact.press("Videre til faktura")
	contact.fill("ref", "Aksel Bakkedal").press("Videre til tjek")
	contact.sees("Beløbet er over jeres grænse på 5.000 kr.").accessible()
	contact.tick(`[name="ok"]`).press("Send til godkendelse")
	decide(signer, post)
	contact.open(nextSeason+"/deltagere", http.StatusOK).sees("Esther Lindevang")
	staff.open(season+"/fornyelse", http.StatusOK).sees("Avnsø").accessible()
	staff.open(season+"/resultat", http.StatusOK).sees("Resultat").accessible()

	post.until("/demo/tjek", "Det hele stemmer")
	post.sees("ok invoices", "ok seats", "ok approvals", "ok waiting lists").accessible()
}

// decide opens the latest mail that asks for a yes, and says it, without signing in.
func decide(signer, post *person) {
	signer.t.Helper()
	signer.open(post.linkIn("", "beder dig godkende", `/godkend/\w+`), http.StatusOK).sees("beder dig godkende")
	signer.press("Godkend ")
	signer.sees("Tak for svaret").accessible()
}

// speaks sends a speaker a link to their own part of the day, which they open without
// signing in: their own fee is there, and nobody else's.
func speaks(staff, post, speaker *person) {
	staff.t.Helper()
	staff.open(june+"/koereplan", http.StatusOK)
	staff.eval(`document.querySelector('[name=medvirkende]').value = 'speaker Dagmar Lindevang'`)
	staff.fill("mail", "dagmar@lindevang.example").press("Send linket")
	speaker.open(post.linkIn("dagmar@", "", `/medvirkende/\w+`), http.StatusOK)
	speaker.sees("Din opgave, Dagmar Lindevang", "12.500 kr.").seesNot("8.000 kr.").accessible()
}

// planNext makes the next season of this one, and asks the members about it. It
// returns the address of its page for staff.
func planNext(staff *person) string {
	staff.t.Helper()
	staff.open("/demo/sekretariat", http.StatusOK).open("/sekretariat/forloeb", http.StatusOK).press("Konsulenter på børne- og ungeområdet")
	staff.press("Opret næste sæson")
	staff.eval(`document.querySelectorAll('main details').forEach(d => { d.open = true })`)
	for n, theme := range []string{"Tværgående samarbejde", "Data i dagligdagen", "Forældre som partnere", "Ledelse af fagligt arbejde", "Et år rundt"} {
		staff.fill("m"+string(rune('1'+n))+"_title", theme)
	}
	staff.press("Opret kladden")
	staff.sees("Forløbet er en kladde").accessible()
	season, _, _ := strings.Cut(staff.where(), "?")
	staff.press("Se, hvad der er ændret")
	staff.sees("Tværgående samarbejde").accessible()
	staff.open(season, http.StatusOK).press("Udgiv forløbet")
	staff.open(season+"/fornyelse", http.StatusOK).fill("due", "15. december 2027").press("Spørg 35 medlemmer")
	staff.sees("Avnsø").accessible()
	return season
}

// leap puts the demo's time forward.
func (p *person) leap(day, clock string) {
	p.t.Helper()
	p.open("/demo", http.StatusOK).fill("dag", day).fill("kl", clock).press("Spring frem")
	p.sees("I eksemplet er det " + day)
}

// linkIn waits for a mail to somebody with words in its subject, and finds an
// address in it.
func (p *person) linkIn(to, subject, link string) string {
	p.t.Helper()
	p.until("/demo/post?til="+to, subject)
	letter := regexp.MustCompile(`<a href="(/demo/post/\d+)">[^<]*` + subject).FindStringSubmatch(p.html())
	if letter == nil {
		p.t.Fatalf("no mail to %s about %q: %s", to, subject, p.text())
	}
	p.open(letter[1], http.StatusOK)
	found := regexp.MustCompile(link).FindString(p.html())
	if found == "" {
		p.t.Fatalf("no %s in: %s", link, p.text())
	}
	return found
}
