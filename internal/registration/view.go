package registration

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"faelled/internal/i18n"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"

	"github.com/a-h/templ"
)

// worded puts what a complaint is about into the reader's words: which day, or
// which field, for the summary above the form.
func worded(ctx context.Context, faults problem.Fields) problem.Fields {
	all := make(problem.Fields, len(faults))
	for i, f := range faults {
		if d := when.Date(f.About); d.Valid() {
			f.About = when.Day(ctx, d)
		}
		if f.About == "" {
			f.About = labelOf(ctx, f.Name)
		}
		all[i] = f
	}
	return all
}

// labelOf is what a field where people write is called: "Deltager 2, stilling".
// The others are called what their complaints say.
func labelOf(ctx context.Context, field string) string {
	base := strings.TrimRight(field, "0123456789")
	if base != field {
		label := i18n.F(ctx, "registration.guest", i18n.Args{"N": field[len(base):]})
		switch base {
		case "navn":
			label += ", " + lower(i18n.T(ctx, "registration.name"))
		case "mail":
			label += ", " + lower(i18n.T(ctx, "registration.mail"))
		case "still":
			label += ", " + lower(i18n.T(ctx, "registration.job"))
		}
		return label
	}
	switch field {
	case "ean":
		return i18n.T(ctx, "registration.gln_short")
	case "rekv":
		return i18n.T(ctx, "registration.order_ref")
	case "ref":
		return i18n.T(ctx, "registration.buyer_ref")
	case "mail":
		return i18n.T(ctx, "registration.receipt_mail")
	case "bem":
		return i18n.T(ctx, "registration.message")
	}
	return ""
}

// lower begins with a small letter.
func lower(words string) string {
	_, size := utf8.DecodeRuneInString(words)
	return strings.ToLower(words[:size]) + words[size:]
}

// askForMore is a mail to the secretariat, with its subject filled in.
func (f form) askForMore(ctx context.Context) templ.SafeURL {
	subject := i18n.F(ctx, "registration.more_subject", i18n.Args{"Org": orgName(f.Org), "Programme": f.Programme.Name})
	return templ.SafeURL("mailto:" + f.Programme.Email + "?subject=" + url.PathEscape(subject))
}

// steps is the way through the form. What is filled in can be gone back to.
func (f form) steps(ctx context.Context) []web.Step {
	names := []string{
		i18n.T(ctx, "registration.step_meeting"), i18n.T(ctx, "registration.step_guests"),
		i18n.T(ctx, "registration.step_invoice"), i18n.T(ctx, "registration.step_check"),
	}
	items, reached := make([]web.Step, len(names)), f.hole()
	for i, name := range names {
		items[i] = web.Step{Text: name, Href: f.path(step(i))}
		switch s := step(i); {
		case s == f.Step:
			items[i].State = web.Now
		case s < reached:
			items[i].State = web.Done
		}
	}
	return items
}

func (f form) path(s step) string { return f.Programme.Path() + s.address() }

// head is the band above each step.
func (f form) head(ctx context.Context) web.Head {
	h := headOf(ctx, f.Programme, i18n.T(ctx, "registration.crumb"))
	switch f.Step {
	case atMeeting:
		h.Title, h.Lead = i18n.T(ctx, "registration.meeting_title"), i18n.T(ctx, "registration.meeting_lead")
		if f.member() {
			h.Title, h.Lead = i18n.T(ctx, "registration.meeting_title_member"), i18n.T(ctx, "registration.meeting_lead_member")
		}
	case atGuests:
		h.Title = i18n.T(ctx, "registration.guests_title")
		h.Lead = i18n.T(ctx, "registration.guests_lead")
		if room := f.room(); room > 1 && room < mostRows {
			h.Lead = i18n.F(ctx, "registration.guests_lead_max", i18n.Args{"Max": room})
		}
	case atInvoice:
		h.Title, h.Lead = i18n.T(ctx, "registration.invoice_title"), i18n.T(ctx, "registration.invoice_lead")
	case atCheck:
		h.Title, h.Lead = i18n.T(ctx, "registration.check_title"), i18n.T(ctx, "registration.check_lead")
		if last := f.Scene.Meeting.FreeUntil; last != "" {
			h.Lead = i18n.F(ctx, "registration.check_lead_free", i18n.Args{"Day": when.Day(ctx, last)})
		}
	}
	return h
}

func headOf(ctx context.Context, p programme.Programme, here string) web.Head {
	return web.Head{
		Kind: p.Kind, KindText: p.Name, Plain: true,
		Crumbs: []web.Crumb{{Text: i18n.T(ctx, "web.front"), Href: "/"}, {Text: p.Name, Href: p.Path()}, {Text: here}},
	}
}

// member tells whether the organisation takes part already.
func (f form) member() bool { return len(f.Scene.Terms) > 0 }

// later are the days that the membership covers after the chosen meeting.
func (f form) later() (days []when.Date) {
	for _, m := range f.Scene.Plan.Touched[1:] {
		days = append(days, m.Day)
	}
	return days
}

// orgName is what the organisation is called where it binds itself.
func orgName(o people.Org) string {
	if o.OfficialName != "" {
		return o.OfficialName
	}
	return o.Name
}

