package e2e

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A contact person brings in a whole list: made in a Danish spreadsheet, with one
// fault in it, looked through first. The secretariat makes one of two people.
func TestJourneyOfATable(t *testing.T) {
	browser, base := chromium(t), demo(t)
	contact := visit(t, browser, base)
	contact.open("/demo/kontakt", http.StatusOK).open("/kommune/kolleger", http.StatusOK)
	contact.press("Hent personer ind")
	contact.sees("Intet bliver gemt, før du har set det igennem").accessible()
	if status := contact.press("Se filen igennem"); status != http.StatusUnprocessableEntity {
		t.Errorf("no file gave status %d", status)
	}
	contact.sees("Vælg en fil").accessible()

	file := filepath.Join(t.TempDir(), "nye kolleger.csv")
	text := "Navn;E-mail;Stilling\r\nS\xf8ren \xc6rb\xe6k;soeren.aerbaek@tabel.example;Konsulent\r\nUden Mail;nej;Leder\r\n" // Windows-1252
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	contact.within("choose the file", func(ctx context.Context) error {
		return chromedp.Do(ctx, chromedp.SetUploadFiles(`[name="fil"]`, []string{file}))
	})
	contact.press("Se filen igennem")
	contact.sees("nye kolleger.csv", "Søren Ærbæk", "1 ny", "1 med fejl", "Mail: Skriv hele mailadressen").accessible()
	at := contact.where()
	if status, csv := contact.fetch(at + "?vis=fejl&format=csv"); status != http.StatusOK || !strings.Contains(csv, "Uden Mail;nej;Leder") || strings.Contains(csv, "Ærbæk") {
		t.Errorf("the faults as a file: %d %q", status, csv)
	}
	contact.press("1 med fejl")
	contact.sees("Uden Mail").accessible()
	contact.press("Hent 1 person ind")
	contact.sees("Personerne er hentet ind").accessible()
	contact.press("Se kollegaerne")
	contact.sees("Søren Ærbæk").accessible()

	staff := visit(t, browser, base)
	staff.open("/demo/sekretariat", http.StatusOK).open("/kommuner", http.StatusOK).press("Dubletter")
	staff.sees("1 par at se på", "Samme navn og organisation").accessible()
	staff.press("Se og saml")
	staff.sees("Det kan ikke gøres om").accessible()
	staff.press("Ja, saml dem")
	staff.sees("Ingen dubletter").accessible()

	stranger := visit(t, browser, base)
	stranger.open("/demo/ny-kommune", http.StatusOK).open(at, http.StatusNotFound)
}
