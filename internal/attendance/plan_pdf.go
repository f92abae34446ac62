package attendance

import (
	"context"
	"strconv"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/pdf"
	"faelled/internal/pdf/plex"
	"faelled/internal/when"
)

// paper is a run-sheet to print. What its reader may not see is not in it.
type paper struct {
	scene
	Lines   []line
	Contact dayContact
	Fees    []meeting.Cost
	Guests  []string // how many come, and how many need what; nothing for those whom it is no matter to
	Notes   []string // what people wrote about their needs
}

// planPDF is a run-sheet on paper, accessible, in the language of ctx, and what to
// call the file. sample marks every page as made up.
func planPDF(ctx context.Context, p paper, sample bool) (filename string, file []byte, err error) {
	fonts, err := plex.Fonts()
	if err != nil {
		return "", nil, err
	}
	title := i18n.F(ctx, "attendance.plan_title", i18n.Args{"Title": p.Meeting.Title, "Day": when.Day(ctx, p.Meeting.Day)})
	options := pdf.Options{
		Title: title, Fonts: fonts, Author: p.Programme.Name, Lang: i18n.Lang(ctx),
		Footer: pdf.Band{
			Left:  p.Programme.Name,
			Right: i18n.F(ctx, "attendance.pdf_page", i18n.Args{"Page": "{page}", "Pages": "{pages}"}),
		},
	}
	if sample {
		options.Notice = i18n.T(ctx, "web.sample")
	}
	d := pdf.New(options)
	d.Text(pdf.TextStyle{Size: 10, Bold: true, Color: pdf.House().Muted, After: 2}, i18n.T(ctx, "attendance.plan"))
	d.H1(p.Meeting.Title)
	d.P(p.Meeting.When(ctx))
	if p.Meeting.State == meeting.Cancelled {
		d.Panel(func(f *pdf.Flow) { f.P(pdf.Bold(i18n.T(ctx, "attendance.plan_cancelled"))) })
	}
	d.Columns([]float64{1, 1},
		func(f *pdf.Flow) { f.P(pdf.Bold(i18n.T(ctx, "attendance.place")+"\n"), p.Meeting.Where(ctx)) },
		func(f *pdf.Flow) { f.P(pdf.Bold(i18n.T(ctx, "attendance.call")+"\n"), p.call()) })
	if p.Contact.Note != "" {
		d.P(p.Contact.Note)
	}
	d.H2(i18n.T(ctx, "attendance.plan_day"))
	if len(p.Lines) == 0 {
		d.P(i18n.T(ctx, "attendance.part_empty"))
	} else {
		d.Table(lineTable(ctx, p.Lines))
	}
	p.guests(ctx, d)
	if len(p.Fees) > 0 {
		d.H2(i18n.T(ctx, "attendance.costs"))
		d.Table(feeTable(ctx, p.Fees))
	}
	file, err = d.Bytes()
	return title + ".pdf", file, err
}

// call is whom to call, else where to write.
func (p paper) call() string {
	if list := parts(p.Contact.Name, p.Contact.Phone); len(list) > 0 {
		return strings.Join(list, "\n")
	}
	return p.Programme.Email
}

// guests is for those who make food and rooms ready.
func (p paper) guests(ctx context.Context, d *pdf.Document) {
	if len(p.Guests) == 0 {
		return
	}
	d.H2(i18n.T(ctx, "attendance.venue_guests"))
	for _, text := range p.Guests {
		d.P(text)
	}
	if len(p.Notes) > 0 {
		d.H3(i18n.T(ctx, "attendance.venue_notes"))
		notes := make([]any, len(p.Notes))
		for i, n := range p.Notes {
			notes[i] = n
		}
		d.Bullets(notes...)
		d.P(i18n.F(ctx, "attendance.venue_careful", i18n.Args{"Day": when.Day(ctx, needsEnd(p.Meeting))}))
	}
}

func lineTable(ctx context.Context, lines []line) pdf.Table {
	t := pdf.Table{
		RowHeader: true, // no caption: the heading above says what it is
		Columns: []pdf.Column{
			{Title: i18n.T(ctx, "attendance.clock"), Width: 24}, {Title: i18n.T(ctx, "attendance.what"), Width: 56}, {Title: i18n.T(ctx, "attendance.party"), Width: 30},
		},
	}
	for _, l := range lines {
		what, who := []any{pdf.Bold(l.What)}, l.doer(ctx)
		if l.Note != "" {
			what = append(what, "\n"+l.Note)
		}
		if l.Who != "" {
			who += "\n" + l.Party.Word(ctx)
		}
		t.Rows = append(t.Rows, []any{l.hours(ctx), what, who})
	}
	return t
}

func feeTable(ctx context.Context, fees []meeting.Cost) pdf.Table {
	t := pdf.Table{
		RowHeader: true,
		Columns: []pdf.Column{
			{Title: i18n.T(ctx, "attendance.cost_who"), Width: 44}, {Title: i18n.T(ctx, "attendance.cost_kind"), Width: 40},
			{Title: i18n.T(ctx, "attendance.cost_amount"), Width: 26, Align: pdf.Right},
		},
		Foot: [][]any{{pdf.Cell{Text: []any{i18n.T(ctx, "attendance.cost_total")}, Span: 2}, i18n.Amount(ctx, total(fees))}},
	}
	for _, c := range fees {
		t.Rows = append(t.Rows, []any{c.Who, c.Kind.Word(ctx), i18n.Amount(ctx, c.Amount())})
	}
	return t
}

// guestLines tell how many come, and how many need what.
func guestLines(ctx context.Context, seats int, needs []needing) []string {
	list := []string{i18n.N(ctx, "attendance.venue_seats", seats)}
	for _, some := range []struct {
		title  string
		counts []count
	}{
		{i18n.T(ctx, "attendance.food"), tally(foods, foodOf, wishesOf(needs))},
		{i18n.T(ctx, "attendance.access"), tally(aids, accessOf, wishesOf(needs))},
	} {
		var each []string
		for _, c := range some.counts {
			each = append(each, c.Need.Word(ctx)+" "+strconv.Itoa(c.N))
		}
		if len(each) > 0 {
			list = append(list, some.title+": "+strings.Join(each, ", "))
		}
	}
	return list
}
