package programme

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Longest texts, in letters.
const (
	longestName  = 120
	longestShort = 60 // it is part of a file's name
	longestLead  = 400
	longestText  = 5000
)

// Most that a programme can ask for; beyond is a slip of the finger.
const (
	mostPerOrg = 200
	mostCovers = 50
)

// kinds are those that a programme can be of.
var kinds = []Kind{web.KindNetwork, web.KindLeaderNetwork, web.KindExecutive, web.KindPartnership, web.KindCompetence}

// fieldOrder is how the fields stand on the page.
var fieldOrder = []string{
	"kind", "name", "short_name", "field", "lead", "purpose", "audience", "benefits", "owner", "operator", "seller", "email",
	"inviters", "contacts", "season_from", "season_to", "deadline", "max_per_org", "covers", "invoicing",
}

// InOrder is faults as their fields stand on the page, those about the whole
// form first, and those about others than a programme's fields last, as they
// were.
func InOrder(faults problem.Fields) problem.Fields {
	place := func(f problem.Field) int {
		if f.Name == "" {
			return -1
		}
		if i := slices.Index(fieldOrder, f.Name); i >= 0 {
			return i
		}
		return len(fieldOrder)
	}
	sorted := slices.Clone(faults)
	slices.SortStableFunc(sorted, func(a, b problem.Field) int { return place(a) - place(b) })
	return sorted
}

// CheckFields is everything that is missing or wrong in a programme, under the
// fields kind, name, short_name, field, lead, purpose, audience, benefits, owner,
// operator, inviters, seller, contacts, email, season_from, season_to, deadline,
// max_per_org, covers and invoicing, in that order. It sees no database: whether
// an organisation exists is asked when saving.
func CheckFields(p Programme) problem.Fields {
	var bad problem.Fields
	checkWords(&bad, p)
	checkOrgs(&bad, p)
	checkSeason(&bad, p)
	checkNumbers(&bad, p)
	return bad
}

func checkWords(bad *problem.Fields, p Programme) {
	if !slices.Contains(kinds, p.Kind) {
		bad.Add("kind", "programme.kind_missing", "")
	}
	if i18n.Slug(p.Name) == "" {
		bad.Add("name", "programme.name_missing", "")
	}
	checkText(bad, "name", p.Name, longestName)
	if strings.TrimSpace(p.ShortName) == "" {
		bad.Add("short_name", "programme.short_name_missing", "")
	}
	checkText(bad, "short_name", p.ShortName, longestShort)
	checkText(bad, "field", p.Field, longestName)
	checkText(bad, "lead", p.Lead, longestLead)
	checkText(bad, "purpose", p.Purpose, longestText)
	checkText(bad, "audience", p.Audience, longestText)
	checkText(bad, "benefits", p.Benefits, longestText)
}

func checkText(bad *problem.Fields, name, text string, longest int) {
	switch {
	case utf8.RuneCountInString(text) > longest:
		bad.Add(name, "programme.too_long", "")
	case !utf8.ValidString(text) || strings.ContainsFunc(text, unprintable(longest == longestText)):
		bad.Add(name, "programme.unprintable", "")
	}
}

// unprintable finds what cannot be shown; only long texts have several lines.
func unprintable(lines bool) func(rune) bool {
	return func(r rune) bool {
		return !unicode.IsPrint(r) && r != '\u00a0' && !(lines && (r == '\n' || r == '\t'))
	}
}

func checkOrgs(bad *problem.Fields, p Programme) {
	if p.Owner == "" {
		bad.Add("owner", "programme.owner_missing", "")
	}
	if p.Operator == "" {
		bad.Add("operator", "programme.operator_missing", "")
	}
	if twice(p.Inviters) {
		bad.Add("inviters", "programme.twice", "")
	}
	if p.Seller == "" {
		bad.Add("seller", "programme.seller_missing", "")
	}
	if twice(p.Contacts) {
		bad.Add("contacts", "programme.twice", "")
	}
	if _, ok := people.ParseEmail(p.Email); !ok {
		bad.Add("email", "programme.email_wrong", "")
	}
}

