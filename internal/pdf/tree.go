package pdf

import "fmt"

type kidKind uint8

const (
	kidElem kidKind = iota // a structure element
	kidMark                // a marked piece of page content
	kidLink                // a link annotation
)

type kid struct {
	kind kidKind
	el   *elem
	page int
	n    int // number of the piece or of the annotation on its page
}

// elem is a node of the structure tree.
type elem struct {
	typ, alt, lang, attributes string
	kids                       []kid
	object                     int
}

func (e *elem) child(typ string) *elem {
	c := &elem{typ: typ}
	e.kids = append(e.kids, kid{kind: kidElem, el: c})
	return c
}

// treeWriter writes the structure tree and remembers which element owns which piece of which page.
type treeWriter struct {
	f     *file
	pages []*page
	owner [][]int // page, piece → object number
}

// writeTree writes the structure tree and its parent tree and returns the root's object number.
func (f *file) writeTree(root *elem, pages []*page) int {
	w := &treeWriter{f: f, pages: pages, owner: make([][]int, len(pages))}
	for i, p := range pages {
		w.owner[i] = make([]int, p.marks)
	}
	object := f.alloc()
	w.number(root)
	w.write(root, object)
	numbers, next := w.parentTree()
	parents := f.add("<</Nums[%s]>>", numbers)
	f.set(object, "<</Type/StructTreeRoot/K[%d 0 R]/ParentTree %d 0 R/ParentTreeNextKey %d>>", root.object, parents, next)
	return object
}

func (w *treeWriter) number(e *elem) {
	e.object = w.f.alloc()
	for _, k := range e.kids {
		if k.kind == kidElem {
			w.number(k.el)
		}
	}
}

func (w *treeWriter) write(e *elem, parent int) {
	b := fmt.Appendf(nil, "<</Type/StructElem/S/%s/P %d 0 R", e.typ, parent)
	home := -1 // the page of its first piece, named once for all pieces there
	for _, k := range e.kids {
		if k.kind != kidElem {
			home = k.page
			b = fmt.Appendf(b, "/Pg %d 0 R", w.pages[home].object)
			break
		}
	}
	if e.alt != "" {
		b = append(b, "/Alt"+text(e.alt)...)
	}
	if e.lang != "" {
		b = append(b, "/Lang"+text(e.lang)...)
	}
	if e.attributes != "" {
		b = append(b, "/A"+e.attributes...)
	}
	if len(e.kids) > 0 {
		b = append(b, "/K["...)
		for _, k := range e.kids {
			b = append(w.kid(b, e, k, home), ' ')
		}
		b[len(b)-1] = ']'
	}
	w.f.set(e.object, "%s>>", b)
	for _, k := range e.kids {
		if k.kind == kidElem {
			w.write(k.el, e.object)
		}
	}
}

func (w *treeWriter) kid(b []byte, e *elem, k kid, home int) []byte {
	switch k.kind {
	case kidMark:
		w.owner[k.page][k.n] = e.object
		if k.page == home {
			return fmt.Appendf(b, "%d", k.n)
		}
		return fmt.Appendf(b, "<</Type/MCR/Pg %d 0 R/MCID %d>>", w.pages[k.page].object, k.n)
	case kidLink:
		a := &w.pages[k.page].links[k.n]
		a.owner = e.object
		return fmt.Appendf(b, "<</Type/OBJR/Pg %d 0 R/Obj %d 0 R>>", w.pages[k.page].object, a.object)
	}
	return fmt.Appendf(b, "%d 0 R", k.el.object)
}

// parentTree leads from pieces and links back to their elements; next is the first free key.
func (w *treeWriter) parentTree() (numbers []byte, next int) {
	for i, pieces := range w.owner {
		numbers = fmt.Appendf(numbers, "%d[", i)
		for _, object := range pieces {
			numbers = fmt.Appendf(numbers, "%d 0 R ", object)
		}
		numbers = append(numbers, ']')
	}
	next = len(w.pages)
	for _, p := range w.pages {
		for _, a := range p.links {
			numbers = fmt.Appendf(numbers, " %d %d 0 R", a.key, a.owner)
			next = a.key + 1
		}
	}
	return numbers, next
}
