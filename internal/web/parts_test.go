package web

import (
	"context"
	"strings"
	"testing"

	"faelled/internal/problem"
	"faelled/internal/when"

	"github.com/a-h/templ"
)

// components is every part there is, once, in the states it can be in.
func components() templ.Component {
	bad := problem.Fields{
		{Name: "mail2", Key: "web.unreadable", About: "Deltager 2"},
		{Name: "slags", Key: "web.too_many"},
		{Key: "web.fault"},
	}
	parts := []templ.Component{
		draw(PageHead(Head{
			Crumbs: []Crumb{{"Forside", "/"}, {"Netværk", ""}}, Kind: KindNetwork, Title: "Konsulenter", Lead: "Tre møder om året.",
			Tags: []TagData{{ToneOK, "check", "Åben"}, {ToneWarn, "", "Få pladser"}}, Facts: []Fact{{"Pris", "3.000 kr.", "ekskl. moms"}, {"Frist", "10. maj 2021", ""}},
		}), templ.Raw("<button>Tilmeld</button>")),
		PageHead(Head{Title: "Uden andet", Plain: true, Kind: KindPartnership, KindText: "Børnene Først"}),
		LocalNav(KindNetwork, "/netvaerk/k", "/netvaerk/k"),
		FaultSummary("Ret 3 felter", bad),
		FaultSummary("Intet at rette", nil),
		Steps([]Step{{"Møde", "/1", Done}, {"Deltagere", "/2", Now}, {"Faktura", "/3", Next}}),
		Timeline([]Moment{{"Udført", "2. juni 2021", Done}, {"Nu", "15. september 2021", Now}, {"Kommer", "10. januar 2022", Next}}),
		Chip("Ærø Ågesen Øster", "Birkelund"), Chip("Ida", ""), Chip("", ""), OrgChip("ærøsund"),
		Stats([]Stat{{"17", "tilmeldinger", "6 flere", ToneNone}, {"2", "fejl", "", ToneErr}, {"71 %", "har svaret", "", ToneWarn}}),
		DateBox(KindCompetence, "2021-06-02"), DateBox("", ""),
		Meter("38 af 40", 38, 40), Meter("14 af 40", 14, 40), Meter("Fuldt", 41, 40), Meter("Ingen", 0, 0),
		draw(Empty("groups", "Ingen endnu", "Tilmeld nogen."), templ.Raw("<button>Tilmeld</button>")),
		TextField(Field{Name: "navn", Label: "Navn", Value: `"><script>`, Autocomplete: "name", Required: true, Faults: bad}),
		TextField(Field{Name: "mail2", Label: "Mail", Hint: "Linket sendes hertil.", Type: "email", InputMode: "email", Value: "ida@", Size: 40, Faults: bad}),
		TextArea(Field{Name: "note", Label: "Note", Optional: true, Value: "<b>", Lang: "en"}),
		SelectField(Field{Name: "region", Label: "Region", Value: "b", Size: 10}, []Option{{"a", "Nord"}, {"b", "Midt"}}),
		CheckField(Field{Name: "ja", Label: "Ja tak", Hint: "To minutter"}, "1", true),
		RadioCards("slags", "Hvilket møde?", []ChoiceCard{{"1", "Juni", "Teams", "3.000 kr.", true, false}, {"2", "September", "", "", false, true}}, bad),
		OneTimeKey("k-1"),
		TableLinks("/fakturaer?q=a&efter=x"),
	}
	for _, k := range kinds {
		parts = append(parts, KindLabel(k))
	}
	for _, tone := range []Tone{ToneNone, ToneOK, ToneWarn, ToneErr, ToneInfo, ToneThread} {
		parts = append(parts, Tag(tone, "check", "Mærke"), draw(Message(tone, "Besked"), templ.Raw("<p>Tekst</p>")))
	}
	return draw(Shell(Page{Title: "Komponenter", Kind: KindNetwork, Faults: bad, Description: "Alle dele", Wide: true}), parts...)
}

