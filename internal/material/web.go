package material

import (
	"context"
	"net/http"
	"strconv"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// Routes lists every door into this capability.
var Routes = []web.Route{
	{Pattern: "GET /netvaerk/{slug}/materialer", For: web.Public, Do: showShelf},
	{Pattern: "GET /netvaerk/{slug}/materialer/nyt", For: web.StaffOnly, Do: showNew},
	{Pattern: "POST /netvaerk/{slug}/materialer/nyt", For: web.StaffOnly, MaxBody: mostForm, Do: postForm},
	{Pattern: "GET /netvaerk/{slug}/materialer/{materiale}", For: web.Public, Do: download},
	{Pattern: "GET /netvaerk/{slug}/materialer/{materiale}/ret", For: web.StaffOnly, Do: showEdit},
	{Pattern: "POST /netvaerk/{slug}/materialer/{materiale}/ret", For: web.StaffOnly, MaxBody: mostForm, Do: postForm},
	{Pattern: "POST /netvaerk/{slug}/materialer/{materiale}/slet", For: web.StaffOnly, Do: postRemove},
}

// find is the network of the address.
func find(ctx context.Context, tx *db.Tx, r *http.Request) (programme.Programme, bool, error) {
	return programme.BySlug(ctx, tx, web.KindNetwork, r.PathValue("slug"))
}

func showShelf(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v Shelf
	var moved bool
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.Programme, moved, err = find(ctx, tx, r); err != nil || moved {
			return err
		}
		v, err = shelf(ctx, tx, v.Programme, r.URL.Query().Get("q"))
		return err
	})
	if err != nil {
		return err
	}
	if moved {
		return web.Redirect(w, r, Path(v.Programme))
	}
	return web.Render(w, r, http.StatusOK, shelfPage(v, r.URL.Query().Get("gemt")))
}

// load is the form's surroundings, and the material that is changed.
func load(s *web.Site, r *http.Request) (v formView, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if err := mayWrite(tx.Actor); err != nil {
			return err
		}
		if v.Programme, _, err = find(ctx, tx, r); err != nil {
			return err
		}
		if v.Meetings, err = meeting.InProgramme(ctx, tx, v.Programme.ID); err != nil {
			return err
		}
		one := id.Material(r.PathValue("materiale"))
		if one == "" {
			return nil
		}
		v.Material, err = byID(ctx, tx, one)
		if err == nil && v.Material.Programme != v.Programme.ID {
			err = problem.New(problem.NotFound, "web.not_found")
		}
		return err
	})
	return v, err
}

func showNew(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := load(s, r)
	if err != nil {
		return err
	}
	v.Typed = typed{Key: s.DB.NewID(), Meeting: r.URL.Query().Get("moede"), Reach: string(Members), Phase: string(Before)}
	for _, m := range v.Meetings {
		if string(m.ID) == v.Typed.Meeting && m.Over(s.DB.Now()) {
			v.Typed.Phase = string(After)
		}
	}
	return web.Render(w, r, http.StatusOK, formPage(v))
}

func showEdit(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := load(s, r)
	if err != nil {
		return err
	}
	v.Typed = typedOf(r.Context(), v.Material)
	return web.Render(w, r, http.StatusOK, formPage(v))
}

// postForm saves a new material or a changed one.
func postForm(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	u, err := readUpload(r)
	if err != nil {
		return err
	}
	v, err := load(s, r)
	if err != nil {
		return err
	}
	v.Typed = readTyped(u.Fields)
	if u.TooLarge {
		v.Faults.Add("fil", "material.too_large", "")
		return web.Render(w, r, http.StatusRequestEntityTooLarge, formPage(v))
	}
	wish, unread := v.Typed.wish(v.Programme.ID)
	if u.Name != "" {
		wish.Document, err = Inspect(u.Name, u.Content)
	}
	if v.Faults, err = split(unread, err); err != nil {
		return err
	}
	err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return v.save(ctx, tx, wish, u.Name != "") })
	if faults, ok := problem.FieldsOf(err); ok {
		v.Faults = faults
		if !v.isNew() { // told of a colleague's change, one may save once more
			v.Typed.Version = strconv.FormatInt(v.Material.Version, 10)
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, formPage(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Path(v.Programme)+"?gemt=1")
}

// split adds the faults of an error to others; any other error is handed back.
func split(bad problem.Fields, err error) (problem.Fields, error) {
	if more, ok := problem.FieldsOf(err); ok {
		return append(bad, more...), nil
	}
	return bad, err
}

// save runs the command. With faults found before it, nothing is saved, and all
// faults are told at once. chosen: a file was sent, so none is missing.
func (v formView) save(ctx context.Context, tx *db.Tx, w Wish, chosen bool) error {
	if len(v.Faults) > 0 {
		more := Check(w.tidy(), chosen || v.Material.File != "")
		return append(v.Faults, more...).Err()
	}
	if v.isNew() {
		_, err := Add(ctx, tx, w)
		return err
	}
	seen, _ := strconv.ParseInt(v.Typed.Version, 10, 64)
	return Edit(ctx, tx, v.Material.ID, seen, w)
}

func postRemove(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := load(s, r)
	if err != nil {
		return err
	}
	err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return Remove(ctx, tx, v.Material.ID) })
	if err != nil && !problem.Is(err, problem.NotFound) { // sent twice: it is done
		return err
	}
	return web.Redirect(w, r, Path(v.Programme)+"?gemt=slettet")
}
