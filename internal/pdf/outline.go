package pdf

import "fmt"

// outline makes bookmarks of the headings.
type outline struct {
	f        *file
	pages    []*page
	headings []heading
	objects  []int // one for each heading
}

// writeOutline writes bookmarks and returns what the catalog says of them:
// nothing for a short document with fewer than two headings.
func (f *file) writeOutline(e *engine) string {
	hs := e.headings
	if len(hs) == 0 || len(hs) < 2 && len(e.pages) < 3 {
		return ""
	}
	root := f.alloc()
	o := &outline{f: f, pages: e.pages, headings: hs}
	for range hs {
		o.objects = append(o.objects, f.alloc())
	}
	f.set(root, "<</Type/Outlines%s>>", o.put(root, 0, len(hs)))
	return fmt.Sprintf("/Outlines %d 0 R/PageMode/UseOutlines", root)
}

// children are the headings between from and to that no other of them holds.
func (o *outline) children(from, to int) (out []int) {
	for i := from; i < to; i++ {
		if len(out) == 0 || o.headings[i].level <= o.headings[out[0]].level {
			out = append(out, i)
		}
	}
	return out
}

// put writes the bookmarks between from and to and returns the keys that tie them to their parent.
func (o *outline) put(parent, from, to int) string {
	kids := o.children(from, to)
	if len(kids) == 0 {
		return ""
	}
	for n, i := range kids {
		end, ties := to, ""
		if n+1 < len(kids) {
			end = kids[n+1]
			ties += fmt.Sprintf("/Next %d 0 R", o.objects[end])
		}
		if n > 0 {
			ties += fmt.Sprintf("/Prev %d 0 R", o.objects[kids[n-1]])
		}
		ties += o.put(o.objects[i], i+1, end)
		h := o.headings[i]
		p := o.pages[h.page]
		o.f.set(o.objects[i], "<</Title%s/Parent %d 0 R/Dest[%d 0 R/XYZ 0 %s null]%s>>", text(h.text), parent, p.object, num(p.h-h.y+4), ties)
	}
	return fmt.Sprintf("/First %d 0 R/Last %d 0 R/Count %d", o.objects[kids[0]], o.objects[kids[len(kids)-1]], to-from)
}
