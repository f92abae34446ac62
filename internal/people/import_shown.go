package people

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/problem"
	"faelled/internal/web"
)

// name is what a column holds, in words.
func (f importField) name(ctx context.Context) string {
	switch f {
	case fieldName:
		return i18n.T(ctx, "people.name")
	case fieldFirst:
		return i18n.T(ctx, "people.first_name")
	case fieldLast:
		return i18n.T(ctx, "people.last_name")
	case fieldMail:
		return i18n.T(ctx, "people.email")
	case fieldTitle:
		return i18n.T(ctx, "people.title")
	case fieldPhone:
		return i18n.T(ctx, "people.phone")
	case fieldOrg:
		return i18n.T(ctx, "people.organisation")
	}
	return i18n.T(ctx, "people.column_unused")
}

// options are what a column may hold. One organisation's people are all there.
func (v importView) options(ctx context.Context) (all []web.Option) {
	for _, f := range importFields {
		if f != fieldOrg || v.Org == "" || slices.Contains(v.Columns, fieldOrg) {
			all = append(all, web.Option{Value: string(f), Text: f.name(ctx)})
		}
	}
	return all
}

// heading is what a column is called in the file, and samples of what it holds.
func (v importView) heading(ctx context.Context, column int) (head, hint string) {
	head = v.Table.Heads[column]
	if head == "" {
		head = i18n.F(ctx, "people.column_n", i18n.Args{"N": column + 1})
	}
	var seen []string
	for _, r := range v.Table.Rows {
		if cell := r.cell(column); cell != "" && !slices.Contains(seen, cell) {
			seen = append(seen, cell)
		}
		if len(seen) == 3 {
			break
		}
	}
	return head, strings.Join(seen, " · ")
}

// count is a fate with how many rows have it.
func (d fate) count(ctx context.Context, n int) string {
	switch d {
	case rowNew:
		return i18n.N(ctx, "people.rows_new", n)
	case rowChanged:
		return i18n.N(ctx, "people.rows_changed", n)
	case rowSame:
		return i18n.N(ctx, "people.rows_same", n)
	case rowBack:
		return i18n.N(ctx, "people.rows_back", n)
	case rowWaits:
		return i18n.N(ctx, "people.rows_waits", n)
	case rowElsewhere:
		return i18n.N(ctx, "people.rows_elsewhere", n)
	case rowFaulty:
		return i18n.N(ctx, "people.rows_faulty", n)
	}
	return i18n.N(ctx, "people.rows_all", n)
}

// word is what happens to one row.
func (d fate) word(ctx context.Context) string {
	switch d {
	case rowNew:
		return i18n.T(ctx, "people.row_new")
	case rowChanged:
		return i18n.T(ctx, "people.row_changed")
	case rowSame:
		return i18n.T(ctx, "people.row_same")
	case rowBack:
		return i18n.T(ctx, "people.row_back")
	case rowWaits:
		return i18n.T(ctx, "people.row_waits")
	case rowElsewhere:
		return i18n.T(ctx, "people.row_elsewhere")
	}
	return i18n.T(ctx, "people.row_faulty")
}

func (d fate) tone() web.Tone {
	switch d {
	case rowNew, rowBack, rowWaits:
		return web.ToneOK
	case rowChanged:
		return web.ToneInfo
	case rowElsewhere:
		return web.ToneWarn
	case rowFaulty:
		return web.ToneErr
	}
	return web.ToneNone
}

// told is all that is to be said of a row, in one line.
func (p plannedRow) told(ctx context.Context) string {
	lines := append([]string{p.Does.word(ctx)}, p.details(ctx)...)
	return strings.Join(lines, ". ")
}

// details are the faults of a row with the column each is in, or what becomes
// what.
func (p plannedRow) details(ctx context.Context) (lines []string) {
	for _, f := range p.Faults {
		lines = append(lines, importField(f.Name).name(ctx)+": "+faultWords(ctx, f))
	}
	for _, c := range p.Changes {
		was := c.Was
		if was == "" {
			was = i18n.T(ctx, "people.nothing_before")
		}
		lines = append(lines, i18n.F(ctx, "people.row_change", i18n.Args{"Field": c.Field.name(ctx), "Was": was, "Becomes": c.Becomes}))
	}
	return lines
}

func faultWords(ctx context.Context, f problem.Field) string {
	return i18n.F(ctx, f.Key, i18n.Args{"About": f.About})
}

// orgLine is where a row's person goes, and where they are now when that is
// elsewhere.
func (v importView) orgLine(ctx context.Context, p plannedRow) string {
	to := v.Orgs[p.Wish.Org].OfficialName
	if p.Does == rowElsewhere {
		return i18n.F(ctx, "people.row_from_to", i18n.Args{"From": v.Orgs[p.Known.Org].OfficialName, "To": to})
	}
	return dash(to)
}

// facts are what came of a table that was brought in.
func (o outcome) facts(ctx context.Context) (facts []web.Stat) {
	for _, one := range []struct {
		n    int
		does fate
		tone web.Tone
	}{
		{o.Added, rowNew, web.ToneOK}, {o.Changed, rowChanged, web.ToneNone}, {o.Back + o.Let, rowBack, web.ToneNone},
		{o.Same, rowSame, web.ToneNone}, {o.Faulty, rowFaulty, web.ToneErr},
	} {
		if one.n > 0 || one.does == rowNew {
			facts = append(facts, web.Stat{Value: strconv.Itoa(one.n), Text: one.does.word(ctx), Tone: one.tone})
		}
	}
	return facts
}
