package people

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/tabular"
	"faelled/internal/web"
	"faelled/internal/when"
)

// orgsView is the list of organisations.
type orgsView struct {
	search
	Page []listed
	All  int
}

func showOrgs(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v := orgsView{search: search{Text: r.FormValue("q"), Kind: OrgKind(r.FormValue("slags")), After: id.Org(r.FormValue("efter"))}}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		v.Page, v.All, err = list(ctx, tx, v.search)
		return err
	})
	if err != nil {
		return err
	}
	if format, ok := tabular.Asked(r); ok {
		return exportOrgs(s, w, r, format, v.search)
	}
	return web.Render(w, r, http.StatusOK, orgsPage(v))
}

// first is the address of the list with its filters, from the beginning.
func (v orgsView) first() string { return v.from("") }

// next is the address of the next page; empty when this is the last.
func (v orgsView) next() string {
	if len(v.Page) < pageSize {
		return ""
	}
	return v.from(v.Page[len(v.Page)-1].Org.ID)
}

func (v orgsView) from(after id.Org) string {
	q := url.Values{}
	for name, value := range map[string]string{"efter": string(after), "q": v.Text, "slags": string(v.Kind)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return orgsPath
	}
	return orgsPath + "?" + q.Encode()
}

// orgView is one organisation, and the form for a new person in it.
type orgView struct {
	crew
	GLNs     []GLN
	Domains  []string
	Names    []OrgName // earlier ones
	Holdings []holding // only administrators see them
	Typed    NewPerson
	Contact  bool // of the person typed
	Chosen   roleView
	Faults   problem.Fields
}

func orgOf(r *http.Request) id.Org { return id.Org(r.PathValue("org")) }

func showOrg(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return orgWith(s, w, r, http.StatusOK, orgView{})
}

func orgWith(s *web.Site, w http.ResponseWriter, r *http.Request, status int, v orgView) error {
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.crew, err = loadCrew(ctx, tx, orgOf(r)); err != nil {
			return err
		}
		if v.GLNs, err = GLNs(ctx, tx, v.Org.ID); err != nil {
			return err
		}
		if v.Domains, err = domainsOf(ctx, tx, v.Org.ID); err != nil {
			return err
		}
		if v.Names, err = NamesOf(ctx, tx, v.Org.ID); err != nil {
			return err
		}
		v.Names = slices.DeleteFunc(v.Names, func(n OrgName) bool { return n.To == "" }) // today's is the heading
		if !tx.Actor.IsAdmin() {
			return nil
		}
		v.Holdings, err = holdings(ctx, tx, v.Org.ID)
		return err
	})
	if err != nil {
		return err
	}
	if format, ok := tabular.Asked(r); ok && status == http.StatusOK {
		return exportPeople(s, w, r, format, v.Org)
	}
	return web.Render(w, r, status, orgPage(v))
}

