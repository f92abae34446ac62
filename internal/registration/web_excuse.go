package registration

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// excusing is the page where somebody says that they do not come.
type excusing struct {
	Programme programme.Programme
	Meeting   meeting.Meeting
	Seated    bool
	Done      bool
	Faults    problem.Fields
}

// ExcusePath is where the reader gives up their own seat at a meeting.
func ExcusePath(p programme.Programme, m meeting.Meeting) string { return meetingPath(p, m) + "/afbud" }

func loadExcuse(ctx context.Context, tx *db.Tx, r *http.Request) (e excusing, to string, err error) {
	if e.Programme, to, err = find(ctx, tx, r); err != nil || to != "" {
		return e, to, err
	}
	m, moved, err := meeting.BySlug(ctx, tx, e.Programme.ID, r.PathValue("date"))
	if err != nil {
		return e, "", err
	}
	if moved {
		return e, ExcusePath(e.Programme, m), nil
	}
	e.Meeting = m
	e.Seated, err = seated(ctx, tx, m.ID, tx.Actor.Person)
	return e, "", err
}

func showExcuse(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var e excusing
	var to string
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		e, to, err = loadExcuse(ctx, tx, r)
		return err
	})
	return e.answer(w, r, to, err)
}

func sendExcuse(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var e excusing
	var to string
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if e, to, err = loadExcuse(ctx, tx, r); err != nil || to != "" {
			return err
		}
		return Excuse(ctx, tx, e.Meeting.ID)
	})
	if bad, ok := problem.FieldsOf(err); ok {
		e.Faults, err = bad, nil
	} else if err == nil {
		e.Done = true
	}
	return e.answer(w, r, to, err)
}

func (e excusing) answer(w http.ResponseWriter, r *http.Request, to string, err error) error {
	switch {
	case err != nil:
		return err
	case to != "":
		return web.Redirect(w, r, to)
	}
	status := http.StatusOK
	if len(e.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, excusePage(e))
}
