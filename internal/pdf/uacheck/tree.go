package uacheck

import (
	"fmt"
	"slices"
	"strings"
)

// mayStandIn lists the parents in which an element may stand; those not listed may stand anywhere.
var mayStandIn = map[string][]string{
	"THead": {"Table"}, "TBody": {"Table"}, "TFoot": {"Table"}, "TR": {"Table", "THead", "TBody", "TFoot"}, "TH": {"TR"}, "TD": {"TR"},
	"LI": {"L"}, "Lbl": {"LI"}, "LBody": {"LI"}, "Document": {"StructTreeRoot"}, "Caption": {"Table", "Div", "Figure", "L"},
}

// mayHold lists the children an element may have, and that it has no content of its own.
var mayHold = map[string][]string{
	"Table": {"Caption", "TR", "THead", "TBody", "TFoot"}, "THead": {"TR"}, "TBody": {"TR"}, "TFoot": {"TR"}, "TR": {"TH", "TD"},
	"L": {"LI", "L", "Caption"}, "LI": {"Lbl", "LBody"},
}

// notEmpty are the elements that must hold something.
var notEmpty = []string{"H1", "H2", "H3", "P", "Span", "Lbl", "Caption"}

var standard = []string{"Document", "Div", "Sect", "H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TFoot", "TR", "TH", "TD", "Caption", "Figure", "Link", "Span"}

// node is an element of the structure tree by its object and its type.
type node struct {
	at  ref
	typ string
}

// element checks an element below parent, and those below it.
func (c *checker) element(v any, parent node, depth int) {
	d := c.f.dict(v)
	typ, _ := d["S"].(name)
	self := node{reference(v), string(typ)}
	if depth > 60 || d == nil || c.met[self.at] {
		c.bad("tree", "element %d is missing, too deep or met twice", self.at)
		return
	}
	c.met[self.at] = true
	c.r.Counts[self.typ]++
	c.print(d, self.typ, depth)
	c.place(d, self, parent)
	c.kind(d, self.typ)
	pages, links := map[int]bool{}, 0
	for _, k := range c.f.array(d["K"]) {
		page, piece := reference(d["Pg"]), -1
		switch x := c.f.get(k).(type) {
		case float64:
			piece = int(x)
		case dict:
			switch x["Type"] {
			case name("MCR"):
				page, piece = reference(x["Pg"]), integer(x["MCID"])
			case name("OBJR"):
				c.linked[reference(x["Obj"])]++
				links++
				continue
			default:
				c.element(k, self, depth+1)
				continue
			}
		default:
			c.bad("tree", "%s %d has a child of type %T", self.typ, self.at, x)
			continue
		}
		if i, ok := c.piece(self, page, piece, depth); ok {
			pages[i] = true
		}
	}
	if self.typ == "Link" && (links == 0 || len(pages) == 0) {
		c.bad("28-010", "a Link lacks its annotation or its text")
	}
	if self.typ != "Link" && links > 0 {
		c.bad("28-010", "an annotation belongs to %s", self.typ)
	}
	if self.typ == "Figure" && len(pages) > 1 {
		c.bad("13", "a figure is spread over pages")
	}
}

// print adds an element to the tree that a person reads.
func (c *checker) print(d dict, typ string, depth int) {
	attributes := c.f.dict(d["A"])
	fmt.Fprintf(&c.tree, "%s%s", strings.Repeat("  ", depth), typ)
	for _, k := range []string{"Scope", "ColSpan", "ListNumbering"} {
		if attributes[k] != nil {
			fmt.Fprintf(&c.tree, " %s=%v", k, attributes[k])
		}
	}
	if l, ok := d["Lang"].(string); ok {
		fmt.Fprintf(&c.tree, " Lang=%s", l)
	}
	if alt, _ := d["Alt"].(string); alt != "" {
		fmt.Fprintf(&c.tree, " Alt=%q", text(alt))
	}
	c.tree.WriteByte('\n')
}

