package message

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"faelled/internal/people"
	"faelled/internal/programme"

	"pgregory.net/rapid"
)

func TestParse(t *testing.T) {
	f := Fields{"fornavn": "Bodil", "møde": "Valget"}
	for text, want := range map[string]string{
		"Kære {{fornavn}}":                "Kære Bodil",
		"{{ Fornavn }} og {{moede}}":      "Bodil og Valget",
		"{{rekvisition|intet nummer}}":    "intet nummer",
		"{{fornavn|kollega}}":             "Bodil",
		"a\n{{møde}}\nb":                  "a\nValget\nb",
		"{{rekvisition}}":                 "",
		"{ikke et felt} { {fornavn} }":    "{ikke et felt} { {fornavn} }",
		"https://x.example/?a={{navn|b}}": "https://x.example/?a=b",
	} {
		pieces, slips := parse(text)
		if got := fill(pieces, f); got != want || len(slips) > 0 {
			t.Errorf("%q: %q %v, want %q", text, got, slips, want)
		}
	}
	for text, want := range map[string]slip{
		"a\nb {{ukendt}}":       {2, "{{ukendt}}"},
		"{{fornavn\n}}":         {1, "{{"},
		"}} hej":                {1, "}}"},
		"{{fornavn}}\n\n{{":     {3, "{{"},
		"{{}}":                  {1, "{{}}"},
		"{{fornavn.Person}}":    {1, "{{fornavn.Person}}"},
		"\n{{fornavn}} {{x|y}}": {2, "{{x|y}}"},
	} {
		if _, slips := parse(text); len(slips) == 0 || slips[0] != want {
			t.Errorf("%q: %v, want %v", text, slips, want)
		}
	}
}

// What is filled in is never read as a field again, and words are never lost.
func TestFillingKeepsWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plain := rapid.StringMatching(`[a-zæøå \n.|]{0,30}`)
		before, after := plain.Draw(t, "before"), plain.Draw(t, "after")
		value := rapid.StringMatching(`[{}a-z|]{1,20}`).Draw(t, "value")
		name := rapid.SampledFrom(names).Draw(t, "name")
		pieces, slips := parse(before + "{{" + name + "}}" + after)
		if len(slips) > 0 {
			t.Fatal(slips)
		}
		if got := fill(pieces, Fields{name: value}); got != before+value+after {
			t.Fatalf("%q", got)
		}
		list := missing(pieces, []Fields{{}, {name: value}, {}})
		if len(list) != 1 || list[0] != (lacks{name, 1 + strings.Count(before, "\n"), 2}) {
			t.Fatalf("%+v", list)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("Kære {{fornavn|du}}\n}} {{")
	f.Fuzz(func(t *testing.T, text string) {
		pieces, slips := parse(text)
		for _, s := range slips {
			if s.Line < 1 || s.Line > 1+strings.Count(text, "\n") {
				t.Fatalf("%v", slips)
			}
		}
		if len(slips) == 0 {
			if got := fill(pieces, nil); strings.Contains(got, "{{") {
				t.Fatalf("%q became %q", text, got)
			}
		}
	})
}

var (
	tags     = regexp.MustCompile(`</?[a-zA-Z!][^>]*>`)
	ownTags  = regexp.MustCompile(`^</?(!DOCTYPE html|html|head|meta|title|body|div|p|ul|li|a|br)( [a-z-]+="[^"<>]*"(, [a-z])?)*>$`)
	leadsOut = regexp.MustCompile(`href="([^"]*)"`)
)

// Whatever is typed, the HTML holds our own tags only, and links that were typed.
func FuzzHTML(f *testing.F) {
	f.Add("Hej <b>\n\n- a\n- https://x.example/?a=1&b=2.\n\n\"'>")
	f.Fuzz(func(t *testing.T, body string) {
		page := asHTML("da", "emne", body, nil)
		for _, tag := range tags.FindAllString(page, -1) {
			if !ownTags.MatchString(tag) {
				t.Fatalf("%s from %q", tag, body)
			}
		}
		for _, m := range leadsOut.FindAllStringSubmatch(page, -1) {
			if !strings.HasPrefix(m[1], "https://") && !strings.HasPrefix(m[1], "http://") {
				t.Fatalf("a link to %q", m[1])
			}
		}
	})
}

func TestLinks(t *testing.T) {
	got := spans("Se https://x.example/a?b=c, eller (http://y.example/d). Slut")
	want := []span{{"Se ", ""}, {"https://x.example/a?b=c", "https://x.example/a?b=c"}, {", eller (", ""}, {"http://y.example/d", "http://y.example/d"}, {"). Slut", ""}}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
}

func TestText(t *testing.T) {
	if got := asText("Kære du\n\n- a\n- b\nmere\n\n\nSlut"); got != "Kære du\n\n- a\n- b mere\n\nSlut" {
		t.Errorf("%q", got)
	}
	if len(programme.Blocks("- a\n- b")) != 1 {
		t.Error("a list is one block")
	}
}

func TestOutcome(t *testing.T) {
	now := april
	gone := func(tried time.Duration) *people.Unreachable { return &people.Unreachable{TriedAt: now.Add(-tried)} }
	for _, c := range []struct {
		kind Kind
		out  bool
		gone *people.Unreachable
		want Arrival
		why  string
	}{
		{Service, false, nil, Queued, ""},
		{Service, true, nil, Queued, ""},
		{News, true, nil, Suppressed, whyOptedOut},
		{News, false, gone(30 * 24 * time.Hour), Suppressed, whyUnreachable},
		{Service, false, gone(6 * 24 * time.Hour), Skipped, whyUnreachable},
		{Service, true, gone(7 * 24 * time.Hour), Queued, ""},
	} {
		if got, why := outcome(c.kind, c.out, c.gone, now); got != c.want || why != c.why {
			t.Errorf("%+v: %s %s", c, got, why)
		}
	}
}

func TestNumber(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1234: "1.234", 5_000: "5.000", 1_234_567: "1.234.567"} {
		if got := number(n); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

// What nobody asked for can be unsubscribed from.
func TestThoseOutsideGetNewsOnly(t *testing.T) {
	m := Message{Kind: Service, Audience: Audience{Group: Outside}, Subject: "Kom med", Body: "Vi har plads."}
	if bad := checkReady(m); len(bad) != 1 || bad[0].Key != "message.outside_is_news" {
		t.Errorf("%v", bad)
	}
	m.Kind = News
	if bad := checkReady(m); len(bad) != 0 {
		t.Errorf("%v", bad)
	}
}
