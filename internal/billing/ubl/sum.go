package ubl

import (
	"slices"

	"faelled/internal/money"
)

// Group is all lines of one category and rate.
type Group struct {
	Category Category
	RateBP   int64
	Reasons  []string // of its lines, each once
	Net, VAT money.Money
}

// Totals are the sums of an invoice. Gross is Net and VAT together.
type Totals struct {
	Groups          []Group
	Net, VAT, Gross money.Money
}

// Sum adds the lines. VAT is rounded once for each category and rate, half away
// from zero, and never on a line (BR-CO-14, BR-CO-17). The official rules bear a
// krone's difference; there is none here.
func Sum(lines []Line) (t Totals) {
	for _, l := range lines {
		g := t.group(l)
		g.Net = g.Net.Add(l.Net())
		t.Net = t.Net.Add(l.Net())
	}
	for i := range t.Groups {
		g := &t.Groups[i]
		g.VAT = money.VAT(g.Net, g.RateBP)
		t.VAT = t.VAT.Add(g.VAT)
	}
	t.Gross = t.Net.Add(t.VAT)
	return t
}

// group finds the line's group, or begins it.
func (t *Totals) group(l Line) *Group {
	i := slices.IndexFunc(t.Groups, func(g Group) bool { return g.Category == l.Category && g.RateBP == l.RateBP })
	if i < 0 {
		i = len(t.Groups)
		t.Groups = append(t.Groups, Group{Category: l.Category, RateBP: l.RateBP})
	}
	g := &t.Groups[i]
	if l.Reason != "" && !slices.Contains(g.Reasons, l.Reason) {
		g.Reasons = append(g.Reasons, l.Reason)
	}
	return g
}
