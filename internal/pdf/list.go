package pdf

import "strconv"

const (
	listIndent = 17
	itemGap    = 3
)

// Item is a list item with a list below it.
type Item struct {
	Text    []any
	Sub     []any
	Ordered bool // numbers the items of Sub
}

// Bullets adds a list. An item is a string, an Inline, a slice of them or an Item.
func (f *Flow) Bullets(items ...any) { f.list(false, items) }

// Numbers adds a numbered list.
func (f *Flow) Numbers(items ...any) { f.list(true, items) }

func (f *Flow) list(ordered bool, items []any) {
	if len(items) > 0 {
		f.add(f.newList(ordered, items, 0))
	}
}

func (f *Flow) newList(ordered bool, items []any, depth int) *list {
	l := &list{ordered: ordered}
	th := f.doc.theme
	for i, it := range items {
		p := &para{after: itemGap, label: label(ordered, i, depth), st: textStyle{size: th.Size, leading: th.Size * 1.42, color: th.Ink}}
		item := listItem{p: p}
		if v, ok := it.(Item); ok {
			p.ins = f.inlines(v.Text)
			if len(v.Sub) > 0 {
				item.sub = f.newList(v.Ordered, v.Sub, depth+1)
			}
		} else {
			p.ins = f.inlines([]any{it})
		}
		if blankInlines(p.ins) {
			f.fail("list item %d is empty", i+1)
		}
		l.items = append(l.items, item)
	}
	return l
}

func label(ordered bool, i, depth int) string {
	switch {
	case ordered:
		return strconv.Itoa(i+1) + "."
	case depth%2 == 1:
		return "–"
	}
	return "•"
}

type listItem struct {
	p   *para
	sub *list
}

type list struct {
	ordered bool
	items   []listItem
}

func (l *list) gaps() (before, after float64) { return 0, 7 }

func (l *list) height(e *engine, w float64) (total, first float64) {
	for i, it := range l.items {
		t, f := it.p.height(e, w-listIndent)
		if i == 0 {
			first = f
		} else {
			total += itemGap
		}
		total += t
		if it.sub != nil {
			t, _ := it.sub.height(e, w-listIndent)
			total += itemGap + t
		}
	}
	return total, first
}

func (l *list) layout(e *engine) {
	el := e.parent.child("L")
	el.attributes = "<</O/List/ListNumbering/Disc>>"
	if l.ordered {
		el.attributes = "<</O/List/ListNumbering/Decimal>>"
	}
	e.indent += listIndent // a page that starts inside the list keeps the indent
	e.x, e.w = e.x+listIndent, e.w-listIndent
	for i, it := range l.items {
		if i > 0 {
			e.y += itemGap
		}
		it.layout(e, el.child("LI"))
	}
	e.indent -= listIndent
	e.x, e.w = e.x-listIndent, e.w+listIndent
}

func (it listItem) layout(e *engine, el *elem) {
	if _, first := it.p.height(e, e.w); e.locked == 0 && !e.atTop() && !e.room(first) {
		e.newPage()
	}
	it.p.labelElem = el.child("Lbl")
	body := el.child("LBody")
	it.p.draw(e, body)
	if it.sub != nil && e.err == nil {
		outer := e.parent
		e.y += itemGap
		e.parent = body
		it.sub.layout(e)
		e.parent = outer
	}
}