func addTo(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	n, err := add(s, r, orgOf(r))
	if faults, ok := problem.FieldsOf(err); ok {
		v := orgView{Typed: n, Contact: r.PostFormValue("contact") != "", Faults: faults}
		return orgWith(s, w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	web.Redirect(w, r, orgsPath+"/"+string(orgOf(r)))
	return nil
}

// editView holds two forms: for all but the name, and for the name.
type editView struct {
	Org          Org
	Typed        NewOrg
	Population   string
	Name         string // the new one
	OfficialName string
	From         string
	Faults       problem.Fields // of either form: their fields have different names
}

// spare is how many empty rows for numbers and domains the form offers.
const spare = 2

func showEdit(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v editView
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		v, err = loadEdit(ctx, tx, orgOf(r))
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, editPage(v))
}

// loadEdit fills the form with what is known.
func loadEdit(ctx context.Context, tx *db.Tx, one id.Org) (v editView, err error) {
	if err := mayEditOrg(tx.Actor); err != nil {
		return v, err
	}
	if v.Org, err = OrgByID(ctx, tx, one); err != nil {
		return v, err
	}
	o := v.Org
	v.Typed = NewOrg{
		Kind: o.Kind, Code: o.Code, CVR: o.CVR, Street: o.Street, Postcode: o.Postcode, City: o.City, Region: o.Region,
		Email: o.Email, Phone: o.Phone, Population: o.Population,
	}
	v.Name, v.OfficialName = o.Name, o.OfficialName
	if o.Population > 0 {
		v.Population = strconv.FormatInt(o.Population, 10)
	}
	if v.Typed.GLNs, err = GLNs(ctx, tx, one); err != nil {
		return v, err
	}
	v.Typed.GLNs = append(v.Typed.GLNs, make([]GLN, spare)...)
	v.Typed.Domains, err = domainsOf(ctx, tx, one)
	v.Typed.Domains = append(v.Typed.Domains, make([]string, spare)...)
	return v, err
}

func edit(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	typed := typedOrg(r)
	return editOr(s, w, r, func(v *editView) { v.Typed, v.Population = typed, r.PostFormValue("population") },
		func(ctx context.Context, tx *db.Tx) error { return EditOrg(ctx, tx, orgOf(r), typed) })
}

func rename(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	name, official, typed := r.PostFormValue("name"), r.PostFormValue("official_name"), r.PostFormValue("from")
	from, err := when.ParseDate(typed)
	if err != nil {
		from = "" // the command says so, with all other faults
	}
	return editOr(s, w, r, func(v *editView) { v.Name, v.OfficialName, v.From = name, official, typed },
		func(ctx context.Context, tx *db.Tx) error { return RenameOrg(ctx, tx, orgOf(r), name, official, from) })
}

// editOr runs a command, or shows both forms again with what was typed.
func editOr(s *web.Site, w http.ResponseWriter, r *http.Request, typed func(*editView), do func(context.Context, *db.Tx) error) error {
	err := s.DB.Write(r.Context(), web.Actor(r), do)
	if faults, ok := problem.FieldsOf(err); ok {
		var v editView
		if err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
			v, err = loadEdit(ctx, tx, orgOf(r))
			return err
		}); err != nil {
			return err
		}
		typed(&v)
		v.Faults = faults
		return web.Render(w, r, http.StatusUnprocessableEntity, editPage(v))
	}
	if err != nil {
		return err
	}
	web.Redirect(w, r, orgsPath+"/"+string(orgOf(r)))
	return nil
}

// mostRows is how many numbers and domains a form may bring.
const mostRows = 50

// typedOrg reads the form.
func typedOrg(r *http.Request) NewOrg {
	n := NewOrg{
		Kind: OrgKind(r.PostFormValue("kind")), Code: r.PostFormValue("code"), CVR: r.PostFormValue("cvr"),
		Street: r.PostFormValue("street"), Postcode: r.PostFormValue("postcode"), City: r.PostFormValue("city"),
		Region: r.PostFormValue("region"), Email: r.PostFormValue("email"), Phone: r.PostFormValue("phone"),
	}
	if population, err := strconv.ParseInt(strings.TrimSpace(r.PostFormValue("population")), 10, 64); err == nil {
		n.Population = population
	} else if r.PostFormValue("population") != "" {
		n.Population = -1 // refused, with all other faults
	}
	for i := range mostRows {
		gln := fmt.Sprint("gln_", i)
		if !r.PostForm.Has(gln) {
			break
		}
		n.GLNs = append(n.GLNs, GLN{r.PostFormValue(gln), r.PostFormValue(fmt.Sprint("gln_label_", i)), r.PostFormValue(fmt.Sprint("gln_field_", i))})
	}
	for i := range mostRows {
		domain := fmt.Sprint("domain_", i)
		if !r.PostForm.Has(domain) {
			break
		}
		n.Domains = append(n.Domains, r.PostFormValue(domain))
	}
	return n
}
