package audit

import (
	"context"
	"embed"
	"net/http"
	"net/url"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/web"
)

// Locale holds the words of the trail's page.
//
//go:embed locale
var Locale embed.FS

// path is where the trail is read.
const path = "/sekretariat/spor"

// Sentences say in words what a code means; each capability has its own.
type Sentences map[string]i18n.Key

// Names turns references to people into names, when the page is shown.
type Names func(ctx context.Context, tx *db.Tx, of []id.Person) (map[id.Person]string, error)

// Routes lists every door into the trail.
func Routes(say Sentences, names Names) []web.Route {
	return []web.Route{{Pattern: "GET " + path, For: web.StaffOnly, Do: func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		return show(s, w, r, say, names)
	}}}
}

// view is all that the page may see.
type view struct {
	Object string
	Events []Event
	Names  map[id.Person]string
	Say    Sentences
}

func show(s *web.Site, w http.ResponseWriter, r *http.Request, say Sentences, names Names) error {
	v := view{Object: r.FormValue("om"), Say: say}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.Events, err = Events(ctx, tx, v.Object, r.FormValue("foer")); err != nil {
			return err
		}
		v.Names, err = names(ctx, tx, people(v.Events))
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, trailPage(v))
}

// people are those who acted, and those somebody acted for, each once.
func people(events []Event) (list []id.Person) {
	seen := map[id.Person]bool{"": true}
	for _, e := range events {
		for _, p := range []id.Person{e.Actor, e.OnBehalf} {
			if !seen[p] {
				seen[p] = true
				list = append(list, p)
			}
		}
	}
	return list
}

// who is the name of the one who acted; the program acts for somebody.
func (v view) who(ctx context.Context, e Event) string {
	switch name := v.Names[e.Actor]; {
	case name != "":
		return name
	case e.OnBehalf != "" && v.Names[e.OnBehalf] != "":
		return i18n.F(ctx, "audit.program_for", i18n.Args{"Name": v.Names[e.OnBehalf]})
	case e.Actor == "system":
		return i18n.T(ctx, "audit.program")
	case e.Actor == "":
		return i18n.T(ctx, "audit.visitor")
	}
	return i18n.T(ctx, "audit.forgotten")
}

// what is the sentence for a code; one without a sentence shows itself.
func (v view) what(ctx context.Context, e Event) string {
	if key, ok := v.Say[e.Code]; ok {
		return i18n.T(ctx, string(key))
	}
	return e.Code
}

// older is the address of the next page, empty when this is the last.
func (v view) older() string {
	if len(v.Events) < pageSize {
		return ""
	}
	q := url.Values{"foer": {v.Events[len(v.Events)-1].ID}}
	if v.Object != "" {
		q.Set("om", v.Object)
	}
	return path + "?" + q.Encode()
}

func about(object string) string { return path + "?" + url.Values{"om": {object}}.Encode() }
