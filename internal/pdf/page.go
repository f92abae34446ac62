package pdf

import "fmt"

// page is one page's content. It is always inside one marked piece of the
// structure tree or one artifact; mark and artifact switch when they must.
type page struct {
	index  int
	w, h   float64
	buf    []byte
	links  []annotation
	marks  int   // marked pieces so far; their numbers (MCID) count from 0
	open   bool  // inside a piece or an artifact
	owner  *elem // whose piece is open; nil: an artifact
	art    string
	fill   Color // text colour in force
	object int
}

// annotation is the rectangle of a link, in the page's top-down coordinates.
type annotation struct {
	x, y, w, h float64
	url, text  string
	object     int
	owner      int // object number of its Link element
	key        int // in the parent tree
}

func (p *page) closeMark() {
	if p.open {
		p.buf = append(p.buf, "EMC\n"...)
		p.open, p.owner, p.art = false, nil, ""
	}
}

// mark makes what follows the content of el.
func (p *page) mark(el *elem) {
	if p.open && p.owner == el {
		return
	}
	p.closeMark()
	p.buf = fmt.Appendf(p.buf, "/%s<</MCID %d>>BDC\n", el.typ, p.marks)
	el.kids = append(el.kids, kid{kind: kidMark, page: p.index, n: p.marks})
	p.marks++
	p.open, p.owner = true, el
}

// artifact makes what follows decoration that assistive technology skips.
func (p *page) artifact(properties string) {
	if p.open && p.owner == nil && p.art == properties {
		return
	}
	p.closeMark()
	p.buf = fmt.Appendf(p.buf, "/Artifact<<%s>>BDC\n", properties)
	p.open, p.art = true, properties
}

// Kinds of artifact.
const (
	artLayout     = "/Type/Layout"
	artPage       = "/Type/Page"
	artPagination = "/Type/Pagination"
	artHeader     = "/Type/Pagination/Subtype/Header"
	artFooter     = "/Type/Pagination/Subtype/Footer"
)

// point writes a place and an operator, turned to PDF's upward y.
func (p *page) point(b []byte, x, y float64, operator string) []byte {
	b = append(appendNum(b, x), ' ')
	b = append(appendNum(b, p.h-y), ' ')
	return append(append(b, operator...), ' ')
}

// path writes drawing operators in a graphics state of their own.
func (p *page) path(f func([]byte) []byte) {
	p.buf = append(p.buf, "q "...)
	p.buf = append(f(p.buf), "Q\n"...)
}

// Matrices that text is set with: upright, and turned half round.
const (
	upright = "1 0 0 1"
	turned  = "-1 0 0 -1"
)

// text writes s from x with its baseline at y.
func (p *page) text(u *fontUse, size float64, c Color, x, y float64, s []rune) {
	p.textAs(upright, u, size, c, x, y, s)
}

func (p *page) textAs(matrix string, u *fontUse, size float64, c Color, x, y float64, s []rune) {
	if len(s) == 0 {
		return
	}
	if p.fill != c {
		p.buf = appendRGB(p.buf, c, "rg")
		p.fill = c
	}
	p.buf = fmt.Appendf(p.buf, "BT/F%d ", u.index)
	p.buf = append(append(append(appendNum(p.buf, size), " Tf "...), matrix...), ' ')
	p.buf = p.point(p.buf, x, y, "Tm<")
	const hex = "0123456789ABCDEF"
	for _, r := range s {
		c := u.cid(plain(r))
		p.buf = append(p.buf, hex[c>>12&15], hex[c>>8&15], hex[c>>4&15], hex[c&15])
	}
	p.buf = append(p.buf, ">Tj ET\n"...)
}
