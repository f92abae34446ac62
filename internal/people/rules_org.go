package people

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// NewOrg is an organisation as a form holds it. No OfficialName is Name.
type NewOrg struct {
	Kind                                         OrgKind
	Name, OfficialName                           string
	Code, CVR                                    string
	Street, Postcode, City, Region, Email, Phone string
	Population                                   int64 // thousands
	GLNs                                         []GLN
	Domains                                      []string // of mail addresses
}

var orgKinds = []OrgKind{Municipality, Association, Centre, Ministry, Union, Other}

func checkRename(o *Org, names []OrgName, from when.Date) error {
	var bad problem.Fields
	checkNames(&bad, &o.Name, &o.OfficialName)
	switch {
	case !from.Valid():
		bad.Add("from", "people.date_missing", "")
	case len(names) > 0 && from <= names[0].From:
		bad.Add("from", "people.date_too_early", "")
	}
	return bad.Err()
}

func checkNames(bad *problem.Fields, name, official *string) {
	checkLine(bad, "name", name)
	checkLine(bad, "official_name", official)
	if strings.TrimSpace(*name) == "" {
		bad.Add("name", "people.org_name_missing", "")
	}
	if *official == "" {
		*official = *name
	}
}

// checkFields needs no database. It tidies the fields in place; numbers and
// domains keep their places, so that faults can name them.
func (n *NewOrg) checkFields(bad *problem.Fields) {
	checkNames(bad, &n.Name, &n.OfficialName)
	if !slices.Contains(orgKinds, n.Kind) {
		bad.Add("kind", "people.no_such_kind", "")
	}
	n.checkNumbers(bad)
	checkLine(bad, "street", &n.Street)
	checkLine(bad, "postcode", &n.Postcode)
	checkLine(bad, "city", &n.City)
	checkLine(bad, "region", &n.Region)
	checkLine(bad, "phone", &n.Phone)
	n.GLNs, n.Domains = slices.Clone(n.GLNs), slices.Clone(n.Domains) // the caller's form stays as typed
	n.checkGLNs(bad)
	n.checkDomains(bad)
}

func (n *NewOrg) checkGLNs(bad *problem.Fields) {
	for i := range n.GLNs {
		g, name := &n.GLNs[i], fmt.Sprint("gln_", i)
		checkLine(bad, fmt.Sprint("gln_label_", i), &g.Label)
		if g.Number = compact(g.Number); g.Number == "" {
			continue
		}
		if _, ok := ParseGLN(g.Number); !ok && count(g.Number) == glnDigits {
			bad.Add(name, "people.gln_check", g.Number)
		} else if !ok {
			bad.Add(name, "people.gln_length", strconv.Itoa(count(g.Number)))
		}
		if slices.ContainsFunc(n.GLNs[:i], func(other GLN) bool { return other.Number == g.Number }) {
			bad.Add(name, "people.twice", "")
		}
	}
}

func (n *NewOrg) checkDomains(bad *problem.Fields) {
	for i, text := range n.Domains {
		name := fmt.Sprint("domain_", i)
		domain, ok := parseDomain(text)
		n.Domains[i] = domain
		switch {
		case strings.TrimSpace(text) == "":
			n.Domains[i] = ""
		case !ok:
			bad.Add(name, "people.domain_wrong", "")
		case slices.Contains(n.Domains[:i], domain):
			bad.Add(name, "people.twice", "")
		}
	}
}

func (n *NewOrg) checkNumbers(bad *problem.Fields) {
	n.Code = compact(n.Code)
	if n.Code != "" && !digits(n.Code, 4) {
		bad.Add("code", "people.code_wrong", "")
	}
	if cvr, ok := ParseCVR(n.CVR); ok || strings.TrimSpace(n.CVR) == "" {
		n.CVR = cvr
	} else {
		bad.Add("cvr", "people.cvr_wrong", "")
	}
	if email, ok := ParseEmail(n.Email); ok || strings.TrimSpace(n.Email) == "" {
		n.Email = email
	} else {
		bad.Add("email", "people.email_wrong", "")
	}
	if n.Population < 0 || n.Population > 10_000 {
		bad.Add("population", "people.population_wrong", "")
	}
}

// fill puts the form's texts into an organisation.
func (n NewOrg) fill(o Org) Org {
	return Org{
		ID: o.ID, Kind: n.Kind, Name: n.Name, OfficialName: n.OfficialName, SortKey: i18n.SortKey(n.Name),
		Code: n.Code, CVR: n.CVR, Street: n.Street, Postcode: n.Postcode, City: n.City, Region: n.Region,
		Email: n.Email, Phone: n.Phone, Population: n.Population,
	}
}

// firstName begins an organisation's history.
func firstName(o Org) nameRow {
	return nameRow{OrgName{Name: o.Name, OfficialName: o.OfficialName}, o.ID, 1}
}