// place checks that an element stands where one of its type may.
func (c *checker) place(d dict, self, parent node) {
	if !slices.Contains(standard, self.typ) {
		c.bad("02-001", "element type %q", self.typ)
	}
	if reference(d["P"]) != parent.at {
		c.bad("tree", "%s %d does not point to its parent", self.typ, self.at)
	}
	if a := mayStandIn[self.typ]; a != nil && !slices.Contains(a, parent.typ) {
		c.bad("09", "%s stands in %s", self.typ, parent.typ)
	}
	if o := mayHold[parent.typ]; o != nil && !slices.Contains(o, self.typ) {
		c.bad("09", "%s holds %s", parent.typ, self.typ)
	}
	if l, has := d["Lang"].(string); has && !languageTag.MatchString(l) {
		c.bad("11", "Lang %q", l)
	}
	if slices.Contains(notEmpty, self.typ) && len(c.f.array(d["K"])) == 0 {
		c.bad("01-006", "%s is empty", self.typ)
	}
}

// kind checks what an element of its type needs.
func (c *checker) kind(d dict, typ string) {
	attributes := c.f.dict(d["A"])
	switch typ {
	case "H1", "H2", "H3":
		level := int(typ[1] - '0')
		if level > c.level+1 {
			c.bad("14-003", "%s after H%d", typ, c.level)
		}
		c.level = level
	case "Figure":
		if alt, _ := d["Alt"].(string); strings.TrimSpace(text(alt)) == "" {
			c.bad("13-004", "a figure has no Alt")
		}
		if len(c.f.array(attributes["BBox"])) != 4 {
			c.bad("13", "a figure has no BBox")
		}
	case "TH":
		if s := attributes["Scope"]; s != name("Column") && s != name("Row") {
			c.bad("15-003", "a header cell has no Scope")
		}
	case "L":
		if attributes["ListNumbering"] == nil {
			c.bad("16-001", "a list has no ListNumbering")
		}
	case "Table":
		c.table(d)
	}
}

// piece checks that a piece of a page and its element know each other; it returns the number of the page.
func (c *checker) piece(self node, page ref, piece, depth int) (int, bool) {
	i, ok := c.pageOf[page]
	if !ok {
		c.bad("tree", "%s %d names no page", self.typ, self.at)
		return 0, false
	}
	words, ok := c.text[i][piece]
	if !ok {
		c.bad("01-005", "%s %d: MCID %d is not on page %d", self.typ, self.at, piece, i+1)
	}
	if mayHold[self.typ] != nil {
		c.bad("09", "%s holds content directly", self.typ)
	}
	c.seen[i][piece]++
	owners := c.f.array(c.parents[integer(c.pages[i]["StructParents"])])
	if piece < 0 || piece >= len(owners) || reference(owners[piece]) != self.at {
		c.bad("parent tree", "page %d, MCID %d does not lead back to %s %d", i+1, piece, self.typ, self.at)
	}
	if self.typ != "Figure" {
		fmt.Fprintf(&c.tree, "%s|%d %s\n", strings.Repeat("  ", depth+1), i+1, words)
	}
	return i, true
}

// table checks that all rows cover the same number of columns and that there are header cells.
func (c *checker) table(d dict) {
	rows, captions := c.rows(d, 0)
	columns, headers := -1, 0
	for _, r := range rows {
		n := 0
		for _, k := range c.f.array(r["K"]) {
			e := c.f.dict(k)
			n += max(integer(c.f.dict(e["A"])["ColSpan"]), 1)
			if e["S"] == name("TH") {
				headers++
			}
		}
		if columns >= 0 && n != columns {
			c.bad("15", "a table row covers %d columns, the first %d", n, columns)
		}
		if columns < 0 {
			columns = n
		}
	}
	if headers == 0 {
		c.bad("15-003", "a table has no header cells")
	}
	if captions > 1 {
		c.bad("09", "a table has several captions")
	}
}

// rows finds the rows of a table and counts its captions.
func (c *checker) rows(d dict, depth int) (rows []dict, captions int) {
	for _, k := range c.f.array(d["K"]) {
		switch e := c.f.dict(k); {
		case e["S"] == name("TR"):
			rows = append(rows, e)
		case e["S"] == name("Caption"):
			captions++
		case depth < 3:
			r, n := c.rows(e, depth+1)
			rows, captions = append(rows, r...), captions+n
		}
	}
	return rows, captions
}
