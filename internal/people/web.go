package people

import (
	"context"
	"embed"
	"net/http"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

const (
	colleaguesPath = "/kommune/kolleger"
	orgsPath       = "/kommuner"
)

// Routes lists every door into this capability.
var Routes = []web.Route{
	{Pattern: "GET /kommune/kolleger", For: web.SignedIn, Do: colleagues},
	{Pattern: "POST /kommune/kolleger", For: web.SignedIn, Do: addColleague},
	{Pattern: "POST /kommune/kolleger/{person}/godkend", For: web.SignedIn, Do: change(Approve)},
	{Pattern: "POST /kommune/kolleger/{person}/afvis", For: web.SignedIn, Do: change(Decline)},
	{Pattern: "POST /kommune/kolleger/{person}/kontakt", For: web.SignedIn, Do: change(makeContact)},
	{Pattern: "GET /kommune/kolleger/{person}/ikke-kontakt", For: web.SignedIn, Do: sure(sureUnmake)},
	{Pattern: "POST /kommune/kolleger/{person}/ikke-kontakt", For: web.SignedIn, Do: change(unmakeContact)},
	{Pattern: "GET /kommune/kolleger/{person}/afslut", For: web.SignedIn, Do: sure(sureLeave)},
	{Pattern: "POST /kommune/kolleger/{person}/afslut", For: web.SignedIn, Do: change(Leave)},
	{Pattern: "GET /kommune/kontaktperson", For: web.SignedIn, Do: showHandover},
	{Pattern: "POST /kommune/kontaktperson", For: web.SignedIn, Do: postHandover},
	{Pattern: "GET /kommune/import", For: web.SignedIn, Do: showHandIn},
	{Pattern: "POST /kommune/import", For: web.SignedIn, MaxBody: largeFile, Do: postHandIn},
	{Pattern: "GET /kommune/import/{import}", For: web.SignedIn, Do: showImport},
	{Pattern: "POST /kommune/import/{import}", For: web.SignedIn, Do: postImport},
	{Pattern: "POST /kommune/import/{import}/kolonner", For: web.SignedIn, Do: postColumns},
	{Pattern: "GET /sekretariat/import", For: web.StaffOnly, Do: showHandIn},
	{Pattern: "POST /sekretariat/import", For: web.StaffOnly, MaxBody: largeFile, Do: postHandIn},
	{Pattern: "GET /sekretariat/import/{import}", For: web.StaffOnly, Do: showImport},
	{Pattern: "POST /sekretariat/import/{import}", For: web.StaffOnly, Do: postImport},
	{Pattern: "POST /sekretariat/import/{import}/kolonner", For: web.StaffOnly, Do: postColumns},
	{Pattern: "GET /sekretariat/dubletter", For: web.StaffOnly, Do: showDuplicates},
	{Pattern: "GET /sekretariat/dubletter/saml", For: web.StaffOnly, Do: askMerge},
	{Pattern: "POST /sekretariat/dubletter/saml", For: web.StaffOnly, Do: postMerge},
	{Pattern: "GET /kommuner", For: web.StaffOnly, Do: showOrgs},
	{Pattern: "GET /kommuner/ny", For: web.StaffOnly, Do: showNewOrg},
	{Pattern: "POST /kommuner/ny", For: web.StaffOnly, Do: addOrg},
	{Pattern: "GET /kommuner/{org}", For: web.StaffOnly, Do: showOrg},
	{Pattern: "POST /kommuner/{org}/personer", For: web.StaffOnly, Do: addTo},
	{Pattern: "GET /kommuner/{org}/roller", For: web.StaffOnly, Do: askRole},
	{Pattern: "POST /kommuner/{org}/roller", For: web.StaffOnly, Do: houseRole(giveHouse)},
	{Pattern: "POST /kommuner/{org}/roller/fjern", For: web.StaffOnly, Do: houseRole(takeHouse)},
	{Pattern: "GET /kommuner/{org}/ret", For: web.StaffOnly, Do: showEdit},
	{Pattern: "POST /kommuner/{org}/ret", For: web.StaffOnly, Do: edit},
	{Pattern: "POST /kommuner/{org}/navn", For: web.StaffOnly, Do: rename},
}

// crew is an organisation's people, as a page shows them.
type crew struct {
	Org      Org
	Waiting  []Person
	Active   []Person
	Contacts map[id.Person]bool
	Lost     map[id.Person]Unreachable // whose address takes no mail
}

// loadCrew reads an organisation's people.
func loadCrew(ctx context.Context, tx *db.Tx, of id.Org) (c crew, err error) {
	all, err := PersonsOf(ctx, tx, of)
	if err != nil {
		return c, err
	}
	if c.Org, err = OrgByID(ctx, tx, of); err != nil {
		return c, err
	}
	contacts, err := Contacts(ctx, tx, of)
	if err != nil {
		return c, err
	}
	c.Contacts = map[id.Person]bool{}
	for _, p := range contacts {
		c.Contacts[p.ID] = true
	}
	ids := make([]id.Person, len(all))
	for i, p := range all {
		ids[i] = p.ID
	}
	c.Lost, err = UnreachableOf(ctx, tx, ids)
	for _, p := range all {
		if p.State == Pending {
			c.Waiting = append(c.Waiting, p)
		} else {
			c.Active = append(c.Active, p)
		}
	}
	return c, err
}

// colleaguesView is a contact person's page of their own people. Typed is what
// the form for a new one holds.
type colleaguesView struct {
	crew
	Typed  NewPerson
	Faults problem.Fields
}

func colleagues(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return showColleagues(s, w, r, http.StatusOK, colleaguesView{})
}

func showColleagues(s *web.Site, w http.ResponseWriter, r *http.Request, status int, v colleaguesView) error {
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		v.crew, err = loadCrew(ctx, tx, tx.Actor.Org)
		return err
	})
	if err != nil {
		return err
	}
	if format, ok := tabular.Asked(r); ok {
		return exportPeople(s, w, r, format, v.Org)
	}
	return web.Render(w, r, status, colleaguesPage(v))
}

