package jobs

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"strconv"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Locale holds the words of the queue's page.
//
//go:embed locale
var Locale embed.FS

const (
	path     = "/sekretariat/job"
	pageSize = 50
)

// Routes lists every door to the queue.
var Routes = []web.Route{
	{Pattern: "GET " + path, For: web.StaffOnly, Do: show},
	{Pattern: "POST " + path + "/{job}/igen", For: web.StaffOnly, Do: change(Retry)},
	{Pattern: "POST " + path + "/{job}/opgiv", For: web.StaffOnly, Do: change(Discard)},
}

// view is all that the page may see.
type view struct {
	Queue
	Dead []Corpse
	More id.Job // the page goes on below this one; none when empty
}

func show(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v view
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.Queue, err = Stats(ctx, tx); err != nil {
			return err
		}
		v.Dead, err = ListDead(ctx, tx, id.Job(r.FormValue("foer")), pageSize+1)
		return err
	})
	if err != nil {
		return err
	}
	if len(v.Dead) > pageSize {
		v.Dead = v.Dead[:pageSize]
		v.More = v.Dead[pageSize-1].ID
	}
	return web.Render(w, r, http.StatusOK, queuePage(v))
}

func change(command func(context.Context, *db.Tx, id.Job) error) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
			return command(ctx, tx, id.Job(r.PathValue("job")))
		})
		if err != nil {
			return err
		}
		return web.Redirect(w, r, path)
	}
}

func (v view) stats(ctx context.Context) []web.Stat {
	ready := web.Stat{Value: strconv.FormatInt(v.Ready, 10), Text: i18n.T(ctx, "jobs.ready")}
	if !v.Oldest.IsZero() {
		ready.Sub = i18n.F(ctx, "jobs.oldest", i18n.Args{"When": when.Moment(ctx, v.Oldest)})
	}
	dead := web.Stat{Value: strconv.FormatInt(v.Queue.Dead, 10), Text: i18n.T(ctx, "jobs.dead")}
	if v.Queue.Dead > 0 {
		dead.Tone = web.ToneErr
	}
	return []web.Stat{dead, ready, {Value: strconv.FormatInt(v.Waiting, 10), Text: i18n.T(ctx, "jobs.waiting")}}
}

func (v view) older() string { return path + "?foer=" + url.QueryEscape(string(v.More)) }

func (c Corpse) action(verb string) string {
	return path + "/" + url.PathEscape(string(c.ID)) + "/" + verb
}
