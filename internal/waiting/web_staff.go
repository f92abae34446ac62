package waiting

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// queue is what the secretariat's page may see.
type queue struct {
	Programme programme.Programme
	Meeting   meeting.Meeting
	Waits     []standing
	Done      bool
	For       id.Wait // whose form was refused, and what was typed in it
	Reason    string
	Ahead     bool
	Faults    problem.Fields
}

func loadQueue(ctx context.Context, tx *db.Tx, one id.Meeting) (q queue, err error) {
	if err := maySort(tx.Actor); err != nil {
		return q, err
	}
	if q.Meeting, err = meeting.ByID(ctx, tx, one); err != nil {
		return q, err
	}
	if q.Programme, err = programme.ByID(ctx, tx, q.Meeting.Programme); err != nil {
		return q, err
	}
	line, err := lineAt(ctx, tx, one)
	if err != nil {
		return q, err
	}
	var orgs []id.Org
	for _, w := range line {
		orgs = append(orgs, w.Org)
	}
	from, err := people.Orgs(ctx, tx, orgs)
	for _, w := range line {
		q.Waits = append(q.Waits, standing{Wait: w, Meeting: q.Meeting, Org: from[w.Org], Before: before(line, w.ID)})
	}
	return q, err
}

func showLine(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var q queue
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		q, err = loadQueue(ctx, tx, id.Meeting(r.PathValue("id")))
		return err
	})
	if err != nil {
		return err
	}
	if f, ok := tabular.Asked(r); ok {
		return q.export(s, w, r, f)
	}
	q.Done = r.URL.Query().Has("sket")
	return web.Render(w, r, http.StatusOK, linePage(q))
}

func postPrefer(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	at, one := id.Meeting(r.PathValue("id")), id.Wait(r.PathValue("wait"))
	reason, ahead := r.PostFormValue("grund-"+string(one)), r.PostFormValue("forbi-"+string(one)) != ""
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return Prefer(ctx, tx, one, ahead, reason) })
	bad, refused := problem.FieldsOf(err)
	if err != nil && !refused {
		return err
	}
	if !refused {
		return web.Redirect(w, r, StaffPath(at)+"?sket=1")
	}
	var q queue
	if err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		q, err = loadQueue(ctx, tx, at)
		return err
	}); err != nil {
		return err
	}
	for _, f := range bad { // each of the page's forms has fields of its own
		if f.Name != "" {
			f.Name += "-" + string(one)
		}
		q.Faults = append(q.Faults, f)
	}
	q.For, q.Reason, q.Ahead = one, reason, ahead
	return web.Render(w, r, http.StatusUnprocessableEntity, linePage(q))
}