func addColleague(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	n, err := add(s, r, web.Actor(r).Org)
	if faults, ok := problem.FieldsOf(err); ok {
		return showColleagues(s, w, r, http.StatusUnprocessableEntity, colleaguesView{Typed: n, Faults: faults})
	}
	if err != nil {
		return err
	}
	web.Redirect(w, r, colleaguesPath)
	return nil
}

// add adds the person that the form names, and makes them contact person when it
// says so.
func add(s *web.Site, r *http.Request, to id.Org) (NewPerson, error) {
	n := NewPerson{
		Name: r.PostFormValue("name"), Email: r.PostFormValue("email"), Title: r.PostFormValue("title"), Phone: r.PostFormValue("phone"), Org: to,
	}
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		added, err := AddPerson(ctx, tx, n)
		if err == nil && r.PostFormValue("contact") != "" {
			err = makeContact(ctx, tx, added)
		}
		return err
	})
	return n, err
}

// makeContact makes a person contact person of their own organisation.
func makeContact(ctx context.Context, tx *db.Tx, one id.Person) error {
	p, err := theirs(ctx, tx, one)
	if err != nil {
		return err
	}
	return GiveRole(ctx, tx, one, access.Contact, access.At(p.Org))
}

func unmakeContact(ctx context.Context, tx *db.Tx, one id.Person) error {
	p, err := theirs(ctx, tx, one)
	if err != nil {
		return err
	}
	return TakeRole(ctx, tx, one, access.Contact, access.At(p.Org))
}

// change is a door to a command about one person, and goes back to the page that
// lists them.
func change(do func(context.Context, *db.Tx, id.Person) error) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		var p Person
		err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
			if p, err = theirs(ctx, tx, id.Person(r.PathValue("person"))); err != nil {
				return err
			}
			return do(ctx, tx, p.ID)
		})
		if err != nil {
			return err
		}
		who := web.Actor(r)
		if p.ID == who.Person && !who.IsStaff() { // who stepped down no longer sees the list
			return web.Redirect(w, r, "/")
		}
		return web.Redirect(w, r, listPath(who, p.Org))
	}
}

// listPath is where an actor looks after an organisation's people.
func listPath(who access.Actor, org id.Org) string {
	if who.Org == org && who.Is(access.Contact, access.At(org)) {
		return colleaguesPath
	}
	return orgsPath + "/" + string(org)
}

// sureView asks once more.
type sureView struct {
	Title, Heading, Lead, Text, Button string
	Back                               string
}

// sure is a door to a page that asks once more about one person; say says what.
func sure(say func(ctx context.Context, p Person, org string) sureView) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		var (
			p   Person
			org Org
		)
		err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
			if p, err = theirs(ctx, tx, id.Person(r.PathValue("person"))); err != nil {
				return err
			}
			org, err = OrgByID(ctx, tx, p.Org)
			return err
		})
		if err != nil {
			return err
		}
		v := say(r.Context(), p, org.OfficialName)
		v.Back = listPath(web.Actor(r), p.Org)
		return web.Render(w, r, http.StatusOK, surePage(v))
	}
}
