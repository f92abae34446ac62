package interest

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// Routes lists every door into this capability.
var Routes = []web.Route{
	{Pattern: "GET /netvaerk/{slug}/besked", For: web.Public, Do: show},
	{Pattern: "POST /netvaerk/{slug}/besked", For: web.Public, Do: post},
	{Pattern: "POST /netvaerk/{slug}/besked/nej", For: web.SignedIn, Do: postNo},
	{Pattern: "GET /besked/{token}", For: web.Public, Do: web.Unkept(showDoor)},
	{Pattern: "POST /besked/{token}", For: web.Public, Do: web.Unkept(useDoor(Confirm))},
	{Pattern: "POST /besked/{token}/nej", For: web.Public, Do: web.Unkept(useDoor(End))},
}

// Path is where somebody says that they want to be told.
func Path(p programme.Programme) string { return p.Path() + "/besked" }

func doorPath(secret string) string { return "/besked/" + secret }

// view is all that the page may see.
type view struct {
	Programme programme.Programme
	SignedIn  bool
	Wants     bool   // the reader does
	Asked     bool   // somebody has just left an address
	Email     string // as it was typed
	Faults    problem.Fields
}

// load finds the programme of the address; to is another address that it has now.
func load(ctx context.Context, tx *db.Tx, r *http.Request) (v view, to string, err error) {
	var moved bool
	if v.Programme, moved, err = programme.BySlug(ctx, tx, web.KindNetwork, r.PathValue("slug")); err != nil {
		return v, "", err
	}
	if err := mayRead(v.Programme); err != nil {
		return v, "", err
	}
	if moved {
		to = Path(v.Programme)
	}
	v.SignedIn = tx.Actor.SignedIn()
	v.Wants, err = Wants(ctx, tx, v.Programme.ID)
	return v, to, err
}

func show(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v view
	var to string
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		v, to, err = load(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	if to != "" {
		return web.Redirect(w, r, to)
	}
	v.Asked = !v.SignedIn && r.URL.Query().Has("sendt")
	return web.Render(w, r, http.StatusOK, page(v))
}

func post(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v view
	var to string
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v, to, err = load(ctx, tx, r); err != nil || to != "" {
			return err
		}
		if v.SignedIn {
			return Want(ctx, tx, v.Programme)
		}
		v.Email = r.PostFormValue("mail")
		return Ask(ctx, tx, v.Programme, v.Email)
	})
	if bad, refused := problem.FieldsOf(err); refused {
		v.Faults = bad
		return web.Render(w, r, http.StatusUnprocessableEntity, page(v))
	}
	if err != nil {
		return err
	}
	if to == "" {
		to = Path(v.Programme) + "?sendt=1"
	}
	return web.Redirect(w, r, to)
}

func postNo(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v view
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v, _, err = load(ctx, tx, r); err != nil {
			return err
		}
		return Unwant(ctx, tx, v.Programme)
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Path(v.Programme))
}

// door is what the secret in a mail opens.
type door struct {
	Secret    string
	Wish      interest
	Programme programme.Programme
	Ended     bool
}

// showDoor only asks: mail programs and virus scanners open links by themselves.
func showDoor(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	d := door{Secret: r.PathValue("token")}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if d.Wish, d.Ended, err = behind(ctx, tx, d.Secret); err != nil || d.Ended {
			return err
		}
		d.Programme, err = programme.ByID(ctx, tx, d.Wish.Programme)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, doorPage(d))
}

// useDoor also answers mail programs that unsubscribe by themselves (RFC 8058).
func useDoor(command func(context.Context, *db.Tx, string) error) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		secret := r.PathValue("token")
		err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return command(ctx, tx, secret) })
		if err != nil {
			return err
		}
		if r.PostFormValue("List-Unsubscribe") == "One-Click" { // not sent anywhere else, §3.1
			return web.Render(w, r, http.StatusOK, doorPage(door{Ended: true}))
		}
		return web.Redirect(w, r, doorPath(secret))
	}
}
