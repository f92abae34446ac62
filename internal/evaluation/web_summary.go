package evaluation

import (
	"context"
	"net/http"
	"strconv"

	"faelled/internal/db"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// SummaryPath is where a meeting's summary is read.
func SummaryPath(p programme.Programme, m meeting.Meeting) string {
	return meeting.Path(p, m) + "/opsamling"
}

// materialPath is where a programme's material lies: see package material.
func materialPath(p programme.Programme) string { return p.Path() + "/materialer" }

// summaryView is a meeting's summary, and for the secretariat what can be done with
// it.
type summaryView struct {
	scene
	Summary
	Staff  bool
	Over   bool // the meeting
	Rated  Result
	Guests int    // who would get it now
	Typed  string // in the form
	Stale  bool   // a colleague has saved another text since the form was drawn
	Faults problem.Fields
	Done   string
}

// loadSummary finds the summary of the address. moved is where the meeting is now.
func loadSummary(s *web.Site, r *http.Request) (v summaryView, moved string, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.scene, moved, err = find(ctx, tx, r); err != nil || moved != "" {
			return err
		}
		return v.load(ctx, tx)
	})
	v.Typed = v.Body
	return v, moved, err
}

func (v *summaryView) load(ctx context.Context, tx *db.Tx) (err error) {
	v.Staff, v.Over = tx.Actor.IsStaff(), v.scene.Meeting.Over(tx.Now) && v.scene.Meeting.State == meeting.Planned
	var found bool
	if v.Summary, found, err = ReadSummary(ctx, tx, v.scene.Meeting); err != nil {
		return err
	}
	if !found && !v.Staff {
		return problem.New(problem.NotFound, "web.not_found")
	}
	if v.Rated, _, err = Means(ctx, tx, v.Programme.ID, v.scene.Meeting.ID); err != nil || !v.Staff {
		return err
	}
	who, err := guests(ctx, tx, v.scene.Meeting)
	v.Guests = len(who)
	return err
}

func showSummary(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, moved, err := loadSummary(s, r)
	if err != nil {
		return err
	}
	switch v.Done = r.URL.Query().Get("sket"); {
	case moved != "":
		return web.Redirect(w, r, moved+"/opsamling")
	case v.Version == 0:
		return web.Redirect(w, r, SummaryPath(v.Programme, v.scene.Meeting)+"/ret")
	}
	return web.Render(w, r, http.StatusOK, summaryPage(v))
}

func showSummaryForm(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, moved, err := loadSummary(s, r)
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/opsamling/ret")
	}
	return web.Render(w, r, http.StatusOK, summaryForm(v))
}

// seen is the version that a form was drawn from.
func seen(r *http.Request) int64 {
	n, _ := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	return n
}

// postSummary keeps the text, and shows it as the guests will see it.
func postSummary(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, moved, err := loadSummary(s, r)
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/opsamling/ret")
	}
	v.Typed = r.PostFormValue("tekst")
	err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return WriteSummary(ctx, tx, v.scene.Meeting.ID, seen(r), v.Typed)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		v.Faults, v.Stale = faults, v.Version != seen(r)
		return web.Render(w, r, http.StatusUnprocessableEntity, summaryForm(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, SummaryPath(v.Programme, v.scene.Meeting)+"?sket=gemt")
}

func postSendSummary(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, moved, err := loadSummary(s, r)
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/opsamling")
	}
	err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return SendSummary(ctx, tx, v.scene.Meeting.ID, seen(r))
	})
	if faults, ok := problem.FieldsOf(err); ok {
		v.Faults = faults
		if v.Version == 0 {
			return web.Render(w, r, http.StatusUnprocessableEntity, summaryForm(v))
		}
		return web.Render(w, r, http.StatusUnprocessableEntity, summaryPage(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, SummaryPath(v.Programme, v.scene.Meeting)+"?sket=sendt")
}
