package attendance

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/pdf"
	"faelled/internal/pdf/plex"
)

// card is what stands on somebody's badge, or on the card at their place. All of it
// is empty on one that is to be written by hand.
type card struct {
	Name, Title, Org string
	QR               [][]bool // nil for those who are not checked in
}

// mostBlank is how many empty cards can be asked for.
const mostBlank = 100

// cards are those of everybody with a seat, by name or municipality, then those
// of the speakers and moderators, and last the empty ones.
func cards(ctx context.Context, tx *db.Tx, s scene, base string, byOrg bool, blank int) ([]card, error) {
	list, err := guests(ctx, tx, s)
	if err != nil {
		return nil, err
	}
	if byOrg {
		slices.SortStableFunc(list, func(a, b guest) int { return cmp.Compare(a.From.SortKey, b.From.SortKey) })
	}
	var all []card
	for _, g := range list {
		qr, err := modules(base + checkInPath + g.Code)
		if err != nil {
			return nil, err
		}
		all = append(all, card{Name: g.Name, Title: g.Person.Title, Org: g.From.Name, QR: qr})
	}
	items, err := meeting.Agenda(ctx, tx, s.Meeting.ID)
	if err != nil {
		return nil, err
	}
	for _, v := range voices(items) {
		all = append(all, card{Name: v.Name, Title: v.Title})
	}
	return append(all, make([]card, blank)...), nil
}

// voices is everybody with a part in an agenda, once.
func voices(items []meeting.Item) (list []meeting.Voice) {
	for _, item := range items {
		for _, v := range item.Voices {
			same := func(o meeting.Voice) bool { return o.Name == v.Name && o.Role == v.Role }
			if !slices.ContainsFunc(list, same) {
				list = append(list, v)
			}
		}
	}
	return list
}

// sheet is a kind of card on A4, in points.
type sheet struct {
	Title   string
	Margins pdf.Margins
	W, H    float64 // of one card
	Columns int
	Each    int // to a page
	Draw    func(c *pdf.Canvas, x, y float64, one card)
}

// printed is cards on paper, as many to a page as the sheet has. To assistive
// technology each page is one drawing, with what stands on its cards as text.
func printed(ctx context.Context, sh sheet, all []card, sample bool) ([]byte, error) {
	fonts, err := plex.Fonts()
	if err != nil {
		return nil, err
	}
	options := pdf.Options{Title: sh.Title, Fonts: fonts, Lang: i18n.Lang(ctx), Margins: sh.Margins}
	if sample {
		options.Notice = i18n.T(ctx, "web.sample")
	}
	d := pdf.New(options)
	for page := range slices.Chunk(all, sh.Each) {
		d.Figure(spoken(ctx, page), "", sh.W*float64(sh.Columns), sh.H*float64(sh.Each/sh.Columns), func(c *pdf.Canvas) {
			for i, one := range page {
				sh.Draw(c, sh.W*float64(i%sh.Columns), sh.H*float64(i/sh.Columns), one)
			}
		})
	}
	return d.Bytes()
}

// spoken is what stands on a page of cards, for those who do not see it.
func spoken(ctx context.Context, page []card) string {
	var names []string
	for _, c := range page {
		if c.Name != "" {
			names = append(names, strings.Join(slices.DeleteFunc([]string{c.Name, c.Title, c.Org}, func(s string) bool { return s == "" }), ", "))
		}
	}
	if len(names) == 0 {
		return i18n.T(ctx, "attendance.blank_cards")
	}
	return strings.Join(names, "; ")
}

// badges are 90 × 55 mm, ten to a page, with thin lines to cut along.
func badges(ctx context.Context, s scene) sheet {
	programme := s.Programme.Name
	return sheet{
		Title:   i18n.F(ctx, "attendance.badges_of", i18n.Args{"Title": s.Meeting.Title}),
		Margins: pdf.Margins{Top: 11 * pdf.MM, Right: 15 * pdf.MM, Bottom: 11 * pdf.MM, Left: 15 * pdf.MM},
		W:       90 * pdf.MM, H: 55 * pdf.MM, Columns: 2, Each: 10,
		Draw: func(c *pdf.Canvas, x, y float64, one card) { drawBadge(c, x, y, one, programme) },
	}
}

