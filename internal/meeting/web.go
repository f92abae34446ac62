package meeting

import (
	"context"
	"embed"
	"net/http"
	"strconv"
	"strings"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// largeForm is room for an agenda with many items, in bytes.
const largeForm = 512 << 10

// Routes lists every door into this capability. What is seen of a meeting under
// its address is drawn by overview, which knows who is registered.
var Routes = []web.Route{
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/program.pdf", For: web.Public, Do: programmeFile},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/moede.ics", For: web.Public, Do: calendarFile},
	{Pattern: "GET /sekretariat/forloeb/{id}/moeder/nyt", For: web.StaffOnly, Do: showNew},
	{Pattern: "POST /sekretariat/forloeb/{id}/moeder/nyt", For: web.StaffOnly, Do: postNew},
	{Pattern: "GET /sekretariat/moeder/{id}", For: web.StaffOnly, Do: showMeeting},
	{Pattern: "GET /sekretariat/moeder/{id}/ret", For: web.StaffOnly, Do: showEdit},
	{Pattern: "POST /sekretariat/moeder/{id}/ret", For: web.StaffOnly, Do: postEdit},
	{Pattern: "GET /sekretariat/moeder/{id}/program", For: web.StaffOnly, Do: showAgenda},
	{Pattern: "POST /sekretariat/moeder/{id}/program", For: web.StaffOnly, MaxBody: largeForm, Do: postAgenda},
	{Pattern: "GET /sekretariat/moeder/{id}/aflys", For: web.StaffOnly, Do: showCancel},
	{Pattern: "POST /sekretariat/moeder/{id}/aflys", For: web.StaffOnly, Do: postCancel},
}

// Path is a meeting's address.
func Path(p programme.Programme, m Meeting) string { return p.Path() + "/moeder/" + m.Slug }

// StaffPath is the address of the secretariat's page about a meeting.
func StaffPath(one id.Meeting) string { return "/sekretariat/moeder/" + string(one) }

// view is all that the secretariat's pages may see.
type view struct {
	Programme programme.Programme
	Meeting   Meeting
	Items     []Item
	Form      form
	Rows      []row
	Version   string // of the agenda that the writer saw
	Reason    string
	Saved     string // what the form before this page was about
	Faults    problem.Fields
}

// load fills in what the database knows of the meeting in the address.
func load(s *web.Site, r *http.Request) (v view, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if err := mayWrite(tx.Actor); err != nil {
			return err
		}
		if v.Meeting, err = ByID(ctx, tx, id.Meeting(r.PathValue("id"))); err != nil {
			return err
		}
		if v.Items, err = Agenda(ctx, tx, v.Meeting.ID); err != nil {
			return err
		}
		v.Programme, err = programme.ByID(ctx, tx, v.Meeting.Programme)
		return err
	})
	return v, err
}

func showMeeting(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := load(s, r)
	if err != nil {
		return err
	}
	v.Saved = r.URL.Query().Get("gemt")
	return web.Render(w, r, http.StatusOK, staffPage(v))
}

func showNew(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return newForm(s, w, r, http.StatusOK, form{}, nil)
}

func postNew(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	f := readForm(r.PostForm)
	m, unread := f.meeting()
	m.Programme = id.Programme(r.PathValue("id"))
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		key := r.PostFormValue("key")
		if done, err := tx.Recall(ctx, key, f, &m.ID); done || err != nil {
			return err
		}
		var err error
		m.ID, err = Add(ctx, tx, m)
		if err := programme.Together(unread, err); err != nil {
			return err
		}
		return tx.Remember(ctx, key, f, m.ID)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		return newForm(s, w, r, http.StatusUnprocessableEntity, f, faults)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, StaffPath(m.ID)+"?gemt=1")
}

func newForm(s *web.Site, w http.ResponseWriter, r *http.Request, status int, f form, faults problem.Fields) error {
	v := view{Form: f, Faults: faults}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if err := mayWrite(tx.Actor); err != nil {
			return err
		}
		v.Programme, err = programme.ByID(ctx, tx, id.Programme(r.PathValue("id")))
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, status, newPage(v, s.DB.NewID()))
}

func showEdit(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := load(s, r)
	if err != nil {
		return err
	}
	v.Form = formOf(r.Context(), v.Meeting)
	return web.Render(w, r, http.StatusOK, editPage(v))
}

func postEdit(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	f := readForm(r.PostForm)
	m, unread := f.meeting()
	m.ID = id.Meeting(r.PathValue("id"))
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return programme.Together(unread, Edit(ctx, tx, m))
	})
	if faults, ok := problem.FieldsOf(err); ok {
		v, err := load(s, r)
		if err != nil {
			return err
		}
		v.Form, v.Faults = f, faults
		return web.Render(w, r, http.StatusUnprocessableEntity, editPage(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, StaffPath(m.ID)+"?gemt=1")
}

// firstRows is how many empty rows a new agenda begins with.
const firstRows = 4

func showAgenda(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := load(s, r)
	if err != nil {
		return err
	}
	v.Rows, v.Version = rowsOf(v.Items), version(v.Items)
	for len(v.Rows) < firstRows && len(v.Items) == 0 {
		v.Rows = addRow(v.Meeting, v.Rows)
	}
	return web.Render(w, r, http.StatusOK, agendaPage(v))
}

// postAgenda saves, or adds or takes away a row and shows the form again:
// nothing of what was typed is lost, and nothing is saved by that.
func postAgenda(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	if !r.PostForm.Has("rows") {
		return problem.New(problem.Invalid, "web.unreadable") // half a form must not empty the agenda
	}
	rows, do := readRows(r.PostForm), r.PostFormValue("goer")
	v, err := load(s, r)
	if err != nil {
		return err
	}
	v.Version = r.PostFormValue("version")
	if do == "tilfoej" {
		v.Rows = addRow(v.Meeting, rows)
		return web.Render(w, r, http.StatusOK, agendaPage(v))
	}
	if number, ok := strings.CutPrefix(do, "fjern-"); ok {
		if i, err := strconv.Atoi(number); err == nil && i >= 0 && i < len(rows) {
			rows = append(rows[:i:i], rows[i+1:]...)
		}
		v.Rows = rows
		return web.Render(w, r, http.StatusOK, agendaPage(v))
	}
	var full int
	v.Rows, full = blankLast(rows)
	err = saveAgenda(s, r, v, v.Rows[:full])
	if faults, ok := problem.FieldsOf(err); ok {
		v.Faults, v.Version = faults, version(v.Items) // told of a colleague's, one may save once more
		return web.Render(w, r, http.StatusUnprocessableEntity, agendaPage(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, StaffPath(v.Meeting.ID)+"?gemt=program")
}

func saveAgenda(s *web.Site, r *http.Request, v view, rows []row) error {
	m := v.Meeting
	if m.Starts == nil {
		return problem.Fields{{Key: "meeting.agenda_without_hours"}}.Err()
	}
	items, unread := readItems(m, rows)
	return s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		err := changeAgenda(ctx, tx, m.ID, v.Version, items)
		if found, ok := problem.FieldsOf(err); ok || err == nil {
			return withFaults(unread, found).Err()
		}
		return err
	})
}

func showCancel(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := load(s, r)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, cancelPage(v))
}

func postCancel(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	one, reason := id.Meeting(r.PathValue("id")), r.PostFormValue("reason")
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return Cancel(ctx, tx, one, reason)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		v, err := load(s, r)
		if err != nil {
			return err
		}
		v.Reason, v.Faults = reason, faults
		return web.Render(w, r, http.StatusUnprocessableEntity, cancelPage(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, StaffPath(one))
}
