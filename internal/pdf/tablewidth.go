package pdf

// set finds column widths for a table w wide and breaks the text of every cell.
func (t *table) set(e *engine, w float64) {
	if t.widths != nil && t.forW == w {
		return
	}
	t.forW = w
	if t.widths = t.givenWidths(w); t.widths == nil {
		t.widths = t.contentWidths(e, w)
	}
	for _, r := range t.all() {
		t.breakRow(e, r)
	}
}

func (t *table) all() []*tableRow {
	var out []*tableRow
	if t.head != nil {
		out = append(out, t.head)
	}
	return append(append(out, t.rows...), t.foot...)
}

// givenWidths shares w as the columns ask; nil when none of them does.
func (t *table) givenWidths(w float64) []float64 {
	sum := 0.0
	for _, c := range t.columns {
		sum += max(c.Width, 0)
	}
	if sum == 0 {
		return nil
	}
	out := make([]float64, len(t.columns))
	for i, c := range t.columns {
		out[i] = w * max(c.Width, 0) / sum
	}
	return out
}

// contentWidths gives each column what its text wants, or a share between that and its longest word.
func (t *table) contentWidths(e *engine, w float64) []float64 {
	n := len(t.columns)
	preferred, least := make([]float64, n), make([]float64, n)
	for i := range preferred {
		preferred[i], least[i] = 2*cellPadding+1, 1
	}
	for _, r := range t.all() {
		column := 0
		for _, c := range r.cells {
			if c.span == 1 {
				p, l := e.natural(c.ins, t.st)
				preferred[column] = max(preferred[column], p+2*cellPadding+0.5)
				least[column] = max(least[column], l+2*cellPadding+0.5)
			}
			column += c.span
		}
	}
	wanted, needed := 0.0, 0.0
	for i := range preferred {
		wanted, needed = wanted+preferred[i], needed+least[i]
	}
	out := make([]float64, n)
	for i := range out {
		switch {
		case wanted <= w:
			out[i] = preferred[i] * w / wanted
		case needed <= w && wanted > needed:
			out[i] = least[i] + (w-needed)*(preferred[i]-least[i])/(wanted-needed)
		default:
			out[i] = w * least[i] / needed
		}
	}
	return out
}

func (t *table) breakRow(e *engine, r *tableRow) {
	column := 0
	r.lines = 1
	for i := range r.cells {
		c := &r.cells[i]
		c.lines = e.breakLines(c.ins, t.st, max(t.cellWidth(column, c.span)-2*cellPadding, 4))
		r.lines = max(r.lines, len(c.lines))
		column += c.span
	}
}

func (t *table) cellWidth(column, span int) (w float64) {
	for _, v := range t.widths[column : column+span] {
		w += v
	}
	return w
}
