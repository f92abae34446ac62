package uacheck

import (
	"encoding/binary"
	"slices"
	"strings"
)

// Marks that are no numbered piece of content.
const (
	anArtifact = -1
	otherMark  = -2
)

var (
	painting = []operator{"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "Tj", "TJ", "'", `"`, "BI"}
	unread   = []operator{"TJ", "'", `"`, "BI", "Do", "sh"}
)

// pageReader follows a page's operators: everything painted must lie in exactly one piece or artifact.
type pageReader struct {
	c         *checker
	page      int
	resources dict
	marks     []int // open marks: a piece's number, anArtifact or otherMark
	states    int   // saved graphics states
	inText    bool
	font      *font
}

func (c *checker) content(n int, p dict) {
	s, ok := c.f.get(p["Contents"]).(*stream)
	if !ok {
		c.bad("page", "page %d has no content stream", n+1)
		return
	}
	if p["StructParents"] == nil {
		c.bad("01-005", "page %d has no StructParents", n+1)
	}
	r := &pageReader{c: c, page: n, resources: c.f.dict(p["Resources"])}
	if r.resources["XObject"] != nil || r.resources["Properties"] != nil {
		c.bad("scope", "page %d uses XObjects or property lists, which this check does not read", n+1)
	}
	var args []any
	for l := (&lexer{b: s.data}); ; {
		v, err := l.value()
		if err == errEnd {
			break
		}
		if err != nil {
			c.bad("syntax", "page %d: %v", n+1, err)
			return
		}
		op, ok := v.(operator)
		if !ok {
			args = append(args, v)
			continue
		}
		r.operator(op, args)
		args = args[:0]
	}
	if len(r.marks) != 0 || r.states != 0 || r.inText {
		c.bad("syntax", "page %d: unbalanced operators", n+1)
	}
}

func (r *pageReader) operator(op operator, args []any) {
	switch op {
	case "q":
		r.states++
	case "Q":
		r.states--
	case "BT":
		if r.inText {
			r.c.bad("syntax", "page %d: nested BT", r.page+1)
		}
		r.inText = true
	case "ET":
		r.inText = false
	case "BMC", "BDC":
		r.mark(args)
	case "EMC":
		if len(r.marks) == 0 {
			r.c.bad("syntax", "page %d: EMC without start", r.page+1)
			return
		}
		r.marks = r.marks[:len(r.marks)-1]
	case "Tf":
		if len(args) > 0 {
			n, _ := args[0].(name)
			r.font = r.c.font(r.resources, string(n))
		}
	}
	if slices.Contains(painting, op) {
		r.paint(op, args)
	}
}

func (r *pageReader) mark(args []any) {
	piece := otherMark
	if len(args) > 0 && args[0] == name("Artifact") {
		piece = anArtifact
		r.c.r.Counts["artifacts"]++
	}
	if len(args) > 1 {
		if d, ok := args[1].(dict); ok && d["MCID"] != nil {
			piece = integer(d["MCID"])
			if _, twice := r.c.text[r.page][piece]; twice {
				r.c.bad("mcid", "page %d: MCID %d twice", r.page+1, piece)
			}
			r.c.text[r.page][piece] = ""
			r.c.r.Counts["marks"]++
		}
	}
	for _, open := range r.marks {
		if open == anArtifact && piece >= 0 || open >= 0 && piece == anArtifact {
			r.c.bad("01-003/004", "page %d: artifact and tagged content are nested", r.page+1)
		}
	}
	r.marks = append(r.marks, piece)
}

func (r *pageReader) paint(op operator, args []any) {
	piece := otherMark
	for _, open := range r.marks {
		if open != otherMark {
			piece = open
		}
	}
	if piece == otherMark {
		r.c.bad("01-005", "page %d: %s outside MCID and artifact", r.page+1, op)
	}
	if slices.Contains(unread, op) {
		r.c.bad("scope", "page %d: operator %s is not read by this check", r.page+1, op)
	}
	if op == "Tj" {
		shown := r.show(args)
		if piece >= 0 {
			r.c.text[r.page][piece] += shown
		}
	}
}

// show reads a string of two-byte codes and checks each against its font.
func (r *pageReader) show(args []any) string {
	var s string
	if len(args) == 1 {
		s, _ = args[0].(string)
	}
	if s == "" || r.font == nil {
		r.c.bad("syntax", "page %d: Tj without string or font", r.page+1)
		return ""
	}
	var out strings.Builder
	for i := 0; i+1 < len(s); i += 2 {
		code := int(s[i])<<8 | int(s[i+1])
		r.c.r.Counts["glyphs"]++
		if code == 0 {
			r.c.bad("31-030", "page %d: .notdef is shown", r.page+1)
		}
		u, ok := r.font.unicode[code]
		if !ok || strings.ContainsAny(u, "\x00\ufeff\ufffe") {
			r.c.bad("10-001", "page %d: code %d has no valid Unicode value", r.page+1, code)
		}
		r.width(code)
		out.WriteString(u)
	}
	return out.String()
}

// width compares the width in the file with the one in the embedded font.
func (r *pageReader) width(code int) {
	p := r.font.program
	head, hhea, hmtx := p["head"], p["hhea"], p["hmtx"]
	if len(head) < 20 || len(hhea) < 36 || code >= int(binary.BigEndian.Uint16(hhea[34:])) || len(hmtx) < 4*code+2 {
		r.c.bad("31-018", "page %d: code %d has no glyph in the embedded font", r.page+1, code)
		return
	}
	em := float64(binary.BigEndian.Uint16(head[18:]))
	if d := float64(binary.BigEndian.Uint16(hmtx[4*code:]))*1000/em - r.font.widths[code]; d > 1 || d < -1 {
		r.c.bad("31-016", "page %d: width of code %d differs from the embedded font", r.page+1, code)
	}
}
