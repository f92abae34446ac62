package material

import (
	"context"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/programme"
)

// Shelf is a network's material, as one reader sees it.
type Shelf struct {
	Programme programme.Programme
	Groups    []Group // the newest meeting first; before them, what belongs to none
	Search    string
	Staff     bool
	Hidden    bool // to a visitor: there is more for those who sign in
}

// Group is the material of one meeting, or of the network as a whole.
type Group struct {
	Meeting meeting.Meeting // the zero meeting: none
	Before  []Shown
	After   []Shown
}

// Shown is a material with what its reader is told of it.
type Shown struct {
	Material
	Path   string // of the network's material
	Hidden bool   // to all but the secretariat, until it is shown
	Staff  bool
}

// Empty tells whether there is nothing to see.
func (g Group) Empty() bool { return len(g.Before)+len(g.After) == 0 }

// Path is where a programme's material lies.
func Path(p programme.Programme) string { return p.Path() + "/materialer" }

// shelf finds a programme's material with all the words of search in it.
func shelf(ctx context.Context, tx *db.Tx, p programme.Programme, search string) (s Shelf, err error) {
	s = Shelf{Programme: p, Search: strings.TrimSpace(search)}
	meetings, err := meeting.InProgramme(ctx, tx, p.ID)
	if err != nil {
		return s, err
	}
	r, err := readerOf(ctx, tx, p, meetings)
	if err != nil {
		return s, err
	}
	all, err := inProgramme(ctx, tx, p.ID)
	s.Staff = r.Staff
	groups := map[id.Meeting]*Group{"": {}}
	for _, m := range meetings {
		groups[m.ID] = &Group{Meeting: m}
	}
	words := strings.Fields(i18n.SearchKey(s.Search))
	for _, m := range all {
		switch {
		case !r.sees(m):
			s.Hidden = s.Hidden || !tx.Actor.SignedIn() && !tx.Now.Before(m.ShownFrom)
		case found(m, groups[m.Meeting].Meeting.Title, words):
			groups[m.Meeting].add(m, p, r)
		}
	}
	slices.Reverse(meetings)
	for _, m := range append([]meeting.Meeting{{}}, meetings...) {
		if g := groups[m.ID]; !g.Empty() {
			s.Groups = append(s.Groups, *g)
		}
	}
	return s, err
}

// found tells whether all words are in what a material is called.
func found(m Material, of string, words []string) bool {
	key := i18n.SearchKey(strings.Join([]string{m.Title, m.Speaker, m.Filename, m.Link, of}, " "))
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(key, w) })
}

func (g *Group) add(m Material, p programme.Programme, r reader) {
	s := Shown{Material: m, Path: Path(p), Hidden: r.Now.Before(m.ShownFrom), Staff: r.Staff}
	if m.Phase == Before {
		g.Before = append(g.Before, s)
	} else {
		g.After = append(g.After, s)
	}
}

// OfMeeting is what the reader sees of one meeting's material.
func OfMeeting(ctx context.Context, tx *db.Tx, p programme.Programme, m meeting.Meeting) (g Group, err error) {
	g.Meeting = m
	all, err := ofMeeting(ctx, tx, m.ID)
	if err != nil || len(all) == 0 {
		return g, err
	}
	meetings := []meeting.Meeting{m}
	if slices.ContainsFunc(all, func(m Material) bool { return m.Reach == Members }) {
		if meetings, err = meeting.InProgramme(ctx, tx, p.ID); err != nil {
			return g, err
		}
	}
	r, err := readerOf(ctx, tx, p, meetings)
	for _, one := range all {
		if r.sees(one) {
			g.add(one, p, r)
		}
	}
	return g, err
}
