package people

import (
	"fmt"
	"slices"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// fate is what happens to a row.
type fate string

const (
	rowNew       fate = "nye"
	rowChanged   fate = "aendres"    // known here, and something is new
	rowSame      fate = "uaendrede"  // known here as they are
	rowBack      fate = "tilbage"    // had left their organisation
	rowWaits     fate = "venter"     // had asked to join, and is let in
	rowElsewhere fate = "andetsteds" // belongs to another organisation, and stays there unless ticked
	rowFaulty    fate = "fejl"
)

var fates = []fate{rowFaulty, rowNew, rowChanged, rowElsewhere, rowBack, rowWaits, rowSame}

// amendment is one thing that becomes another.
type amendment struct {
	Field        importField
	Was, Becomes string
}

// plannedRow is a row with what will happen to it. The faults are named by what
// the column holds.
type plannedRow struct {
	Row     importRow
	Does    fate
	Wish    NewPerson
	Known   Person // with the address, when we know somebody
	Changes []amendment
	Faults  problem.Fields
}

// register is what a table is held against.
type register struct {
	own     id.Org            // where everybody goes; none when the rows say so
	orgs    map[string]id.Org // by name, CVR number and code; empty where two have it
	domains map[string]id.Org // by mail domain
	known   map[string]Person // by address
}

// names enters all that an organisation is called.
func (r *register) names(all []Org) {
	r.orgs = map[string]id.Org{}
	for _, o := range all {
		for _, name := range []string{o.Name, o.OfficialName, o.CVR, o.Code, strings.TrimLeft(o.Code, "0")} {
			key := i18n.SearchKey(name)
			if other, taken := r.orgs[key]; taken && other != o.ID {
				r.orgs[key] = ""
			} else {
				r.orgs[key] = o.ID
			}
		}
	}
	delete(r.orgs, "")
}

// read is what a row says, with the faults that need no database but the
// organisations.
func (r register) read(row importRow, fields []importField) (p plannedRow) {
	p.Row = row
	bad := &p.Faults
	var first, last, org string
	for i, f := range fields {
		cell := row.cell(i)
		switch f {
		case fieldName:
			p.Wish.Name = cell
		case fieldFirst:
			first = cell
		case fieldLast:
			last = cell
		case fieldMail:
			p.Wish.Email = strings.TrimPrefix(cell, "mailto:")
		case fieldTitle:
			p.Wish.Title = cell
		case fieldPhone:
			p.Wish.Phone = cell
		case fieldOrg:
			org = cell
		}
		if f != fieldNone && slices.Contains(row.CPR, i) {
			bad.Add(string(f), "people.row_cpr", "")
		}
	}
	if p.Wish.Name == "" {
		p.Wish.Name = strings.TrimSpace(first + " " + last)
	}
	guest := Guest{p.Wish.Name, p.Wish.Email, p.Wish.Title}
	CheckGuest(bad, &guest, string(fieldName), string(fieldMail), string(fieldTitle), "")
	p.Wish.Name, p.Wish.Email, p.Wish.Title = guest.Name, guest.Email, guest.Title
	checkLine(bad, string(fieldPhone), &p.Wish.Phone)
	r.place(&p, org)
	return p
}

// place finds the organisation: the one that all go to, the one named, or the one
// whose domain the address has.
func (r register) place(p *plannedRow, named string) {
	_, domain, _ := strings.Cut(p.Wish.Email, "@")
	found := r.orgs[i18n.SearchKey(named)]
	if cvr, ok := ParseCVR(named); found == "" && ok {
		found = r.orgs[cvr]
	}
	bad := &p.Faults
	switch {
	case r.own != "" && named != "" && found != r.own:
		bad.Add(string(fieldOrg), "people.row_not_own", named)
	case r.own != "":
		p.Wish.Org = r.own
	case found != "":
		p.Wish.Org = found
	case named != "":
		bad.Add(string(fieldOrg), "people.row_no_org", named)
	case r.domains[domain] != "":
		p.Wish.Org = r.domains[domain]
	default:
		bad.Add(string(fieldOrg), "people.row_org_missing", "")
	}
}

// judge says what happens to the rows. The same address twice is a fault of all
// but the first.
func (r register) judge(rows []plannedRow) {
	first, person := map[string]int{}, map[id.Person]int{}
	for i := range rows {
		p := &rows[i]
		bad := &p.Faults
		if n, twice := first[p.Wish.Email]; twice {
			bad.Add(string(fieldMail), "people.row_twice", fmt.Sprint(n))
		} else if _, ok := ParseEmail(p.Wish.Email); ok {
			first[p.Wish.Email] = p.Row.N
		}
		r.judgeOne(p)
		if n, twice := person[p.Known.ID]; twice { // they have both addresses
			bad.Add(string(fieldMail), "people.row_twice", fmt.Sprint(n))
			p.Does = rowFaulty
		} else if p.Known.ID != "" && p.Does != rowFaulty {
			person[p.Known.ID] = p.Row.N
		}
	}
}

func (r register) judgeOne(p *plannedRow) {
	known, ok := r.known[p.Wish.Email]
	bad := &p.Faults
	switch {
	case !ok || len(p.Faults) > 0:
	case known.State == Ended || known.Org == p.Wish.Org:
		p.Known = known
	case r.own != "": // no word of who has it, or where (ASVS V8.4.1)
		bad.Add(string(fieldMail), "people.email_taken", "")
	case known.State == Pending:
		bad.Add(string(fieldMail), "people.row_pending", "")
	default:
		p.Known = known
	}
	p.Does = p.fate()
}

func (p *plannedRow) fate() fate {
	switch {
	case len(p.Faults) > 0:
		return rowFaulty
	case p.Known.ID == "":
		return rowNew
	case p.Known.State == Ended:
		return rowBack
	case p.Known.Org != p.Wish.Org:
		return rowElsewhere
	case p.Known.State == Pending:
		return rowWaits
	}
	for _, c := range []amendment{
		{fieldName, p.Known.Name, p.Wish.Name}, {fieldTitle, p.Known.Title, p.Wish.Title}, {fieldPhone, p.Known.Phone, p.Wish.Phone},
	} {
		if c.Becomes != "" && c.Becomes != c.Was {
			p.Changes = append(p.Changes, c)
		}
	}
	if len(p.Changes) > 0 {
		return rowChanged
	}
	return rowSame
}

// becomes is the person we know, with what is new about them.
func (p plannedRow) becomes() Person {
	known := p.Known
	for _, c := range p.Changes {
		switch c.Field {
		case fieldName:
			known.Name, known.SortKey = c.Becomes, i18n.SortKey(c.Becomes)
		case fieldTitle:
			known.Title = c.Becomes
		case fieldPhone:
			known.Phone = c.Becomes
		}
	}
	return known
}
