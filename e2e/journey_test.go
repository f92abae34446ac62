package e2e

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

const network = "/netvaerk/konsulenter-paa-boerne-og-ungeomraadet"

// The main job, from the first page a visitor sees to the invoice in the
// bookkeeper's system, as everybody who has a part in it.
func TestJourneyOfANewMunicipality(t *testing.T) {
	browser, base := chromium(t), demo(t)

	visitor := visit(t, browser, base)
	visitor.open("/", http.StatusOK).sees("Konsulenter på børne- og ungeområdet").accessible()
	visitor.press("Konsulenter på børne- og ungeområdet")
	visitor.sees("35 kommuner", "Fra 3.000 kr.", "21.875 kr.", "Odense").accessible()
	visitor.seesNot("moede.example") // the link is for those registered
	visitor.press("Tilmeld jeres kommune")
	visitor.sees("Log ind").accessible()

	contact := visit(t, browser, base)
	contact.open("/demo/ny-kommune", http.StatusOK).press("Tilmeld jeres kommune")
	contact.sees("Vælg det første møde", "3. juni 2026", "fra 3.000 kr.").accessible()
	contact.press("Videre til deltagere")
	contact.sees("Hvem skal med?").accessible()
	fillGuests(contact)
	contact.press("Videre til faktura")
	contact.sees("Hvor skal fakturaen hen?", "I er 3 deltagere", "21.875 kr.").accessible()
	wrongThenRight(contact)
	contact.sees("Tjek og send", "27.343,75 kr.", "Hjalmar Åkær").accessible()
	contact.tick(`[name="ok"]`).press("Send tilmelding")
	contact.sees("I er tilmeldt").accessible()
	receipt := contact.where()
	contact.open(network+"/tilmeld/tjek", http.StatusOK) // again: the same receipt
	if contact.where() != receipt {
		t.Errorf("after sending, the last step leads to %s, not to the receipt %s", contact.where(), receipt)
	}
	contact.until(receipt, "2 fakturaer er lavet")
	contact.sees("Kan en deltager alligevel ikke komme, så afmeld").accessible()

	theMail(t, visit(t, browser, base))
	invoice := theInvoice(t, contact)

	participant := visit(t, browser, base)
	participant.open("/demo/deltager", http.StatusOK).open(network+"/moeder/2026-06-03", http.StatusOK)
	participant.sees("Konsulentrollen ved et kommunalvalg").accessible()
	if !strings.Contains(participant.html(), "https://moede.example/konsulentnetvaerk") {
		t.Error("a participant does not get the link")
	}
	participant.press("Kan du ikke komme?")
	participant.sees("Jeres kontaktperson får besked").accessible()
	participant.press("Ja, meld afbud")
	participant.sees("Du er meldt fra").accessible()
	if status, _ := participant.fetch(invoice); status != http.StatusNotFound {
		t.Errorf("a participant of another municipality gets the invoice: %d", status)
	}

	oneWithdraws(contact)

	staff := visit(t, browser, base)
	staff.open("/demo/sekretariat", http.StatusOK).sees("Marksted", "nye kommuner i dag").accessible()
	staff.open("/fakturaer", http.StatusOK).sees("Marksted").accessible()
	staff.open("/sekretariat/spor", http.StatusOK).accessible()
	staff.open("/sekretariat/job", http.StatusOK).accessible()
}

// oneWithdraws sees what it means before it is done, and gets a credit note:
// 1.375 kr. for each of five meetings.
func oneWithdraws(p *person) {
	p.t.Helper()
	p.open(network+"/deltagere", http.StatusOK).sees("Deltagere fra Marksted", "Hjalmar Åkær").accessible()
	p.press("Ret: Hjalmar Åkær")
	p.sees("Hvad skal der ske?").accessible()
	if status := p.press("Se, hvad det betyder"); status != http.StatusUnprocessableEntity {
		p.t.Errorf("nothing chosen gave status %d", status)
	}
	p.sees("Hvad skal der ske? Vælg, hvad der skal ske").accessible()
	p.tick(`[name="hvad"][value="afmeld"]`).press("Se, hvad det betyder")
	p.sees("Skal Hjalmar Åkær afmeldes?", "3 → 2", "6.875 kr.").accessible()
	p.press("Ja, afmeld Hjalmar Åkær")
	p.sees("Deltageren er afmeldt").accessible()
	p.until("/fakturaer", "Kreditnota")
	p.accessible()
}

// fillGuests makes two mistakes first, and keeps what was typed right.
func fillGuests(p *person) {
	p.t.Helper()
	p.press("Tilføj deltager")
	p.press("Tilføj deltager")
	p.fill("navn1", "Rigmor Tangmark").fill("mail1", "rigmor.tangmark@marksted.example")
	p.fill("navn2", "Hjalmar Åkær").fill("mail2", "hjalmar@marksted").fill("navn3", "").fill("mail3", "ida.oerbo@marksted.example")
	if status := p.press("Videre til faktura"); status != http.StatusUnprocessableEntity {
		p.t.Errorf("two mistakes gave status %d", status)
	}
	p.sees("Skriv hele mailadressen, fx navn@kommune.dk", "Deltager 3, fulde navn: Skriv deltagerens navn").accessible()
	p.fill("mail2", "hjalmar.aakaer@marksted.example").fill("navn3", "Ida Ørbo")
}

