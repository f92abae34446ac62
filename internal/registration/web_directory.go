package registration

import (
	"context"
	"net/http"
	"net/url"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// DirectoryPath is where a network's members are listed.
func DirectoryPath(p programme.Programme) string { return p.Path() + "/medlemmer" }

func soughtIn(r *http.Request) sought {
	q := r.URL.Query()
	return sought{Text: q.Get("q"), Region: q.Get("egn"), Org: id.Org(q.Get("kommune")), After: id.Person(q.Get("efter"))}
}

// loadDirectory is the directory of the network in the address. moved tells that
// it has another address now.
func loadDirectory(s *web.Site, r *http.Request) (d directory, moved bool, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		p, to, err := find(ctx, tx, r)
		if err != nil {
			return err
		}
		moved = to != ""
		d, err = directoryOf(ctx, tx, p, soughtIn(r))
		return err
	})
	return d, moved, err
}

func showDirectory(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	d, moved, err := loadDirectory(s, r)
	if err != nil {
		return err
	}
	if moved {
		return web.Redirect(w, r, DirectoryPath(d.Programme))
	}
	return web.Render(w, r, http.StatusOK, directoryShown(d, r.URL.Query().Get("sket"), nil))
}

// saveDirectory keeps what the reader says about themselves.
func saveDirectory(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	d, _, err := loadDirectory(s, r)
	if err != nil {
		return err
	}
	typed := Entry{
		Programme: d.Programme.ID, ShowEmail: r.PostFormValue("mail") != "", ShowPhone: r.PostFormValue("telefon") != "", Ask: r.PostFormValue("spoerg"),
	}
	err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return Appear(ctx, tx, typed) })
	if faults, ok := problem.FieldsOf(err); ok {
		d.Own = typed
		return web.Render(w, r, http.StatusUnprocessableEntity, directoryShown(d, "", faults))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, DirectoryPath(d.Programme)+"?sket=vist#dig")
}

// leaveDirectory takes the reader out with one click.
func leaveDirectory(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	d, _, err := loadDirectory(s, r)
	if err != nil {
		return err
	}
	err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return Disappear(ctx, tx, d.Programme.ID) })
	if err != nil {
		return err
	}
	return web.Redirect(w, r, DirectoryPath(d.Programme)+"?sket=skjult#dig")
}

func (d directory) regionOptions(ctx context.Context) []web.Option {
	options := []web.Option{{Text: i18n.T(ctx, "registration.dir_all_regions")}}
	for _, r := range d.regions() {
		options = append(options, web.Option{Value: r, Text: r})
	}
	return options
}

func (d directory) orgOptions(ctx context.Context) []web.Option {
	options := []web.Option{{Text: i18n.T(ctx, "registration.dir_all_orgs")}}
	for _, o := range d.Orgs {
		options = append(options, web.Option{Value: string(o.ID), Text: o.Name})
	}
	return options
}

// next is the address of the next page.
func (d directory) next() string {
	q := url.Values{"efter": {string(d.more())}}
	for name, value := range map[string]string{"q": d.Sought.Text, "egn": d.Sought.Region, "kommune": string(d.Sought.Org)} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return DirectoryPath(d.Programme) + "?" + q.Encode()
}
