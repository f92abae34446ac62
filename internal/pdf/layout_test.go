package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"faelled/internal/pdf"
	"faelled/internal/pdf/pdftest"
)

// A table over many pages has one header row in the tree; its repetitions are
// artifacts. A row higher than a page is split, and its text stays in one cell.
func TestLongTables(t *testing.T) {
	d := pdf.New(options(t))
	d.H1("Tabel")
	var rows [][]any
	for i := range 200 {
		rows = append(rows, []any{fmt.Sprint("række ", i), "værdi", ""})
	}
	rows = append(rows, []any{"høj", strings.Repeat("meget lang tekst ", 2000), pdf.Link("henvisning", "https://a.example")})
	d.Table(pdf.Table{RowHeader: true, Columns: []pdf.Column{{Title: "Navn"}, {Title: "Værdi"}, {Title: "Note"}}, Rows: rows})
	r := pdftest.Check(t, must(t, d))
	if r.Counts["TR"] != 202 || strings.Count(r.Tree, "Scope=Column") != 3 || r.Counts["pages"] < 8 {
		t.Error(r.Counts)
	}
	if n := strings.Count(r.Tree, "meget lang tekst"); n < 1900 { // some are parted by a page break
		t.Error("text lost:", n)
	}
}

// pageOf finds the page that a text of the tree begins on.
func pageOf(t *testing.T, tree, text string) string {
	t.Helper()
	i := strings.Index(tree, text)
	if i < 0 {
		t.Fatalf("%q is not in the tree", text)
	}
	mark := strings.LastIndex(tree[:i], "|")
	page, _, _ := strings.Cut(tree[mark:], " ")
	return page
}

func TestHeadingStaysWithText(t *testing.T) {
	for n := 20; n < 38; n++ { // a page holds 34
		d := pdf.New(options(t))
		d.H1("Start")
		for range n {
			d.P("Linje")
		}
		d.H2("Afsnit")
		d.H3("Underafsnit")
		d.P(strings.Repeat("Tekst under overskriften. ", 40))
		tree := tree(t, d)
		page := pageOf(t, tree, "Tekst under")
		if pageOf(t, tree, "Afsnit") != page || pageOf(t, tree, "Underafsnit") != page {
			t.Fatalf("with %d paragraphs the heading is parted from its text", n)
		}
	}
}

func TestPanelsStayTogether(t *testing.T) {
	for n := 20; n < 38; n++ { // a page holds 34
		d := pdf.New(options(t))
		d.H1("Start")
		for range n {
			d.P("Linje")
		}
		d.Panel(func(f *pdf.Flow) {
			f.P("Først")
			f.Bullets("a", "b", "c")
			f.P("Sidst")
		})
		if tree := tree(t, d); pageOf(t, tree, "Først") != pageOf(t, tree, "Sidst") {
			t.Fatalf("with %d paragraphs the panel is parted", n)
		}
	}
}

// What people typed may be longer than any page: nothing is lost, whatever holds it.
func TestNothingIsTooLong(t *testing.T) {
	long := strings.Repeat("ord ", 4000)
	for name, write := range map[string]func(d *pdf.Document){
		"paragraph": func(d *pdf.Document) { d.P(long) },
		"item":      func(d *pdf.Document) { d.Bullets("a", long) },
		"heading":   func(d *pdf.Document) { d.H2(long) },
		"keep":      func(d *pdf.Document) { d.Keep(func(f *pdf.Flow) { f.P("a"); f.P(long) }) },
		"panel":     func(d *pdf.Document) { d.Panel(func(f *pdf.Flow) { f.H2("a"); f.P(long) }) },
		"columns": func(d *pdf.Document) {
			d.Columns([]float64{1, 2}, func(f *pdf.Flow) { f.P("a") }, func(f *pdf.Flow) { f.P(long) })
		},
		"nested": func(d *pdf.Document) {
			d.Panel(func(f *pdf.Flow) {
				f.Columns([]float64{1, 2}, func(f *pdf.Flow) { f.P("a") }, func(f *pdf.Flow) {
					f.Table(pdf.Table{RowHeader: true, Columns: []pdf.Column{{Title: "A"}, {Title: "B"}}, Rows: [][]any{{"1", long}}})
				})
			})
		},
		"word": func(d *pdf.Document) { d.P(strings.ReplaceAll(long, " ", "")) },
	} {
		d := pdf.New(options(t))
		d.H1("Start")
		write(d)
		tree := tree(t, d)
		if n := strings.Count(tree, "ord"); n < 3950 { // chopping may part some
			t.Errorf("%s: %d words left", name, n)
		}
		if !strings.Contains(tree, "|3 ") {
			t.Errorf("%s: fewer than three pages", name)
		}
	}
}

func TestNestedContainers(t *testing.T) {
	d := pdf.New(options(t))
	d.H1("Alt i ét")
	for range 12 {
		d.Panel(func(f *pdf.Flow) {
			f.H2("Panel")
			f.Columns([]float64{1, 2},
				func(f *pdf.Flow) {
					f.Bullets("a", pdf.Item{Text: []any{"b"}, Sub: []any{"c", "d"}, Ordered: true})
				},
				func(f *pdf.Flow) {
					f.Table(pdf.Table{Columns: []pdf.Column{{Title: "A"}, {Title: "B"}},
						Rows: [][]any{{"1", pdf.Link(strings.Repeat("lang henvisning ", 12), "https://a.example/?q=(1)&x=ø")}}})
				})
		})
	}
	d.Numbers(strings.Repeat("Et langt punkt i en liste. ", 600), "kort")
	pdftest.Golden(t, "nested", must(t, d))
}

func TestTotalsStayWithTheLastRow(t *testing.T) {
	for n := 50; n < 72; n++ { // a page holds 71
		for rows := 1; rows < 4; rows++ {
			d := pdf.New(options(t))
			d.H1("Start")
			for range n {
				d.Space(10)
			}
			cells := [][]any{{"første"}, {"anden"}, {"tredje"}}[:rows]
			cells[rows-1][0] = "sidste"
			d.Table(pdf.Table{Columns: []pdf.Column{{Title: "Kolonne"}}, Rows: cells, Foot: [][]any{{"sum"}, {"moms"}, {"ialt"}}})
			tree := tree(t, d)
			if pageOf(t, tree, "sidste") != pageOf(t, tree, "ialt") {
				t.Fatalf("after %d points a table of %d rows is parted from its totals", 10*n, rows)
			}
			if rows < 3 && pageOf(t, tree, "Kolonne") != pageOf(t, tree, "ialt") {
				t.Fatalf("after %d points a table of %d rows is parted from its header", 10*n, rows)
			}
		}
	}
}