func TestComponents(t *testing.T) {
	for _, lang := range []string{"da", "en"} {
		var page strings.Builder
		site := newSite(t, visitor)
		ctx := context.WithValue(site.Words.For(t.Context(), lang), requestKey{}, &request{site: site, back: "/"})
		if err := components().Render(ctx, &page); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(page.String(), "⟦") {
			t.Errorf("a word is missing in %s", lang)
		}
		golden(t, "components."+lang+".html", []byte(page.String()))
	}
}

// No page may need what the policy forbids, nor hold what was typed as code.
func TestComponentsKeepThePolicy(t *testing.T) {
	var page strings.Builder
	if err := components().Render(newSite(t, visitor).Words.For(t.Context(), "da"), &page); err != nil {
		t.Fatal(err)
	}
	for _, forbidden := range []string{" style=", "<style", "<script", "onclick", "javascript:", "http://", "https://"} {
		if strings.Contains(page.String(), forbidden) {
			t.Errorf("%s is on the page", forbidden)
		}
	}
}

func TestTheSummarySaysWhatItIsAbout(t *testing.T) {
	ctx := newSite(t, visitor).Words.For(t.Context(), "da")
	for _, c := range []struct{ about, line, text string }{
		{"Deltager 2", "Deltager 2: Siden er for sekretariatet.", "Siden er for sekretariatet."},
		{"", "Siden er for sekretariatet.", "Siden er for sekretariatet."},
		{"sekretariatet", "Siden er for sekretariatet.", "Siden er for sekretariatet."}, // said already
	} {
		f := problem.Field{Name: "x", Key: "web.staff_only", About: c.about}
		if line, text := faultLine(ctx, f), faultText(ctx, f); line != c.line || text != c.text {
			t.Errorf("about %q: %q and %q", c.about, line, text)
		}
	}
}

// Every fault that is linked to has a field with its id and its text.
func TestEveryFaultLeadsToItsField(t *testing.T) {
	var page strings.Builder
	if err := components().Render(newSite(t, visitor).Words.For(t.Context(), "da"), &page); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"mail2", "slags"} {
		for _, want := range []string{`href="#` + name + `"`, ` id="` + name + `"`, `id="` + name + `-e"`} {
			if strings.Count(page.String(), want) != 1 {
				t.Errorf("%s: not exactly once", want)
			}
		}
	}
	if !strings.Contains(page.String(), `aria-describedby="mail2-h mail2-e"`) {
		t.Error("the field does not point at its hint and fault")
	}
}

func TestLeaf(t *testing.T) {
	words := newSite(t, visitor).Words
	for lang, want := range map[string]string{"da": "2. jun.", "en": "2 Jun"} {
		day, month := leaf(words.For(t.Context(), lang), when.Date("2021-06-02"))
		if got := day + " " + month; got != want {
			t.Errorf("%s: %q", lang, got)
		}
	}
}

func TestInitialsAreLetters(t *testing.T) {
	for name, want := range map[string]string{
		"Signe Lindegaard": "SL", "Åse": "Å", "åse <b>marie</b>": "ÅB", "Åse <": "Å", "(Bo) \"Ib\" Åkjær-Østergaard": "BÅ",
		"7. klasse": "7K", "<>": "", "": "", "\xff x": "X",
	} {
		if got := initials(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// Screen readers must not read Danish as if it were English.
func TestStoredTextIsMarkedAsDanish(t *testing.T) {
	for _, c := range []struct {
		lang   string
		danish bool
		marked bool
	}{{"da", true, false}, {"en", true, true}, {"en", false, false}} {
		var page strings.Builder
		ctx := newSite(t, visitor).Words.For(t.Context(), c.lang)
		if err := PageHead(Head{Title: "Netværk", Lead: "For alle", Danish: c.danish}).Render(ctx, &page); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{`<h1 lang="da">`, `<p class="f-lead" lang="da">`, "The text is in Danish."} {
			if strings.Contains(page.String(), want) != c.marked {
				t.Errorf("%+v: %s\n%s", c, want, &page)
			}
		}
	}
}
