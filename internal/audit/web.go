package audit

import (
	"context"
	"embed"
	"net/http"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/tabular"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Locale holds the words of the trail's page.
//
//go:embed locale
var Locale embed.FS

// path is where the trail is read.
const path = "/sekretariat/spor"

// Sentences say in words what a code means; each capability has its own.
type Sentences map[string]i18n.Key

// Guide is what the trail's page asks the other rooms.
type Guide struct {
	Say  Sentences
	Name Naming
	// Find is the person with a mail address.
	Find func(ctx context.Context, tx *db.Tx, email string) (one id.Person, known bool, err error)
	// Own are the codes of what a person does before we know who they are: the
	// trail has no actor for it, and the person is the object.
	Own []string
}

// Routes lists every door into the trail.
func Routes(g Guide) []web.Route {
	return []web.Route{{Pattern: "GET " + path, For: web.StaffOnly, Do: func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		return show(s, w, r, g)
	}}}
}

// view is all that the page may see.
type view struct {
	Guide
	Filter
	Who     string // as typed: a mail address, or the id of a person in a link
	Nobody  bool   // has that address
	DayText string // as typed
	Events  []Event
	Names   Names
}

func show(s *web.Site, w http.ResponseWriter, r *http.Request, g Guide) error {
	v := view{Guide: g, Who: strings.TrimSpace(r.FormValue("hvem")), DayText: strings.TrimSpace(r.FormValue("dag"))}
	v.Filter = Filter{Object: r.FormValue("om"), Kind: r.FormValue("slags"), Before: r.FormValue("foer"), Person: id.Person(v.Who)}
	v.Day, _ = when.ParseDate(v.DayText)
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return v.load(ctx, tx) })
	if err != nil {
		return err
	}
	if f, ok := tabular.Asked(r); ok {
		return v.export(s, w, r, f)
	}
	return web.Render(w, r, http.StatusOK, trailPage(v))
}

// load fills in what the database knows: a page of events, and what they are about.
func (v *view) load(ctx context.Context, tx *db.Tx) (err error) {
	if err := mayRead(tx.Actor); err != nil {
		return err
	}
	if strings.Contains(v.Who, "@") {
		known := false
		if v.Person, known, err = v.Find(ctx, tx, v.Who); err != nil {
			return err
		}
		v.Nobody = !known
	}
	if !v.Nobody && (v.DayText == "" || v.Day != "") {
		if v.Events, err = Events(ctx, tx, v.Filter); err != nil {
			return err
		}
	}
	v.Names, err = v.Name(ctx, tx, v.ids())
	return err
}

// ids are all that the page has a name to show for, each once.
func (v view) ids() (list []string) {
	seen := map[string]bool{"": true, "system": true}
	add := func(one string) {
		if !seen[one] {
			seen[one] = true
			list = append(list, one)
		}
	}
	add(v.Object)
	add(string(v.Person))
	for _, e := range v.Events {
		add(string(e.Actor))
		add(string(e.OnBehalf))
		add(e.Object)
	}
	return list
}
