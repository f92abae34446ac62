package programme

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/web"
	"faelled/internal/when"

	"pgregory.net/rapid"
)

// network is the programme of seed 003, as it stood on 22 April 2021, run by
// invented people.
func network() Programme {
	return Programme{
		Kind: web.KindNetwork, Name: "Netværk for konsulenter på børne- og ungeområdet", ShortName: "konsulentnetværk",
		Field: "Børn og unge", Lead: "Kommunale konsulenter mødes tre gange om året om temaer fra dagtilbud og skole.",
		Purpose:  "At styrke de kommunale konsulenters opgaveløsning.\n\nNetværket veksler mellem:\n- vidensoplæg\n- ideudveksling\n- sparring",
		Audience: "Kommunale konsulenter og teamledere på dagtilbuds- og skoleområdet.",
		Benefits: "- Ny viden\n- Kolleger i andre kommuner",
		Owner:    "association", Operator: "centre", Seller: "centre", Inviters: []id.Org{"association"}, Contacts: []id.Person{"tove"},
		SeasonFrom: "2021-06-02", SeasonTo: "2022-10-05", Deadline: "2021-05-10", MaxPerOrg: 5, Covers: 4, Invoicing: Advance,
		Email: "netvaerk@center.example",
	}
}

func TestCheckFields(t *testing.T) {
	if bad := CheckFields(network()); bad != nil {
		t.Fatal(bad)
	}
	for field, spoil := range map[string]func(*Programme){
		"kind":        func(p *Programme) { p.Kind = "course" },
		"name":        func(p *Programme) { p.Name = " — " }, // no address can be made of it
		"short_name":  func(p *Programme) { p.ShortName = "" },
		"field":       func(p *Programme) { p.Field = "Børn\nog unge" },
		"lead":        func(p *Programme) { p.Lead = strings.Repeat("å", longestLead+1) },
		"purpose":     func(p *Programme) { p.Purpose = "a\x00b" },
		"audience":    func(p *Programme) { p.Audience = "a\xffb" },
		"benefits":    func(p *Programme) { p.Benefits = strings.Repeat("x", longestText+1) },
		"owner":       func(p *Programme) { p.Owner = "" },
		"operator":    func(p *Programme) { p.Operator = "" },
		"inviters":    func(p *Programme) { p.Inviters = []id.Org{"a", "b", "a"} },
		"seller":      func(p *Programme) { p.Seller = "" },
		"contacts":    func(p *Programme) { p.Contacts = []id.Person{"a", "a"} },
		"email":       func(p *Programme) { p.Email = "netvaerk@center" },
		"season_from": func(p *Programme) { p.SeasonFrom = "2021-06-31" },
		"season_to":   func(p *Programme) { p.SeasonTo = "2021-06-01" },
		"deadline":    func(p *Programme) { p.Deadline = "2022-10-06" },
		"max_per_org": func(p *Programme) { p.MaxPerOrg = 0 },
		"covers":      func(p *Programme) { p.Covers = -1 },
		"invoicing":   func(p *Programme) { p.Invoicing = "later" },
	} {
		p := network()
		spoil(&p)
		bad := CheckFields(p)
		if len(bad) != 1 || bad[0].Name != field {
			t.Errorf("%s: %v", field, bad)
		}
	}
}

func TestAllFaultsAtOnceInTheOrderOfTheForm(t *testing.T) {
	var names []string
	for _, f := range CheckFields(Programme{}) {
		names = append(names, f.Name)
	}
	want := []string{"kind", "name", "short_name", "owner", "operator", "seller", "email", "max_per_org", "invoicing"}
	if !slices.Equal(names, want) {
		t.Errorf("%v, want %v", names, want)
	}
}

func TestLongTextsHaveLinesAndShortOnesDoNot(t *testing.T) {
	p := network()
	p.Purpose, p.Lead = "a\nb", "a\nb"
	if bad := CheckFields(p); len(bad) != 1 || bad[0] != (problem.Field{Name: "lead", Key: "programme.unprintable"}) {
		t.Error(bad)
	}
	if bad := CheckFields(tidy(p)); bad != nil {
		t.Error("tidied:", bad)
	}
}

func TestOpen(t *testing.T) {
	p := network()
	p.State = Public
	for _, c := range []struct {
		what  string
		spoil func(*Programme)
		on    when.Date
		want  bool
	}{
		{"the last day", nil, "2021-05-10", true},
		{"the day after", nil, "2021-05-11", false},
		{"a draft", func(p *Programme) { p.State = Draft }, "2021-05-01", false},
		{"no deadline", func(p *Programme) { p.Deadline = "" }, "2022-10-05", true},
		{"after the season", func(p *Programme) { p.Deadline = "" }, "2022-10-06", false},
		{"neither", func(p *Programme) { p.Deadline, p.SeasonTo = "", "" }, "2099-01-01", true},
	} {
		q := p
		if c.spoil != nil {
			c.spoil(&q)
		}
		if q.Open(c.on) != c.want {
			t.Errorf("%s: open is %v", c.what, !c.want)
		}
	}
}

