package pdf

// Column describes a table column.
type Column struct {
	Title string  // header cell; required unless Table.NoHeader
	Width float64 // relative width; when all are 0 the widths follow the content
	Align Align
}

// Cell is a table cell with more than text.
type Cell struct {
	Text []any
	Span int // columns covered, 0 and 1: one
}

// Table is a data table. Its header row is repeated on every page it reaches.
type Table struct {
	Caption   string
	Columns   []Column
	Rows      [][]any // a cell is a string, an Inline, a slice of them or a Cell
	Foot      [][]any // totals
	RowHeader bool    // the first cell of each row is a header cell
	NoHeader  bool    // no header row: then RowHeader is required
	Plain     bool    // no rules between rows
}

// Table adds a data table.
func (f *Flow) Table(t Table) {
	if len(t.Columns) == 0 || len(t.Rows) == 0 {
		f.fail("a table needs columns and rows")
		return
	}
	if t.NoHeader && !t.RowHeader {
		f.fail("a table without a header row needs row headers")
	}
	th := f.doc.theme
	size := th.Size - 0.8
	b := &table{columns: t.Columns, plain: t.Plain, st: textStyle{size: size, leading: size * 1.34, color: th.Ink}}
	if !blank(t.Caption) {
		b.caption = f.caption(t.Caption)
		b.caption.st.bold, b.caption.st.color = true, th.Ink
	}
	if !t.NoHeader {
		b.head = f.headerRow(t.Columns)
	}
	for _, row := range t.Rows {
		b.rows = append(b.rows, f.row(row, len(t.Columns), t.RowHeader, false))
	}
	for _, row := range t.Foot {
		b.foot = append(b.foot, f.row(row, len(t.Columns), true, true))
	}
	f.add(b)
}

func (f *Flow) headerRow(columns []Column) *tableRow {
	r := &tableRow{}
	for _, c := range columns {
		if blank(c.Title) {
			f.fail("every table column needs a title")
		}
		r.cells = append(r.cells, tableCell{ins: []Inline{{Text: c.Title, Bold: true, Color: f.doc.theme.Accent}}, span: 1, scope: "Column"})
	}
	return r
}

func (f *Flow) row(cells []any, columns int, header, total bool) *tableRow {
	r := &tableRow{total: total}
	covered := 0
	for i, c := range cells {
		cell := tableCell{span: 1}
		if v, ok := c.(Cell); ok {
			cell.span, cell.ins = max(v.Span, 1), f.inlines(v.Text)
		} else {
			cell.ins = f.inlines([]any{c})
		}
		if i == 0 && header {
			cell.scope = "Row"
		}
		for j := range cell.ins {
			cell.ins[j].Bold = cell.ins[j].Bold || total
		}
		covered += cell.span
		r.cells = append(r.cells, cell)
	}
	if covered != columns {
		f.fail("a table row covers %d columns, not %d", covered, columns)
	}
	return r
}

type tableCell struct {
	ins   []Inline
	span  int
	scope string // what it is the header of: "Column", "Row", or "" for a data cell
	lines []line
}

type tableRow struct {
	cells []tableCell
	total bool // belongs to the foot
	lines int  // in the highest cell
}

type table struct {
	columns    []Column
	plain      bool
	st         textStyle
	caption    *para
	head       *tableRow // nil: none
	rows, foot []*tableRow
	widths     []float64
	forW       float64 // the width that widths and lines were made for
}

const cellPadding = 5.0 // at the left and the right of a cell

// padding is the room above and below a cell's text.
func (t *table) padding() float64 {
	if t.plain {
		return 1.4
	}
	return 3.6
}

func (t *table) gaps() (before, after float64) { return 5, 12 }

func (t *table) rowHeight(r *tableRow) float64 {
	return float64(r.lines)*t.st.leading + 2*t.padding()
}

// height asks for the caption, the header and two rows together; a table of two rows or less stays with its totals.
func (t *table) height(e *engine, w float64) (total, first float64) {
	t.set(e, w)
	if t.caption != nil {
		h, _ := t.caption.height(e, w)
		total += h + captionGap
	}
	total += t.headHeight()
	first = total
	for i, r := range t.rows {
		h := t.rowHeight(r)
		total += h
		if i < 2 {
			first += h
		}
	}
	for _, r := range t.foot {
		total += t.rowHeight(r)
		if len(t.rows) <= 2 {
			first += t.rowHeight(r)
		}
	}
	return total, min(first, e.bottom-e.top)
}

func (t *table) headHeight() float64 {
	if t.head == nil {
		return 0
	}
	return t.rowHeight(t.head)
}