func drawBadge(c *pdf.Canvas, x, y float64, one card, programme string) {
	const w, h, edge, code = 90 * pdf.MM, 55 * pdf.MM, 6 * pdf.MM, 19 * pdf.MM
	c.Rect(x, y, w, h, pdf.Style{Stroke: c.Theme.Rule, Width: 0.4})
	c.Rect(x, y, w, 2*pdf.MM, pdf.Style{Fill: c.Theme.Accent})
	text := column{c, x + edge, y + 8*pdf.MM}
	text.set(programme, pdf.Label{Color: c.Theme.Muted}, 8, 6.5, w-2*edge)
	text.y = y + 19*pdf.MM
	if one.Name == "" {
		c.Line(x+edge, y+24*pdf.MM, x+w-edge, y+24*pdf.MM, pdf.Style{Stroke: c.Theme.Rule, Width: 0.7})
		c.Line(x+edge, y+38*pdf.MM, x+w-edge, y+38*pdf.MM, pdf.Style{Stroke: c.Theme.Rule, Width: 0.7})
		return
	}
	text.set(one.Name, pdf.Label{Bold: true, Color: c.Theme.Accent}, 24, 18, w-2*edge)
	below := w - 2*edge
	if one.QR != nil {
		below -= code + 2*pdf.MM
		drawModules(c, one.QR, x+w-edge-code, y+h-edge-code+2*pdf.MM, code)
	}
	text.y = max(text.y, y+34*pdf.MM)
	text.set(one.Title, pdf.Label{}, 10, 8, below)
	text.y = max(text.y, y+45*pdf.MM)
	text.set(one.Org, pdf.Label{Bold: true}, 12, 9, below)
}

// column sets texts below each other; y is the next baseline.
type column struct {
	c    *pdf.Canvas
	x, y float64
}

// set writes a text as large as it fits, in one line or two, and goes on below.
func (t *column) set(text string, l pdf.Label, largest, smallest, room float64) {
	lines, size := fit(fitting{
		Width: func(s string) float64 { l := l; l.Size = 1; return t.c.Width(s, l) }, Room: room, Largest: largest, Smallest: smallest,
	}, text)
	l.Size = size
	for _, line := range lines {
		t.c.Text(t.x, t.y, line, l)
		t.y += size * 1.12
	}
}

func drawModules(c *pdf.Canvas, bits [][]bool, x, y, w float64) {
	one := w / float64(len(bits))
	for _, r := range runs(bits) {
		c.Rect(x+float64(r.X)*one, y+float64(r.Y)*one, float64(r.W)*one, one, pdf.Style{Fill: pdf.Hex("#000000")})
	}
}

// tableCards are folded in the middle, two to a page: the name stands on both
// sides, on the one upside down until the card is folded.
func tableCards(ctx context.Context, s scene) sheet {
	return sheet{
		Title:   i18n.F(ctx, "attendance.table_cards_of", i18n.Args{"Title": s.Meeting.Title}),
		Margins: pdf.Margins{Top: 9 * pdf.MM, Right: 10 * pdf.MM, Bottom: 8 * pdf.MM, Left: 10 * pdf.MM},
		W:       190 * pdf.MM, H: 140 * pdf.MM, Columns: 1, Each: 2,
		Draw: drawTableCard,
	}
}

func drawTableCard(c *pdf.Canvas, x, y float64, one card) {
	const w, h = 190 * pdf.MM, 140 * pdf.MM
	c.Rect(x, y, w, h, pdf.Style{Stroke: c.Theme.Rule, Width: 0.4})
	for dash := 0.0; dash < w; dash += 4 * pdf.MM { // where it is folded
		c.Line(x+dash, y+h/2, x+min(dash+2*pdf.MM, w), y+h/2, pdf.Style{Stroke: c.Theme.Rule, Width: 0.4})
	}
	if one.Name == "" {
		return
	}
	name := pdf.Label{Bold: true, Color: c.Theme.Accent, Align: pdf.Center}
	lines, size := fit(fitting{
		Width: func(s string) float64 { l := name; l.Size = 1; return c.Width(s, l) }, Room: w - 24*pdf.MM, Largest: 56, Smallest: 38,
	}, one.Name)
	org := pdf.Label{Align: pdf.Center}
	orgLines, orgSize := fit(fitting{
		Width: func(s string) float64 { l := org; l.Size = 1; return c.Width(s, l) }, Room: w - 24*pdf.MM, Largest: 22, Smallest: 16,
	}, cmp.Or(one.Org, one.Title))
	below := h/2 + 32*pdf.MM
	if len(lines) > 1 {
		below -= 8 * pdf.MM
	}
	write := func(text string, l pdf.Label, size, down float64) {
		l.Size = size
		c.Text(x+w/2, y+down, text, l)
		l.Turned = true
		c.Text(x+w/2, y+h-down, text, l)
	}
	for _, line := range lines {
		write(line, name, size, below)
		below += size * 1.12
	}
	below += 4 * pdf.MM
	for _, line := range orgLines {
		write(line, org, orgSize, below)
		below += orgSize * 1.2
	}
}