func wrongThenRight(p *person) {
	p.t.Helper()
	p.fill("ean", "9520000000012").fill("rekv", "RK-2026-0417").fill("ref", "Rigmor Tangmark")
	if status := p.press("Videre til tjek"); status != http.StatusUnprocessableEntity {
		p.t.Errorf("a wrong check digit gave status %d", status)
	}
	p.sees("et ciffer er forkert").accessible()
	p.fill("ean", "9520000000011").press("Videre til tjek")
}

// theMail reads what the participants got.
func theMail(t *testing.T, p *person) {
	t.Helper()
	p.until("/demo/post", "ida.oerbo@marksted.example")
	letter := regexp.MustCompile(`<a href="(/demo/post/\d+)">[^<]*</a></h2><p class="mute">[^<]*ida\.oerbo@`).FindStringSubmatch(p.html())
	if letter == nil {
		t.Fatal("no mail to Ida: ", p.text())
	}
	p.open(letter[1], http.StatusOK)
	p.sees("Ida", "3. juni 2026", "https://moede.example/konsulentnetvaerk")
	status, calendar := p.fetch(p.where() + "/moede.ics")
	if status != http.StatusOK || strings.Count(calendar, "BEGIN:VEVENT") != 5 || !strings.Contains(calendar, "DTSTART;TZID=Europe/Copenhagen:20260603T093000") {
		t.Errorf("calendar, status %d:\n%s", status, calendar)
	}
}

// theInvoice opens the newest invoice and its XML, and returns its address.
func theInvoice(t *testing.T, p *person) string {
	t.Helper()
	p.until("/fakturaer", "4.375,00 kr.")
	p.accessible()
	link := regexp.MustCompile(`href="(/fakturaer/F\d+)"`).FindStringSubmatch(p.html())
	if link == nil {
		t.Fatal("there is no invoice: ", p.text())
	}
	p.open(link[1], http.StatusOK).sees("Marksted Kommune", "9520 0000 0001 1", "RK-2026-0417").accessible()
	download := regexp.MustCompile(`href="(/fakturaer/[^"]*/xml)"`).FindStringSubmatch(p.html())
	if download == nil {
		t.Fatal("there is no XML to download")
	}
	status, xml := p.fetch(download[1])
	for _, want := range []string{"urn:fdc:peppol.eu:2017:poacc:billing:3.0", "<cbc:EndpointID schemeID=\"0088\">9520000000011</cbc:EndpointID>", "RK-2026-0417", "Marksted Kommune"} {
		if status != http.StatusOK || !strings.Contains(xml, want) {
			t.Errorf("XML, status %d, lacks %s", status, want)
		}
	}
	return link[1]
}

// The desk, the pages of a member, and those for everybody, in both languages.
func TestJourneyThroughEveryPage(t *testing.T) {
	browser, base := chromium(t), demo(t)
	visitor := visit(t, browser, base)
	for _, path := range []string{"/netvaerk", network + "/moeder", network + "/moeder/2026-06-03", network + "/moeder/2026-09-16", "/kalender", "/om", "/kontakt", "/privatliv", "/was", "/log-ind", "/demo", "/demo/post"} {
		visitor.open(path, http.StatusOK).accessible()
	}
	visitor.open("/findes-ikke", http.StatusNotFound).accessible()
	visitor.open("/log-ind/udloebet", http.StatusGone).accessible()
	visitor.open("/", http.StatusOK).press("English")
	visitor.open(network, http.StatusOK).sees("35 municipalities").accessible()

	contact := visit(t, browser, base)
	contact.open("/demo/kontakt", http.StatusOK).sees("Avnsø Kommune").accessible()
	for _, path := range []string{"/kommune/kolleger", "/mig", "/fakturaer", network, network + "/tilmeld/moede"} {
		contact.open(path, http.StatusOK).accessible()
	}
	contact.open("/sekretariat", http.StatusForbidden).accessible()

	staff := visit(t, browser, base)
	staff.open("/demo/administrator", http.StatusOK).accessible()
	for _, path := range []string{"/sekretariat/forloeb", "/sekretariat/forloeb/nyt", "/kommuner", "/mig"} {
		staff.open(path, http.StatusOK).accessible()
	}
}

// What is sent from elsewhere, too large, or after signing out changes nothing.
func TestJourneyOfBadInput(t *testing.T) {
	browser, base := chromium(t), demo(t)
	big := outside(t, http.MethodPost, base+"/log-ind", strings.NewReader(strings.Repeat("x", 100<<20)))
	if big.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("100 MB gave status %d", big.StatusCode)
	}
	contact := visit(t, browser, base)
	contact.open("/demo/kontakt", http.StatusOK).press("Log af")
	contact.open("/kommune", http.StatusOK).sees("Log ind") // led to the sign-in page
	if w := outside(t, http.MethodGet, base+"/kommune", nil); w.StatusCode != http.StatusSeeOther || !strings.HasPrefix(w.Header.Get("Location"), "/log-ind") {
		t.Errorf("a visitor at /kommune: status %d to %s", w.StatusCode, w.Header.Get("Location"))
	}
}
