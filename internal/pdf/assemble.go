package pdf

import (
	"fmt"
	"strings"
)

// assemble writes pages, structure, fonts, bookmarks and metadata as one file.
func (e *engine) assemble(root *elem) ([]byte, error) {
	f := &file{readable: e.d.opt.Uncompressed}
	catalog, info, tree, resources := f.alloc(), f.alloc(), f.alloc(), f.alloc()
	key := len(e.pages) // the pages themselves have the first keys of the parent tree
	for _, p := range e.pages {
		p.object = f.alloc()
		for i := range p.links {
			p.links[i].object, p.links[i].key = f.alloc(), key
			key++
		}
	}
	structure := f.writeTree(root, e.pages)
	kids := make([]string, len(e.pages))
	for i, p := range e.pages {
		kids[i] = fmt.Sprintf("%d 0 R", p.object)
		f.writePage(p, tree, resources)
	}
	f.set(tree, "<</Type/Pages/Count %d/Kids[%s]>>", len(e.pages), strings.Join(kids, " "))
	fonts := ""
	for _, u := range e.fonts {
		if len(u.runes) == 1 {
			continue
		}
		object, err := f.writeFont(u)
		if err != nil {
			return nil, err
		}
		fonts += fmt.Sprintf("/F%d %d 0 R", u.index, object)
	}
	f.set(resources, "<</Font<<%s>>>>", fonts)
	outline := f.writeOutline(e)
	metadata := f.writeMetadata(info, e.d.opt)
	f.set(catalog, "<</Type/Catalog/Pages %d 0 R/Lang%s/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R/Metadata %d 0 R/ViewerPreferences<</DisplayDocTitle true>>%s>>",
		tree, text(e.d.opt.Lang), structure, metadata, outline)
	return f.bytes(catalog, info), nil
}

func (f *file) writePage(p *page, tree, resources int) {
	content := f.alloc()
	f.setStream(content, "", p.buf)
	var links []string
	for _, a := range p.links {
		links = append(links, fmt.Sprintf("%d 0 R", a.object))
		f.set(a.object, "<</Type/Annot/Subtype/Link/Rect[%s %s %s %s]/Border[0 0 0]/F 4/P %d 0 R/StructParent %d/Contents%s/A<</Type/Action/S/URI/URI%s>>>>",
			num(a.x), num(p.h-a.y-a.h), num(a.x+a.w), num(p.h-a.y), p.object, a.key, text(a.text), text(address(a.url)))
	}
	annotations := ""
	if len(links) > 0 {
		annotations = "/Annots[" + strings.Join(links, " ") + "]"
	}
	f.set(p.object, "<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Resources %d 0 R/Contents %d 0 R/StructParents %d/Tabs/S%s>>",
		tree, num(p.w), num(p.h), resources, content, p.index, annotations)
}
