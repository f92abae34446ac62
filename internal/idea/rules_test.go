package idea

import (
	"slices"
	"strings"
	"testing"

	"faelled/internal/id"

	"pgregory.net/rapid"
)

func TestCheck(t *testing.T) {
	good := Wish{Kind: Dilemma, Title: "Tallene før tid", Text: "Formanden ringer.\nHvad nu?", Shown: Unnamed}
	for name, c := range map[string]struct {
		change func(*Wish)
		want   string
	}{
		"good":         {func(*Wish) {}, ""},
		"no kind":      {func(w *Wish) { w.Kind = "x" }, "slags idea.kind_missing"},
		"no title":     {func(w *Wish) { w.Title = " " }, "titel idea.title_missing"},
		"long title":   {func(w *Wish) { w.Title = strings.Repeat("å", 121) }, "titel idea.line_too_long"},
		"no situation": {func(w *Wish) { w.Text = "\r\n" }, "tekst idea.situation_missing"},
		"no theme":     {func(w *Wish) { w.Kind, w.Text = Theme, "" }, "tekst idea.text_missing"},
		"long text":    {func(w *Wish) { w.Hard = strings.Repeat("å", 2001) }, "svaert idea.text_too_long"},
		"a bell":       {func(w *Wish) { w.Ways = "\a" }, "veje idea.unprintable"},
		"not text":     {func(w *Wish) { w.Text = "\xff" }, "tekst idea.unprintable"},
		"CPR":          {func(w *Wish) { w.Text = "Sagen om 070761-4285" }, "tekst idea.cpr"},
		"CPR in title": {func(w *Wish) { w.Title = "070761-4285" }, "titel idea.cpr"},
		"nobody":       {func(w *Wish) { w.Shown = "" }, "synlig idea.shown_missing"},
	} {
		w := good
		c.change(&w)
		if got := strings.Join(keysOf(Check(w.tidy()).Err()), ", "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func drawn(t *rapid.T) Idea {
	return Idea{
		ID:     id.Idea(rapid.SampledFrom([]string{"i", "j"}).Draw(t, "id")),
		Person: id.Person(rapid.SampledFrom([]string{"me", "other", ""}).Draw(t, "person")),
		Shown:  rapid.SampledFrom([]Shown{Named, Unnamed, ToStaff}).Draw(t, "shown"),
		State:  rapid.SampledFrom([]State{New, Discussed, Planned, Aside, United}).Draw(t, "state"),
	}
}

// A stranger sees nothing, a member what is theirs or shown, the secretariat all;
// whose it is they know only by consent; and nobody supports what they do not see.
func TestWhoSeesWhat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		i := drawn(t)
		nobody, stranger, member := reader{}, reader{Person: "stranger"}, reader{Person: "me", Member: true}
		mine := i.Person == "me"
		if nobody.sees(i) || stranger.sees(i) || nobody.knows(i) || stranger.maySupport(i) || nobody.mayTakeBack(i) {
			t.Fatal("a stranger", i)
		}
		if got, want := member.sees(i), mine || i.Shown != ToStaff && i.State != United; got != want {
			t.Fatal("sees", got, i)
		}
		if got, want := member.knows(i), mine || i.Shown == Named && i.State != United; got != want {
			t.Fatal("knows", got, i)
		}
		if got, want := member.maySupport(i), !mine && member.sees(i) && (i.State == New || i.State == Discussed); got != want {
			t.Fatal("supports", got, i)
		}
		if got, want := member.mayTakeBack(i), mine && i.State != Planned && i.State != United; got != want {
			t.Fatal("takes back", got, i)
		}
		if staff := (reader{Person: "staff", Staff: true}); !staff.sees(i) || !staff.knows(i) || staff.maySupport(i) || !staff.mayTakeBack(i) {
			t.Fatal("staff", i)
		}
	})
}

// What members see never disappears into what they do not, or into itself.
func TestUnitingHidesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		gone, kept := drawn(t), drawn(t)
		ok := len(cannotUnite(gone, kept)) == 0
		if ok && (gone.ID == kept.ID || kept.State == United || gone.State == United || gone.State == Planned) {
			t.Fatal(gone, kept)
		}
		member := reader{Person: "somebody", Member: true}
		if ok && member.sees(gone) && !member.sees(kept) {
			t.Fatal("it disappears", gone, kept)
		}
		if !ok && gone.ID != kept.ID && kept.State != United && !slices.Contains([]State{United, Planned}, gone.State) && kept.Shown != ToStaff {
			t.Fatal("refused", gone, kept)
		}
	})
}
