package jobs

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
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

// Routes lists every door to the queue. Kinds that chores do not tell of are shown
// without a title.
func Routes(chores Chores) []web.Route {
	return []web.Route{
		{Pattern: "GET " + path, For: web.StaffOnly, Do: func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
			return show(s, w, r, chores)
		}},
		{Pattern: "POST " + path + "/igen", For: web.StaffOnly, Do: change(Retry)},
		{Pattern: "POST " + path + "/opgiv", For: web.StaffOnly, Do: change(Discard)},
	}
}

// view is all that the page may see.
type view struct {
	Queue
	Groups []group
	More   id.Job // the page goes on below this one; none when empty
}

// group is what went wrong in the same way for the same person: all of it is
// tried again, or given up, together.
type group struct {
	About
	Why  i18n.Key
	Jobs []shown
}

// shown is a dead job in words.
type shown struct {
	Corpse
	Title i18n.Key
	What  string
}

func show(s *web.Site, w http.ResponseWriter, r *http.Request, chores Chores) error {
	var v view
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.Queue, err = Stats(ctx, tx); err != nil {
			return err
		}
		dead, err := ListDead(ctx, tx, id.Job(r.FormValue("foer")), pageSize+1)
		if err != nil {
			return err
		}
		if len(dead) > pageSize {
			dead = dead[:pageSize]
			v.More = dead[pageSize-1].ID
		}
		v.Groups, err = grouped(ctx, tx, dead, chores)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, queuePage(v))
}

// grouped keeps the order of the latest of each group.
func grouped(ctx context.Context, tx *db.Tx, dead []Corpse, chores Chores) (groups []group, err error) {
	at := map[[3]string]int{}
	for _, c := range dead {
		chore, known := chores[c.Kind]
		if !known {
			chore.Title = i18n.Key("jobs.unknown")
		}
		var about About
		if chore.About != nil {
			if about, err = chore.About(ctx, tx, c.Job); err != nil {
				return nil, err
			}
		}
		key := [3]string{about.Whom, about.Email, string(c.why())}
		if about.Whom == "" {
			key[1] = c.Kind
		}
		i, there := at[key]
		if !there {
			i = len(groups)
			at[key], groups = i, append(groups, group{About: about, Why: c.why()})
		}
		groups[i].Jobs = append(groups[i].Jobs, shown{c, chore.Title, about.What})
	}
	return groups, nil
}

// change does it to all jobs of a group. Some may have been seen to meanwhile.
func change(command func(context.Context, *db.Tx, id.Job) error) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		if err := r.ParseForm(); err != nil {
			return problem.New(problem.Invalid, "jobs.not_dead")
		}
		err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
			var err error = problem.New(problem.NotFound, "jobs.not_dead")
			for _, one := range r.PostForm["job"] {
				switch done := command(ctx, tx, id.Job(one)); {
				case done == nil:
					err = nil
				case !problem.Is(done, problem.NotFound):
					return done
				}
			}
			return err
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

// heading is whom a group is for, or what it was to do.
func (g group) heading(ctx context.Context) string {
	switch {
	case g.Whom == "" && g.Email == "":
		return i18n.T(ctx, string(g.Jobs[0].Title))
	case g.Whom == "" || g.Email == "":
		return g.Whom + g.Email
	}
	return g.Whom + " (" + g.Email + ")"
}

// line is one job of a group: what it is, and what about.
func (s shown) line(ctx context.Context) string {
	text := i18n.T(ctx, string(s.Title))
	if s.What != "" {
		text += ": " + s.What
	}
	return text + ", " + i18n.F(ctx, "jobs.asked", i18n.Args{"When": when.Moment(ctx, s.CreatedAt)})
}

// wrongAddress tells whether staff can mend it by correcting the address.
func (g group) wrongAddress() bool { return g.Href != "" && g.Why == "jobs.why_address" }

// words are what the machine said, each once.
func (g group) words() (list []string) {
	for _, j := range g.Jobs {
		if !slices.Contains(list, j.LastError) {
			list = append(list, j.LastError)
		}
	}
	return list
}
