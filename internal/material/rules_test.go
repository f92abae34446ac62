package material

import (
	"slices"
	"strings"
	"testing"
	"time"

	"faelled/internal/id"

	"pgregory.net/rapid"
)

func TestCheck(t *testing.T) {
	good := Wish{Title: "Oplæg", Phase: Before, Reach: Public, Link: "https://film.example/1"}
	for name, c := range map[string]struct {
		change func(*Wish)
		want   string
	}{
		"good":          {func(*Wish) {}, ""},
		"no title":      {func(w *Wish) { w.Title = "" }, "titel material.title_missing"},
		"long":          {func(w *Wish) { w.Title = strings.Repeat("å", 201) }, "titel material.too_long"},
		"line break":    {func(w *Wish) { w.Speaker = "a\nb" }, "fra material.unprintable"},
		"CPR":           {func(w *Wish) { w.Title = "Sagen om 070761-4285" }, "titel material.cpr"},
		"no phase":      {func(w *Wish) { w.Phase = "now" }, "fase material.phase_missing"},
		"no reach":      {func(w *Wish) { w.Reach = "" }, "adgang material.reach_missing"},
		"no meeting":    {func(w *Wish) { w.Reach = Seated }, "adgang material.reach_needs_meeting"},
		"nothing":       {func(w *Wish) { w.Link = "" }, "fil material.neither"},
		"both":          {func(w *Wish) { w.Document.Hash = "feed" }, "link material.either"},
		"script":        {func(w *Wish) { w.Link = "javascript:alert(1)" }, "link material.bad_link"},
		"no host":       {func(w *Wish) { w.Link = "https:///x" }, "link material.bad_link"},
		"a password":    {func(w *Wish) { w.Link = "https://a:b@film.example" }, "link material.bad_link"},
		"CPR in a link": {func(w *Wish) { w.Link = "https://sag.example/070761%2D4285" }, "link material.cpr"},
		"CPR in a name": {func(w *Wish) { w.Link, w.Document.Hash, w.Document.Name = "", "feed", "Indstilling_070761-4285.pdf" }, "fil material.cpr"},
		"place":         {func(w *Wish) { w.N = 1000 }, "plads material.bad_place"},
		"file before":   {func(w *Wish) { w.Reach, w.Meeting = Seated, "m" }, ""},
	} {
		w := good
		c.change(&w)
		if got := strings.Join(keysOf(Check(w, false).Err()), ", "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Whoever sees less never sees more: a visitor sees what a member sees, a member
// what the secretariat sees, and nobody else sees what is not shown yet.
func TestWhoSeesWhat(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 6, 2, 12, 0, 0, 0, time.UTC)
		m := Material{
			Meeting: id.Meeting(rapid.SampledFrom([]string{"june", "october"}).Draw(t, "meeting")), Reach: rapid.SampledFrom([]Reach{Public, Members, Seated}).Draw(t, "reach"),
			ShownFrom: at.Add(time.Duration(rapid.IntRange(-2, 2).Draw(t, "from")) * time.Hour),
		}
		anybody, member := reader{Now: at}, reader{Now: at, Member: true}
		seated, staff := reader{Now: at, Member: true, Seats: map[id.Meeting]bool{"june": true}}, reader{Now: at, Staff: true}
		sees := []bool{anybody.sees(m), member.sees(m), seated.sees(m), staff.sees(m)}
		if !slices.IsSortedFunc(sees, func(a, b bool) int {
			switch {
			case a == b:
				return 0
			case b:
				return -1
			}
			return 1
		}) {
			t.Fatal(sees, m)
		}
		shown := !at.Before(m.ShownFrom)
		want := []bool{shown && m.Reach == Public, shown && m.Reach != Seated, shown && (m.Reach != Seated || m.Meeting == "june"), true}
		if !slices.Equal(sees, want) {
			t.Fatal(sees, want, m)
		}
	})
}