func TestEachKindHasItsFolder(t *testing.T) {
	seen := map[string]Kind{}
	for _, k := range kinds {
		path := Programme{Kind: k, Slug: "x"}.Path()
		if other, ok := seen[path]; ok {
			t.Errorf("%s and %s are both %s", k, other, path)
		}
		seen[path] = k
		if !web.Inside(path) {
			t.Error(path)
		}
	}
	if len(seen) != 5 || seen["/netvaerk/x"] != web.KindNetwork {
		t.Error(slices.Sorted(maps.Keys(seen)))
	}
}

func TestBlocks(t *testing.T) {
	got := Blocks("Formålet er\nat lære.\n\n\n- vidensoplæg\n  om det nye\n* sparring\n\n• pause\n\nSlut -ish\n-2 grader")
	want := []Block{
		{false, []string{"Formålet er at lære."}},
		{true, []string{"vidensoplæg om det nye", "sparring", "pause"}},
		{false, []string{"Slut -ish -2 grader"}},
	}
	if len(got) != len(want) {
		t.Fatalf("%v", got)
	}
	for i := range want {
		if got[i].List != want[i].List || !slices.Equal(got[i].Lines, want[i].Lines) {
			t.Errorf("%d: %v, want %v", i, got[i], want[i])
		}
	}
}

// No word that was typed is lost, and no block is empty.
func TestBlocksKeepEveryWord(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lines := rapid.SliceOf(rapid.SampledFrom([]string{"", " ", "ord", "to ord", "- punkt", "  * punkt", "•", "-", "- ", "æ\tø"})).Draw(t, "lines")
		text := strings.Join(lines, rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end"))
		var words []string
		for _, b := range Blocks(text) {
			if len(b.Lines) == 0 || !b.List && len(b.Lines) != 1 {
				t.Fatalf("%q: %v", text, b)
			}
			for _, line := range b.Lines {
				if strings.TrimSpace(line) == "" {
					t.Fatalf("%v has an empty line", b)
				}
				words = append(words, strings.Fields(line)...)
			}
		}
		isMark := func(s string) bool { return s == "-" || s == "*" || s == "•" }
		if want := slices.DeleteFunc(strings.Fields(text), isMark); !slices.Equal(slices.DeleteFunc(words, isMark), want) {
			t.Fatalf("%q became %q", text, words)
		}
	})
}

func TestFormReadsWhatItShows(t *testing.T) {
	p := network()
	p.Version = 7
	for _, ctx := range readers(t) {
		again, bad := FormOf(ctx, p).Programme(p.Kind)
		if bad != nil || len(CheckFields(again)) > 0 {
			t.Error(bad, CheckFields(again))
		}
		if again.SeasonFrom != p.SeasonFrom || again.Deadline != p.Deadline || again.Covers != 4 || again.MaxPerOrg != 5 ||
			again.Version != 7 || !slices.Equal(again.Inviters, p.Inviters) || again.Purpose != p.Purpose || again.Invoicing != Advance {
			t.Errorf("%+v", again)
		}
	}
	_, bad := Form{SeasonFrom: "i morgen", Deadline: " "}.Programme(web.KindNetwork)
	if len(bad) != 1 || bad[0] != (problem.Field{Name: "season_from", Key: "programme.date_wrong", About: "i morgen"}) {
		t.Error(bad)
	}
	if q, _ := (Form{Covers: "fire"}).Programme(web.KindNetwork); q.Covers >= 0 {
		t.Error("four in words is not none")
	}
}

func TestWhoMayWrite(t *testing.T) {
	for _, c := range []struct {
		who  access.Actor
		want bool
	}{
		{access.Actor{}, false}, {staff, true}, {contact, false}, {access.System("staff"), true},
		{access.Actor{Person: "x", Grants: []access.Grant{{Role: access.Admin, Scope: access.Everywhere}}}, true},
		{access.Actor{Person: "x", Grants: []access.Grant{{Role: access.Staff, Scope: access.At("centre")}}}, false},
	} {
		if got := mayWrite(c.who) == nil; got != c.want || seesDrafts(c.who) != c.want {
			t.Errorf("mayWrite(%v) is %v", c.who, got)
		}
	}
}
