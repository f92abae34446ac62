package e2e

import (
	"net/http"
	"regexp"
	"testing"
)

// A registration that is too large for the contact person: the head of the office
// answers from a mail, without signing in.
func TestJourneyOfAnApproval(t *testing.T) {
	browser, base := chromium(t), demo(t)

	contact := visit(t, browser, base)
	contact.open("/demo/kontakt", http.StatusOK).sees("6.875 kr. venter på godkendelse")
	contact.press("Hvem kan binde jer?")
	contact.sees("Hvem kan binde Avnsø Kommune?", "5.000 kr.").accessible()
	contact.open("/godkendelser", http.StatusOK).sees("Venter").accessible()
	contact.press("Konsulenter på børne- og ungeområdet")
	contact.sees("Venter på godkendelse", "Kald tilbage").accessible()
	request := contact.where()

	signer := visit(t, browser, base)
	signer.open("/demo/post", http.StatusOK)
	letter := regexp.MustCompile(`<a href="(/demo/post/\d+)">[^<]*beder dig godkende`).FindStringSubmatch(signer.html())
	if letter == nil {
		t.Fatal("no mail to the signer: ", signer.text())
	}
	signer.open(letter[1], http.StatusOK).sees("beder dig godkende", "6.875")
	link := regexp.MustCompile(`/godkend/\w+`).FindString(signer.html())
	signer.open(link, http.StatusOK).sees("beder dig godkende", "Godkend 6.875 kr.").accessible()
	signer.press("Godkend 6.875 kr.")
	signer.sees("Tak for svaret").accessible()
	signer.open(link, http.StatusNotFound).sees("Linket virker ikke længere").accessible()

	contact.open(request, http.StatusOK).sees("Godkendt af").accessible()
	contact.press("Se kvitteringen")
	contact.sees("I er tilmeldt", "Godkendt af")
}