// promise is what the organisation says yes to.
func (f form) promise(ctx context.Context) string {
	q := f.Scene.Quote
	var first, rest, later money.Money
	n := 0
	for _, l := range q.Lines {
		switch {
		case l.Later != "":
			later = later.Add(l.Due)
		case l.First:
			first = first.Add(l.Due)
		default:
			rest = rest.Add(l.Due)
			n++
		}
	}
	args := i18n.Args{
		"Org": orgName(f.Org), "Day": when.DayMonth(ctx, f.Scene.Meeting.Day), "First": i18n.Amount(ctx, first), "Rest": i18n.Amount(ctx, rest),
		"N": number(ctx, n), "Net": i18n.Amount(ctx, q.Net), "Later": i18n.Amount(ctx, later), "Now": i18n.Amount(ctx, first.Add(rest)),
	}
	switch {
	case f.Scene.Plan.Joined && n > 0:
		return i18n.F(ctx, "registration.promise_join", args)
	case f.Scene.Plan.Joined && later.Minor > 0:
		return i18n.F(ctx, "registration.promise_join_later", args)
	case f.Scene.Plan.Joined:
		return i18n.F(ctx, "registration.promise_join_one", args)
	case q.Net.Minor == 0:
		return i18n.F(ctx, "registration.promise_free", args)
	case first.Add(rest).Minor == 0:
		return i18n.F(ctx, "registration.promise_later", args)
	case later.Minor > 0:
		return i18n.F(ctx, "registration.promise_more_later", args)
	}
	return i18n.F(ctx, "registration.promise_more", args)
}

// gln says what we know of the typed number, for a mark under the field.
func (f form) gln() (number string, known people.GLN, ok bool) {
	number, ok = people.ParseGLN(f.GLN)
	for _, g := range f.GLNs {
		if g.Number == number {
			known = g
		}
	}
	return number, known, ok
}

// cards are the meetings to choose among.
func (f form) cards(ctx context.Context) []web.ChoiceCard {
	cards := make([]web.ChoiceCard, len(f.Choices))
	for i, c := range f.Choices {
		m := c.Meeting
		card := web.ChoiceCard{
			Value: string(m.ID), Title: strings.TrimSpace(when.Day(ctx, m.Day) + " " + m.Hours(ctx)),
			Text: m.Title + " · " + m.ShortWhere(ctx), Checked: m.ID == f.draft.Meeting,
		}
		if c.Then > 0 && !f.member() {
			card.Text += " · " + i18n.N(ctx, "registration.choice_then", c.Then)
		}
		switch {
		case c.Free == 0:
			card.Aside = i18n.T(ctx, "registration.choice_wait")
		case c.Own > 0:
			card.Aside = i18n.N(ctx, "registration.choice_own", int(c.Own))
		case c.From.Currency != "":
			card.Aside = i18n.F(ctx, "registration.choice_from", i18n.Args{"Amount": i18n.Amount(ctx, c.From)})
		}
		if c.Free > 0 && c.Free <= fewSeats {
			card.Text += " · " + i18n.N(ctx, "registration.choice_few", int(c.Free))
		}
		cards[i] = card
	}
	return cards
}

// fewSeats is when it is time to say how many are left.
const fewSeats = 10

// orgOptions are the organisations the secretariat may register for.
func (f form) orgOptions(ctx context.Context) []web.Option {
	options := []web.Option{{Text: i18n.T(ctx, "registration.choose_org")}}
	for _, o := range f.Orgs {
		options = append(options, web.Option{Value: string(o.ID), Text: o.Name})
	}
	return options
}

// mayChooseOrg: the secretariat registers for others.
func (f form) mayChooseOrg() bool { return len(f.Orgs) > 0 }

// how explains the membership that registering begins. Nobody has chosen yet, so
// it holds for every choice: what comes with each stands beside it.
func (f form) how(ctx context.Context) string {
	if f.Programme.Invoicing == programme.PerMeeting {
		return i18n.T(ctx, "registration.how_per_meeting")
	}
	return i18n.T(ctx, "registration.how_advance")
}

// then tells whether any choice brings later meetings along.
func (f form) then() bool {
	return slices.ContainsFunc(f.Choices, func(c choice) bool { return c.Then > 0 })
}

// tooLate says why nobody can join any more.
func (f form) tooLate(ctx context.Context) string {
	if f.Programme.Deadline == "" {
		return i18n.T(ctx, "registration.season_over")
	}
	return i18n.F(ctx, "registration.too_late", i18n.Args{"Day": when.Day(ctx, f.Programme.Deadline)})
}

// mailHint says once what the address is for.
func (f form) mailHint(ctx context.Context, i int) string {
	if i > 0 {
		return ""
	}
	if f.Scene.Meeting.Online() {
		return i18n.T(ctx, "registration.mail_hint_online")
	}
	return i18n.T(ctx, "registration.mail_hint")
}

// count is "3 deltagere:".
func (f form) count(ctx context.Context) string {
	at := f.Scene.At[0]
	return i18n.N(ctx, "registration.participants", int(at.Before+at.Add)) + ":"
}

// amount is written out to the øre where VAT is added.
func (c priceCard) amount(ctx context.Context, m money.Money) string {
	if c.VAT != nil {
		return i18n.Exact(ctx, m)
	}
	return i18n.Amount(ctx, m)
}

// signerNames is "Mette Holmgaard eller Jens Bruun".
func (f form) signerNames(ctx context.Context) string {
	names := make([]string, len(f.Signers))
	for i, p := range f.Signers {
		names[i] = p.Name
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + i18n.T(ctx, "registration.or") + names[last]
}
