package edition

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// nextPath is where the season that follows is made, and changesPath where a
// season is compared with the one before.
func nextPath(one id.Programme) string    { return programme.StaffPath(one) + "/naeste-saeson" }
func changesPath(one id.Programme) string { return programme.StaffPath(one) + "/aendringer" }

// ofKind is the blueprint of a kind of programme.
func ofKind(kind programme.Kind) (blueprint, error) {
	for _, b := range blueprints {
		if b.Kind == kind {
			return b, nil
		}
	}
	return blueprint{}, problem.New(problem.NotFound, "web.not_found")
}

// followed is the season that the address says is followed. When another one
// follows it already, it is not there to be followed again: to is then that one.
func followed(s *web.Site, r *http.Request) (old season, b blueprint, to string, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if err := mayWrite(tx.Actor); err != nil {
			return err
		}
		if old, err = seasonOf(ctx, tx, id.Programme(r.PathValue("id"))); err != nil {
			return err
		}
		next, found, err := programme.NextOf(ctx, tx, old.Programme.ID)
		if found {
			to = programme.StaffPath(next.ID)
		}
		if err != nil {
			return err
		}
		b, err = ofKind(old.Programme.Kind)
		return err
	})
	return old, b, to, err
}

func showNext(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	old, b, to, err := followed(s, r)
	if err != nil {
		return err
	}
	if to != "" {
		return web.Redirect(w, r, to)
	}
	return newForm(s, w, r, http.StatusOK, newView{Blueprint: b, From: old.Programme, Form: old.next(r.Context())})
}

// postNext is postNew for the season that follows another. The same form again
// leads to what it made.
func postNext(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	old, b, _, err := followed(s, r)
	if err != nil {
		return err
	}
	return saveNew(s, w, r, newView{Blueprint: b, From: old.Programme, Rooms: old.rooms()})
}

// changesView is a season beside the one before.
type changesView struct {
	Was, Is programme.Programme
	List    []difference
}

func showChanges(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v changesView
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		if err := mayWrite(tx.Actor); err != nil {
			return err
		}
		is, err := seasonOf(ctx, tx, id.Programme(r.PathValue("id")))
		if err != nil {
			return err
		}
		if is.Programme.Previous == "" {
			return problem.New(problem.NotFound, "web.not_found")
		}
		was, err := seasonOf(ctx, tx, is.Programme.Previous)
		if err != nil {
			return err
		}
		names, err := people.NamesFor(ctx, tx, []id.Org{
			was.Programme.Owner, was.Programme.Operator, was.Programme.Seller, is.Programme.Owner, is.Programme.Operator, is.Programme.Seller,
		}, nil)
		if err != nil {
			return err
		}
		orgs := map[id.Org]string{}
		for one, o := range names.Orgs {
			orgs[one] = o.Name
		}
		v = changesView{was.Programme, is.Programme, compare(r.Context(), was, is, orgs)}
		return nil
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, changesPage(v))
}
