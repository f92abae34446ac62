package uacheck

import (
	"fmt"
	"regexp"
	"strings"
)

// Report is the outcome of a check.
type Report struct {
	Problems []string       // each begins with a Matterhorn failure condition ("14-003"), or with what it is about
	Counts   map[string]int // structure elements by type, "pages", "marks", "artifacts", "links", "glyphs"
	Tree     string         // the structure tree with its text, in reading order
}

type checker struct {
	f       *pdfFile
	r       *Report
	pages   []dict
	pageOf  map[ref]int
	text    []map[int]string // page → marked piece → its text
	seen    []map[int]int    // page → marked piece → times met in the tree
	fonts   map[ref]*font
	linked  map[ref]int  // link annotation → times met in the tree
	parents map[int]any  // the parent tree
	met     map[ref]bool // structure elements
	tree    strings.Builder
	level   int // of the last heading
}

// bad notes a problem, and of very many only the first.
func (c *checker) bad(id, format string, a ...any) {
	if len(c.r.Problems) < 200 {
		c.r.Problems = append(c.r.Problems, id+": "+fmt.Sprintf(format, a...))
	}
}

var (
	languageTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)
	xmpTitle    = regexp.MustCompile(`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">[^<]*\S[^<]*</rdf:li>`)
)

// Check examines a file. An error means that it cannot be read at all.
func Check(b []byte) (*Report, error) {
	f, err := parse(b)
	if err != nil {
		return nil, err
	}
	c := &checker{f: f, r: &Report{Counts: map[string]int{}}, pageOf: map[ref]int{}, fonts: map[ref]*font{}, linked: map[ref]int{}, met: map[ref]bool{}}
	catalog := f.dict(f.trailer["Root"])
	c.catalog(catalog)
	c.metadata(catalog)
	root := f.dict(catalog["StructTreeRoot"])
	if root == nil {
		c.bad("01", "no structure tree")
		return c.r, nil
	}
	for _, k := range f.array(f.dict(catalog["Pages"])["Kids"]) {
		c.pageOf[reference(k)] = len(c.pages)
		c.pages = append(c.pages, f.dict(k))
	}
	c.r.Counts["pages"] = len(c.pages)
	for i, p := range c.pages {
		c.text = append(c.text, map[int]string{})
		c.seen = append(c.seen, map[int]int{})
		c.content(i, p)
	}
	c.parentTree(root)
	for _, k := range f.array(root["K"]) {
		c.element(k, node{reference(catalog["StructTreeRoot"]), "StructTreeRoot"}, 0)
	}
	for i, p := range c.pages {
		c.page(i, p)
	}
	if c.level == 0 {
		c.bad("14", "no heading")
	}
	if len(c.pages) > 2 && f.dict(catalog["Outlines"]) == nil {
		c.bad("outline", "a long document has no bookmarks")
	}
	c.r.Tree = c.tree.String()
	return c.r, nil
}

func (c *checker) catalog(catalog dict) {
	if c.f.trailer["Encrypt"] != nil {
		c.bad("26", "the file is encrypted")
	}
	if c.f.trailer["ID"] == nil {
		c.bad("ID", "no file identifier")
	}
	if m := c.f.dict(catalog["MarkInfo"]); m["Marked"] != true || m["Suspects"] == true {
		c.bad("06-001/02", "MarkInfo does not say Marked, or says Suspects")
	}
	if c.f.dict(catalog["ViewerPreferences"])["DisplayDocTitle"] != true {
		c.bad("07-001", "DisplayDocTitle is not set")
	}
	if l, _ := catalog["Lang"].(string); !languageTag.MatchString(l) {
		c.bad("11-006", "the catalog has no valid Lang")
	}
	for _, k := range []string{"OCProperties", "AcroForm", "OpenAction", "AA", "Requirements"} {
		if catalog[k] != nil {
			c.bad("catalog", "the catalog has /%s", k)
		}
	}
}

func (c *checker) metadata(catalog dict) {
	if s, ok := c.f.get(catalog["Metadata"]).(*stream); !ok || s.dict["Filter"] != nil {
		c.bad("06-002", "no plain XMP metadata stream")
	} else {
		if !strings.Contains(string(s.data), "<pdfuaid:part>1</pdfuaid:part>") {
			c.bad("06-003", "XMP lacks the PDF/UA identifier")
		}
		if !xmpTitle.Match(s.data) {
			c.bad("06-004", "XMP lacks dc:title")
		}
	}
	if t, _ := c.f.dict(c.f.trailer["Info"])["Title"].(string); strings.TrimSpace(text(t)) == "" {
		c.bad("06-004", "Info lacks Title")
	}
}

func (c *checker) parentTree(root dict) {
	c.parents = map[int]any{}
	last := -1
	numbers := c.f.array(c.f.dict(root["ParentTree"])["Nums"])
	for i := 0; i+1 < len(numbers); i += 2 {
		k := integer(numbers[i])
		if k <= last {
			c.bad("parent tree", "keys out of order at %d", k)
		}
		last = k
		c.parents[k] = numbers[i+1]
	}
	if integer(root["ParentTreeNextKey"]) <= last {
		c.bad("parent tree", "ParentTreeNextKey is in use")
	}
}

// page checks, after the tree was walked, that it holds every piece and every link of a page once.
func (c *checker) page(i int, p dict) {
	for id := range c.text[i] {
		if c.seen[i][id] != 1 {
			c.bad("01-005", "page %d: MCID %d is %d times in the structure tree", i+1, id, c.seen[i][id])
		}
	}
	links := c.f.array(p["Annots"])
	if len(links) > 0 && p["Tabs"] != name("S") {
		c.bad("28-008", "page %d has annotations but not Tabs S", i+1)
	}
	for _, a := range links {
		c.r.Counts["links"]++
		d := c.f.dict(a)
		if d["Subtype"] != name("Link") {
			c.bad("28", "page %d: annotation %v", i+1, d["Subtype"])
		}
		if s, _ := d["Contents"].(string); strings.TrimSpace(s) == "" {
			c.bad("28-012", "page %d: a link has no Contents", i+1)
		}
		if c.linked[reference(a)] != 1 {
			c.bad("28-011", "page %d: annotation %v is not in exactly one Link element", i+1, a)
		}
		_, has := d["StructParent"].(float64)
		if e := c.f.dict(c.parents[integer(d["StructParent"])]); !has || e["S"] != name("Link") {
			c.bad("28-011", "page %d: StructParent of annotation %v does not lead to a Link", i+1, a)
		}
	}
}
