package message

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/web"
)

// showDoor only asks: mail programs and virus scanners open links by themselves.
func showDoor(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var d door
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		d, err = openDoor(ctx, tx, r.PathValue("token"))
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, doorPage(d))
}

// useDoor also answers mail programs that unsubscribe by themselves (RFC 8058): the
// address is a secret, and needs no proof beside it. They are not sent anywhere else
// (§3.1 forbids it).
func useDoor(command func(context.Context, *db.Tx, string) error) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		secret := r.PathValue("token")
		if err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return command(ctx, tx, secret) }); err != nil {
			return err
		}
		if r.PostFormValue("List-Unsubscribe") == "One-Click" {
			return showDoor(s, w, r)
		}
		return web.Redirect(w, r, optoutPath+"/"+secret)
	}
}

func showMine(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var list []choice
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		list, err = choicesOf(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, minePage(list, r.URL.Query().Get("sket") != ""))
}

func chooseMine(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return Choose(ctx, tx, id.Programme(r.PostFormValue("forloeb")), r.PostFormValue("nyheder") == "ja")
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, minePath+"?sket=gemt")
}
