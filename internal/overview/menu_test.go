package overview

import (
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/web"
)

func TestMenu(t *testing.T) {
	contact := web.Viewer{Actor: access.Actor{Person: "p", Org: "o", Grants: []access.Grant{{Role: access.Contact, Scope: access.At("o")}}}}
	elsewhere := contact
	elsewhere.Org = "other"
	for _, c := range []struct {
		who  web.Viewer
		lang string
		want string
	}{
		{visitor, "da", "Forløb /forloeb · Kalender /kalender · Nyheder /nyheder · Om /om"},
		{visitor, "en", "Programmes /forloeb · Calendar /kalender · News /nyheder · About /om"},
		{contact, "da", "Vores kommune /kommune · Forløb /forloeb · Kalender /kalender · Nyheder /nyheder · Fakturaer /fakturaer · Mig /mig"},
		{elsewhere, "da", "Forløb /forloeb · Kalender /kalender · Nyheder /nyheder · Mig /mig"},
		{staff, "da", "Sekretariat /sekretariat · Forløb /forloeb · Kalender /kalender · Nyheder /nyheder · Kommuner /kommuner · Fakturaer /fakturaer · Beskeder /sekretariat/beskeder · Mig /mig"},
	} {
		var items []string
		for _, m := range Menu(words(t).For(t.Context(), c.lang), c.who) {
			items = append(items, m.Text+" "+m.Href)
		}
		if got := strings.Join(items, " · "); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}