func twice[T id.Org | id.Person](list []T) bool {
	for i, one := range list {
		if slices.Contains(list[:i], one) {
			return true
		}
	}
	return false
}

func checkSeason(bad *problem.Fields, p Programme) {
	for _, f := range []struct {
		name string
		day  when.Date
	}{{"season_from", p.SeasonFrom}, {"season_to", p.SeasonTo}, {"deadline", p.Deadline}} {
		if f.day != "" && !f.day.Valid() {
			bad.Add(f.name, "programme.date_wrong", string(f.day))
		}
	}
	if len(bad.For("season_from"))+len(bad.For("season_to"))+len(bad.For("deadline")) > 0 {
		return
	}
	if p.SeasonTo != "" && p.SeasonTo.Before(p.SeasonFrom) {
		bad.Add("season_to", "programme.season_backwards", "")
	}
	if p.SeasonTo != "" && p.Deadline.After(p.SeasonTo) {
		bad.Add("deadline", "programme.deadline_late", "")
	}
}

func checkNumbers(bad *problem.Fields, p Programme) {
	if p.MaxPerOrg < 1 || p.MaxPerOrg > mostPerOrg {
		bad.Add("max_per_org", "programme.max_per_org_wrong", "")
	}
	if p.Covers < 0 || p.Covers > mostCovers {
		bad.Add("covers", "programme.covers_wrong", "")
	}
	if p.Invoicing != Advance && p.Invoicing != PerMeeting {
		bad.Add("invoicing", "programme.invoicing_missing", "")
	}
}

// CheckReady is what a programme must also have before anybody reads it, under
// the fields lead, purpose, audience and contacts.
func CheckReady(p Programme) problem.Fields {
	var bad problem.Fields
	if p.Lead == "" {
		bad.Add("lead", "programme.lead_missing", "")
	}
	if p.Purpose == "" {
		bad.Add("purpose", "programme.purpose_missing", "")
	}
	if p.Audience == "" {
		bad.Add("audience", "programme.audience_missing", "")
	}
	if len(p.Contacts) == 0 {
		bad.Add("contacts", "programme.contacts_missing", "")
	}
	return bad
}

// tidy takes away what nobody meant to type: spaces at the ends and in rows,
// and the line ends of other systems.
func tidy(p Programme) Programme {
	for _, text := range []*string{&p.Name, &p.ShortName, &p.Field, &p.Lead} {
		*text = strings.Join(strings.Fields(*text), " ")
	}
	for _, text := range []*string{&p.Purpose, &p.Audience, &p.Benefits} {
		*text = strings.TrimSpace(strings.ReplaceAll(*text, "\r\n", "\n"))
	}
	if email, ok := people.ParseEmail(p.Email); ok {
		p.Email = email
	}
	return p
}

// Block is one piece of a long text: a paragraph of one line, or a list.
type Block struct {
	List  bool
	Lines []string
}

// Blocks takes a long text apart: blank lines part paragraphs, and lines that
// begin with "- ", "* " or "• " are items of a list. A line break inside a
// paragraph or an item is a space.
func Blocks(text string) (blocks []Block) {
	open := false // the last block can go on
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		item, isItem := listItem(line)
		last := len(blocks) - 1
		switch {
		case line == "":
			open = false
		case isItem && last >= 0 && blocks[last].List:
			blocks[last].Lines = append(blocks[last].Lines, item)
			open = true
		case isItem:
			blocks, open = append(blocks, Block{true, []string{item}}), true
		case open:
			n := len(blocks[last].Lines) - 1
			blocks[last].Lines[n] += " " + line
		default:
			blocks, open = append(blocks, Block{false, []string{line}}), true
		}
	}
	return blocks
}

func listItem(line string) (string, bool) {
	for _, mark := range []string{"- ", "* ", "• "} {
		if item, ok := strings.CutPrefix(line, mark); ok && strings.TrimSpace(item) != "" {
			return strings.TrimSpace(item), true
		}
	}
	return line, false
}
