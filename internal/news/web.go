package news

import (
	"context"
	"embed"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

const staffList = "/sekretariat/nyheder"

// largeForm is room for a long text, in bytes.
const largeForm = 128 << 10

// pageSize is how many stand on a page of the secretariat's list.
const pageSize = 50

// Routes lists every door into this capability. What anybody reads is drawn by
// overview.
var Routes = []web.Route{
	{Pattern: "GET /sekretariat/nyheder", For: web.StaffOnly, Do: showList},
	{Pattern: "GET /sekretariat/nyheder/ny", For: web.StaffOnly, Do: showNew},
	{Pattern: "POST /sekretariat/nyheder/ny", For: web.StaffOnly, MaxBody: largeForm, Do: postNew},
	{Pattern: "GET /sekretariat/nyheder/{nyhed}", For: web.StaffOnly, Do: showOne},
	{Pattern: "GET /sekretariat/nyheder/{nyhed}/ret", For: web.StaffOnly, Do: showEdit},
	{Pattern: "POST /sekretariat/nyheder/{nyhed}/ret", For: web.StaffOnly, MaxBody: largeForm, Do: postEdit},
	{Pattern: "POST /sekretariat/nyheder/{nyhed}/udgiv", For: web.StaffOnly, Do: postPublish},
	{Pattern: "POST /sekretariat/nyheder/{nyhed}/tag-ned", For: web.StaffOnly, Do: postWithdraw},
}

// listView is all that the secretariat's list may see.
type listView struct {
	Items       []listed
	Next, First string // the addresses of other pages; empty when there are none
}

// listed is one piece of news in the list.
type listed struct {
	Title, Href, Line string
	Tag               web.TagData
}

func showList(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v listView
	after := id.News(r.URL.Query().Get("efter"))
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		page, more, err := All(ctx, tx, after, pageSize)
		for _, n := range page {
			v.Items = append(v.Items, listed{n.Title, StaffPath(n.ID), line(ctx, n), tag(ctx, tx, n)})
		}
		if more {
			v.Next = staffList + "?efter=" + string(page[len(page)-1].ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	if after != "" {
		v.First = staffList
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}

// line says since when, or until when.
func line(ctx context.Context, n News) string {
	if n.PublishAt == nil {
		return i18n.F(ctx, "news.touched", i18n.Args{"Day": when.Day(ctx, when.On(n.ChangedAt))})
	}
	return when.Moment(ctx, *n.PublishAt)
}

func tag(ctx context.Context, tx *db.Tx, n News) web.TagData {
	switch {
	case n.PublishAt == nil:
		return web.TagData{Tone: web.ToneWarn, Text: i18n.T(ctx, "news.draft")}
	case !n.Public(tx.Now):
		return web.TagData{Tone: web.ToneInfo, Icon: "time", Text: i18n.T(ctx, "news.waits")}
	}
	return web.TagData{Tone: web.ToneOK, Icon: "check", Text: i18n.T(ctx, "news.public")}
}

// view is all that the pages about one piece of news may see.
type view struct {
	News
	Tag        web.TagData
	Line       string
	About      []programme.Programme
	Form       form
	Choices    choices
	Day, Clock string // as typed, of publishing
	Waits      bool
	Saved      bool
	Faults     problem.Fields
	Key        string
}

// load fills in what the database knows of the news in the address.
func load(s *web.Site, r *http.Request, f *form) (v view, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		if err := mayWrite(tx.Actor); err != nil {
			return err
		}
		if v.News, err = ByID(ctx, tx, id.News(r.PathValue("nyhed"))); err != nil {
			return err
		}
		v.Tag, v.Line, v.Waits = tag(ctx, tx, v.News), line(ctx, v.News), v.PublishAt != nil && !v.Public(tx.Now)
		found, err := programme.ByIDs(ctx, tx, v.Programmes)
		if err != nil {
			return err
		}
		for _, one := range v.Programmes {
			v.About = append(v.About, found[one])
		}
		if v.Form = formOf(v.News); f != nil {
			v.Form = *f
		}
		v.Choices, err = loadChoices(ctx, tx, v.Form)
		return err
	})
	return v, err
}

func showOne(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := load(s, r, nil)
	if err != nil {
		return err
	}
	v.Saved = r.URL.Query().Get("gemt") != ""
	return web.Render(w, r, http.StatusOK, staffPage(v))
}

func showNew(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return newForm(s, w, r, form{Programme: r.URL.Query().Get("forloeb")}, nil)
}

func postNew(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	f := readForm(r.PostForm)
	var made id.News
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		key := r.PostFormValue("key")
		if done, err := tx.Recall(ctx, key, f, &made); done || err != nil {
			return err
		}
		var err error
		if made, err = Add(ctx, tx, f.news()); err != nil {
			return err
		}
		return tx.Remember(ctx, key, f, made)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		return newForm(s, w, r, f, faults)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, StaffPath(made)+"?gemt=1")
}

func newForm(s *web.Site, w http.ResponseWriter, r *http.Request, f form, faults problem.Fields) error {
	v := view{Form: f, Faults: faults, Key: s.DB.NewID()}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if err := mayWrite(tx.Actor); err != nil {
			return err
		}
		v.Choices, err = loadChoices(ctx, tx, f)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, status(faults), newPage(v))
}

// status is that of a form with or without faults.
func status(faults problem.Fields) int {
	if len(faults) > 0 {
		return http.StatusUnprocessableEntity
	}
	return http.StatusOK
}

func showEdit(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := load(s, r, nil)
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, editPage(v))
}

func postEdit(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	f := readForm(r.PostForm)
	n := f.news()
	n.ID = id.News(r.PathValue("nyhed"))
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, n) })
	if faults, ok := problem.FieldsOf(err); ok {
		v, err := load(s, r, &f)
		if err != nil {
			return err
		}
		v.Faults = faults
		return web.Render(w, r, http.StatusUnprocessableEntity, editPage(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, StaffPath(n.ID)+"?gemt=1")
}

func postPublish(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	one := id.News(r.PathValue("nyhed"))
	day, clock := r.PostFormValue("day"), r.PostFormValue("clock")
	at, unread := moment(day, clock)
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		if _, err := ByID(ctx, tx, one); err != nil || len(unread) > 0 {
			return programme.Together(unread, err)
		}
		return Publish(ctx, tx, one, at)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		v, err := load(s, r, nil)
		if err != nil {
			return err
		}
		v.Faults, v.Day, v.Clock = faults, day, clock
		return web.Render(w, r, http.StatusUnprocessableEntity, staffPage(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, StaffPath(one)+"?gemt=1")
}

func postWithdraw(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	one := id.News(r.PathValue("nyhed"))
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return Withdraw(ctx, tx, one) })
	if err != nil {
		return err
	}
	return web.Redirect(w, r, StaffPath(one)+"?gemt=1")
}
