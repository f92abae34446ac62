package meeting

import (
	"context"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/pdf"
	"faelled/internal/pdf/plex"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// ProgrammePDF is a meeting's programme on paper, accessible, in the language of
// ctx, and what to call the file: "Program - konsulentnetværk den 2. juni
// 2021.pdf". It never holds the online link. sample marks every page as made up.
// The same meeting gives the same bytes.
func ProgrammePDF(ctx context.Context, p programme.Programme, m Meeting, items []Item, sample bool) (filename string, file []byte, err error) {
	fonts, err := plex.Fonts()
	if err != nil {
		return "", nil, err
	}
	title := i18n.F(ctx, "meeting.pdf_title", i18n.Args{"Network": p.ShortName, "Day": when.Day(ctx, m.Day)})
	options := pdf.Options{
		Title: title, Fonts: fonts, Author: p.Name, Lang: i18n.Lang(ctx), Created: m.ChangedAt,
		Footer: pdf.Band{
			Left:  i18n.F(ctx, "meeting.pdf_questions", i18n.Args{"Email": p.Email}),
			Right: i18n.F(ctx, "meeting.pdf_page", i18n.Args{"Page": "{page}", "Pages": "{pages}"}),
		},
	}
	if sample {
		options.Notice = i18n.T(ctx, "web.sample")
	}
	d := pdf.New(options)
	d.Text(pdf.TextStyle{Size: 10, Bold: true, Color: pdf.House().Muted, After: 2}, p.Name)
	d.H1(m.Title)
	if m.State == Cancelled {
		d.Panel(func(f *pdf.Flow) {
			f.P(pdf.Bold(i18n.T(ctx, "meeting.cancelled_tag")+". "), m.Reason)
		})
	}
	for i, block := range programme.Blocks(m.Lead) {
		drawBlock(&d.Flow, block, i == 0)
	}
	d.Columns([]float64{1, 1},
		func(f *pdf.Flow) { f.P(pdf.Bold(i18n.T(ctx, "meeting.when_label")+"\n"), whenLines(ctx, m)) },
		func(f *pdf.Flow) { f.P(pdf.Bold(i18n.T(ctx, "meeting.where_label")+"\n"), whereLines(ctx, m)) })
	d.H2(i18n.T(ctx, "meeting.agenda"))
	if len(items) == 0 {
		d.P(i18n.T(ctx, "meeting.agenda_later"))
	} else {
		d.Table(agendaTable(ctx, items))
	}
	file, err = d.Bytes()
	return title + ".pdf", file, err
}

func drawBlock(f *pdf.Flow, b programme.Block, first bool) {
	switch {
	case b.List:
		items := make([]any, len(b.Lines))
		for i, line := range b.Lines {
			items[i] = line
		}
		f.Bullets(items...)
	case first:
		f.Lead(strings.Join(b.Lines, " "))
	default:
		f.P(strings.Join(b.Lines, " "))
	}
}

// whenLines is the day, and under it the hours.
func whenLines(ctx context.Context, m Meeting) string {
	lines := []string{capital(when.Weekday(ctx, m.Day))}
	if hours := m.HoursText(ctx); hours != "" {
		lines = append(lines, capital(hours))
	}
	return strings.Join(lines, "\n")
}

// whereLines is the place, one line of its address to a line, and where those
// registered find the link.
func whereLines(ctx context.Context, m Meeting) string {
	lines := []string{m.Where(ctx)}
	if m.InPerson() {
		lines = strings.Split(m.Address(), ", ")
		if m.Online() {
			lines = append(lines, i18n.T(ctx, "meeting.where_also_online"))
		}
	}
	if m.Online() && m.State == Planned {
		lines = append(lines, i18n.T(ctx, "meeting.pdf_link"))
	}
	return strings.Join(lines, "\n")
}

func agendaTable(ctx context.Context, items []Item) pdf.Table {
	t := pdf.Table{
		RowHeader: true, // no caption: the heading above says what it is
		Columns: []pdf.Column{
			{Title: i18n.T(ctx, "meeting.time_label"), Width: 20},
			{Title: i18n.T(ctx, "meeting.item_label"), Width: 62},
			{Title: i18n.T(ctx, "meeting.kind_label"), Width: 26},
		},
	}
	for _, item := range items {
		text := []any{pdf.Bold(item.Title)}
		for _, block := range programme.Blocks(item.Text) {
			for _, line := range block.Lines {
				if block.List {
					line = "– " + line
				}
				text = append(text, "\n"+line)
			}
		}
		for _, v := range item.Voices {
			text = append(text, "\n"+v.Text(ctx))
		}
		kind := ""
		if item.Kind.tells() {
			kind = item.Kind.Word(ctx)
		}
		t.Rows = append(t.Rows, []any{item.Hours(ctx), text, kind})
	}
	return t
}
