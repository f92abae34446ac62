package app_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// In the made-up world, the secretariat meets no ids and no codes: everything
// that was done, and all that failed, is told by name.
func TestTheSecretariatReadsWords(t *testing.T) {
	w := ready(t)
	trial := w.newTrial(t)
	defer trial.end(t)
	token := enter(t, trial.House, w.persons["sekretariat"])
	read := func(address string) string {
		t.Helper()
		answer := ask(trial.handler, http.MethodGet, address, token, "")
		if answer.Code != http.StatusOK {
			t.Fatalf("%s: %d", address, answer.Code)
		}
		return answer.Body.String()
	}
	older := regexp.MustCompile(`href="(/sekretariat/spor\?foer=[^"]+)"`)
	code := regexp.MustCompile(`<span>\s*[a-z]+\.[a-z_]+\s*</span>`)
	all, pages := "", 0
	for next := "/sekretariat/spor"; next != ""; pages++ {
		text := read(next)
		all, next = all+text, ""
		if found := older.FindStringSubmatch(text); found != nil {
			next = html.UnescapeString(found[1])
		}
	}
	if found := append(regexp.MustCompile(`Nr\. …\w+`).FindAllString(all, 3), code.FindAllString(all, 3)...); len(found) > 0 || pages < 3 {
		t.Errorf("on %d pages nobody knows %q", pages, found)
	}
	for _, want := range []string{">Faktura F", ">Tilmelding 20", ">Prislisten", " Kommune</a>", "Fælled for "} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is nowhere", want)
		}
	}
	jobs := read("/sekretariat/job")
	for _, want := range []string{"(raadhus@findes-ikke.example)", "Mailadressen findes ikke.", "Ret adressen", "Mail til deltageren om tilmelding: Tilmelding "} {
		if !strings.Contains(jobs, want) {
			t.Errorf("what failed is not told by %q", want)
		}
	}
}
