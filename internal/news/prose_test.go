package news

import (
	"regexp"
	"strings"
	"testing"
)

func TestHTML(t *testing.T) {
	for body, want := range map[string]string{
		"Et *afsnit*.\n\nEt **til**.":             "<p>Et <em>afsnit</em>.</p>\n<p>Et <strong>til</strong>.</p>",
		"## Dagen\n#### Kl. 9\n## Aften":          "<h2>Dagen</h2>\n<h3>Kl. 9</h3>\n<h2>Aften</h2>",
		"# Om mødet\n## Og\n##### Dybt":           "<h2>Om mødet</h2>\n<h3>Og</h3>\n<h4>Dybt</h4>",
		"- en\n- to":                              "<ul>\n<li>en</li>\n<li>to</li>\n</ul>",
		"[her](https://faelled.example/a?b=1)":    `<p><a href="https://faelled.example/a?b=1">her</a></p>`,
		"[kalender](/kalender)":                   `<p><a href="/kalender">kalender</a></p>`,
		"[skriv](mailto:a@b.example)":             `<p><a href="mailto:a@b.example">skriv</a></p>`,
		"[x](javascript:alert(1))":                "<p>x</p>",
		"[x](data:text/html;base64,PHNjcmlwdD4=)": "<p>x</p>",
		"<script>alert(1)</script>":               "",
		"a <b onclick=\"x()\">b</b>":              "<p>a b</p>",
		"![billede](https://spion.example/1.png)": "<p></p>",
		"1 < 2 & 3": "<p>1 &lt; 2 &amp; 3</p>",
	} {
		if got := strings.TrimSpace(HTML(body)); got != want {
			t.Errorf("%q became %q, want %q", body, got, want)
		}
	}
}

var (
	tags       = regexp.MustCompile(`<[^>]*>`)
	allowedTag = regexp.MustCompile(`^</?(p|h2|h3|h4|ul|ol|li|em|strong|blockquote|br|hr|code|pre)( ?/)?>$|^<a href="(https?://|mailto:|[^:"]*")[^"<>]*"?>$|^</a>$|^<a>$`)
)

// Whatever is written, nothing comes of it but the elements allowed, and links
// that run nothing.
func FuzzHTML(f *testing.F) {
	for _, seed := range []string{
		"# a", "<script>alert(1)</script>", "[x](javascript:alert(1))", "[x](JaVaScRiPt&colon;alert(1))", "<a href=\"javascript:x\">y</a>", "<img src=x onerror=alert(1)>",
		"<svg/onload=alert(1)>", "[a]: javascript:alert(1)\n[a]", "<https://a.example>", "`<b>`", "[x](//evil.example)", "<p style=\"x\">", "&lt;script&gt;",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, tag := range tags.FindAllString(HTML(body), -1) {
			if !allowedTag.MatchString(tag) {
				t.Errorf("%q gave %s", body, tag)
			}
			if low := strings.ToLower(tag); strings.Contains(low, "javascript:") && !strings.Contains(low, "https://") && !strings.Contains(low, "http://") && !strings.Contains(low, "mailto:") {
				t.Errorf("%q gave %s", body, tag)
			}
		}
	})
}
