package idea

import (
	"cmp"
	"context"
	"slices"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
)

// boardPage is how many ideas a page of the list shows.
const boardPage = 50

// Path is where a network's ideas are.
func Path(p programme.Programme) string { return p.Path() + "/ideer" }

// path is where one idea is read.
func (i Idea) path(p programme.Programme) string { return Path(p) + "/" + string(i.ID) }

// Card is an idea with what its reader is told of it.
type Card struct {
	Idea
	Path       string
	Giver      string // whose it is; empty when the reader is not told, or they have left
	Org        string // and from where
	Mine       bool
	Supported  bool // by the reader
	MaySupport bool
	M          meeting.Meeting // that it is planned for
}

// heap is one of the lists that ideas are in.
type heap string

const (
	openHeap  heap = "" // new and discussed
	usedHeap  heap = "program"
	asideHeap heap = "side"
)

func (h heap) holds(i Idea) bool {
	switch h {
	case usedHeap:
		return i.State == Planned
	case asideHeap:
		return i.State == Aside || i.State == United
	}
	return i.State == New || i.State == Discussed
}

// board is a network's ideas, as one reader sees them.
type board struct {
	Programme programme.Programme
	Reader    reader
	Heap      heap
	Cards     []Card
	Count     map[heap]int
	Next      id.Idea // the last one on this page, when there are more
}

// boardOf finds the ideas in a heap, those most want to hear about first, after one
// of them.
func boardOf(ctx context.Context, tx *db.Tx, p programme.Programme, in heap, after id.Idea) (b board, err error) {
	b = board{Programme: p, Heap: in, Count: map[heap]int{}}
	if b.Reader, err = readerOf(ctx, tx, p.ID); err != nil {
		return b, err
	}
	all, err := inProgramme(ctx, tx, p.ID)
	if err != nil {
		return b, err
	}
	var list []Idea
	for _, i := range all {
		if !b.Reader.sees(i) {
			continue
		}
		for _, h := range []heap{openHeap, usedHeap, asideHeap} {
			if h.holds(i) {
				b.Count[h]++
			}
		}
		if in.holds(i) {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b Idea) int { return cmp.Compare(b.Supports, a.Supports) })
	list = list[slices.IndexFunc(list, func(i Idea) bool { return i.ID == after })+1:]
	if len(list) > boardPage {
		list = list[:boardPage]
		b.Next = list[boardPage-1].ID
	}
	b.Cards, err = cards(ctx, tx, p, b.Reader, list)
	return b, err
}

// cards adds to ideas what their reader is told of them.
func cards(ctx context.Context, tx *db.Tx, p programme.Programme, r reader, list []Idea) (all []Card, err error) {
	if len(list) == 0 {
		return nil, nil
	}
	supported, err := supportedBy(ctx, tx, p.ID, r.Person)
	if err != nil {
		return nil, err
	}
	var givers []id.Person
	var at []id.Meeting
	for _, i := range list {
		if i.Person != "" && r.knows(i) {
			givers = append(givers, i.Person)
		}
		if i.Meeting != "" {
			at = append(at, i.Meeting)
		}
	}
	known, err := people.Persons(ctx, tx, givers)
	if err != nil {
		return nil, err
	}
	var from []id.Org
	for _, one := range known {
		from = append(from, one.Org)
	}
	orgs, err := people.Orgs(ctx, tx, from)
	if err != nil {
		return nil, err
	}
	meetings, err := meeting.ByIDs(ctx, tx, at)
	for _, i := range list {
		c := Card{Idea: i, Path: i.path(p), Mine: r.owns(i), Supported: supported[i.ID], MaySupport: r.maySupport(i), M: meetings[i.Meeting]}
		if giver, ok := known[i.Person]; ok && r.knows(i) && giver.State == people.Active && giver.Org == i.From {
			c.Giver, c.Org = giver.Name, orgs[giver.Org].Name
		}
		all = append(all, c)
	}
	return all, err
}

// UsedAt is the ideas on the programme of a meeting that the reader may see.
func UsedAt(ctx context.Context, tx *db.Tx, p programme.Programme, m id.Meeting) ([]Card, error) {
	if !tx.Actor.SignedIn() {
		return nil, nil
	}
	all, err := atMeeting(ctx, tx, m)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	r, err := readerOf(ctx, tx, p.ID)
	if err != nil {
		return nil, err
	}
	return cards(ctx, tx, p, r, slices.DeleteFunc(all, func(i Idea) bool { return !r.sees(i) }))
}

// Unanswered is how many new ideas each programme has; those without are left out.
// For the secretariat and jobs.
func Unanswered(ctx context.Context, tx *db.Tx) (map[id.Programme]int64, error) {
	if err := mayLead(tx.Actor); err != nil {
		return nil, err
	}
	return unanswered(ctx, tx)
}
