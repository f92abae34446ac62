package pdf

import (
	"os"
	"strings"
	"testing"
)

func testEngine(t *testing.T) *engine {
	t.Helper()
	var files [2][]byte
	for i, n := range []string{"Regular", "SemiBold"} {
		var err error
		if files[i], err = os.ReadFile("plex/IBMPlexSans-" + n + ".ttf"); err != nil {
			t.Fatal(err)
		}
	}
	set, err := LoadFonts(files[0], files[1])
	if err != nil {
		t.Fatal(err)
	}
	e := &engine{missing: map[rune]bool{}}
	for i, f := range set.faces {
		e.fonts[i] = newFontUse(f, i)
	}
	return e
}

func (l line) String() (s string) {
	for _, g := range l.segments {
		s += string(g.text)
	}
	return s
}

// At any width no line is too wide, no text is lost, and what belongs together stays together.
func TestDanishLineBreaks(t *testing.T) {
	e, st := testEngine(t), textStyle{size: 10, leading: 14}
	ins := []Inline{{Text: "Mødet begynder kl. 9.30 og slutter den 19. januar 2027 med en pris på "}, {Text: "1.200 kr.", Bold: true},
		{Text: " pr. deltager – alt inklusive – ved 8000 Aarhus C, jf. § 5 i it-sikkerheds-/databeskyttelses\u00ADaftalen, ca. 12 % flere."}}
	all := ins[0].Text + ins[1].Text + ins[2].Text
	flat := strings.NewReplacer(string(glueSpace), " ", "\u00AD", "")
	for w := 90.0; w < 400; w += 3 {
		joined := ""
		lines := e.breakLines(ins, st, w)
		for i, l := range lines {
			s := l.String()
			joined += s
			if l.w > w+tolerance {
				t.Fatalf("width %.0f: line %q is %.1f wide", w, s, l.w)
			}
			s = strings.TrimSpace(strings.ReplaceAll(s, string(glueSpace), " "))
			for _, bad := range []string{"kl.", " 19.", " 1.200", "§", "jf.", " ca.", " 12", " 8000", "Aarhus"} {
				if i < len(lines)-1 && strings.HasSuffix(s, bad) {
					t.Errorf("width %.0f: line ends with %q: %q", w, bad, s)
				}
			}
			for _, bad := range []string{"–", "kr.", "%", "januar", "C,"} {
				if strings.HasPrefix(s, bad) {
					t.Errorf("width %.0f: line begins with %q: %q", w, bad, s)
				}
			}
		}
		if flat.Replace(joined) != flat.Replace(all) {
			t.Fatalf("width %.0f: text changed: %q", w, joined)
		}
	}
}
