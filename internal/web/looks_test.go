package web

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	assets "faelled/web"
)

var (
	className = regexp.MustCompile(`\.(-?[a-zA-Z][\w-]*)`)
	classAttr = regexp.MustCompile(`(?s)class="([^"]*)"|class=\{(.*?)\}[\s/>]`)
	listed    = regexp.MustCompile(`(?:^|,|KV\()\s*"([^"]*)"`) // not those in a condition
	iconCalls = regexp.MustCompile(`\b(?:Icon|IconSmall|Empty)\("([a-z-]+)"|\bTag\([^,()]+, "([a-z-]+)"|\bIcon:\s*"([a-z-]+)"`)
)

// TestEveryClassIsStyled finds classes that the style sheet left out when it was
// last built, and classes that nobody has written.
func TestEveryClassIsStyled(t *testing.T) {
	built := classesIn(string(files()["app.css"].plain.bytes))
	written := map[string]bool{}
	sheets, err := filepath.Glob("../../web/src/css/*.css")
	if err != nil || len(sheets) == 0 {
		t.Fatal("no style sheets", err)
	}
	for _, sheet := range sheets {
		for class := range classesIn(read(t, sheet)) {
			written[class] = true
		}
	}
	found := 0
	eachPage(t, func(file, text string) {
		for _, class := range classesUsed(text) {
			found++
			switch {
			case built[class]:
			case written[class]:
				t.Errorf("%s: class %s is new: cd web && npm ci && node build.mjs", file, class)
			default:
				t.Errorf("%s: class %s has no style: neither ours nor one of dkfds that is built in", file, class)
			}
		}
	})
	if found < 50 {
		t.Errorf("found only %d classes: the test reads wrongly", found)
	}
}

func TestEveryIconIsInTheSprite(t *testing.T) {
	sprite := string(files()["icons.svg"].plain.bytes)
	found := 0
	eachPage(t, func(file, text string) {
		for _, m := range iconCalls.FindAllStringSubmatch(text, -1) {
			found++
			if name := m[1] + m[2] + m[3]; !strings.Contains(sprite, `"i-`+name+`"`) {
				t.Errorf("%s: icon %s is new: cd web && npm ci && node build.mjs", file, name)
			}
		}
	})
	for _, tone := range []Tone{ToneNone, ToneOK, ToneWarn, ToneErr, ToneInfo} {
		if !strings.Contains(sprite, `"i-`+tone.icon()+`"`) {
			t.Errorf("icon of %q is missing", tone)
		}
	}
	if found < 5 {
		t.Errorf("found only %d icons: the test reads wrongly", found)
	}
}

// Whatever the style sheet points to is there.
func TestTheStyleSheetIsWhole(t *testing.T) {
	css := string(files()["app.css"].plain.bytes)
	for _, m := range regexp.MustCompile(`url\("?([^")]+)"?\)`).FindAllStringSubmatch(css, -1) {
		if _, err := fs.Stat(assets.FS, m[1]); err != nil {
			t.Errorf("%s: %v", m[1], err)
		}
	}
	for _, want := range []string{"forced-colors", "prefers-reduced-motion", "@media print", ":focus-visible", "@layer dkfds", ".k5{"} {
		if !strings.Contains(css, want) {
			t.Errorf("%s is missing", want)
		}
	}
}

// The tests above must be able to fail.
func TestClassesAreFound(t *testing.T) {
	for text, want := range map[string]string{
		`<p class="a b-c">`: "a b-c",
		`<p class={ "a", k.Class(), templ.KV("b", x == "c"), templ.KV("d e", y) }>`: "a b d e",
		`<p class={ string(s.State) } { s.current("step")... }>`:                    "",
		`<p class={ templ.KV("a", len(faults.For("b")) > 0) } id="c">`:              "a",
		`<p title="a">`: "",
	} {
		if got := strings.Join(classesUsed(text), " "); got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}

func classesIn(css string) map[string]bool {
	all := map[string]bool{}
	for _, m := range className.FindAllStringSubmatch(css, -1) {
		all[m[1]] = true
	}
	return all
}

func classesUsed(text string) (all []string) {
	for _, m := range classAttr.FindAllStringSubmatch(text, -1) {
		all = append(all, strings.Fields(m[1])...)
		for _, q := range listed.FindAllStringSubmatch(m[2], -1) {
			all = append(all, strings.Fields(q[1])...)
		}
	}
	return all
}

// eachPage reads every template of the house.
func eachPage(t *testing.T, fn func(file, text string)) {
	t.Helper()
	err := filepath.WalkDir("..", func(file string, entry fs.DirEntry, err error) error {
		if err == nil && filepath.Ext(file) == ".templ" {
			fn(file, read(t, file))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
