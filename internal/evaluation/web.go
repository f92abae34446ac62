package evaluation

import (
	"context"
	"embed"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// Routes lists every door into this capability. /evaluering/ is for whoever has
// the link of a mail, signed in or not.
var Routes = []web.Route{
	{Pattern: "GET /evaluering/{kode}", For: web.Public, Do: web.Unkept(showForm)},
	{Pattern: "POST /evaluering/{kode}", For: web.Public, Do: web.Unkept(postForm)},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/evaluering", For: web.SignedIn, Do: showResult},
	{Pattern: "POST /netvaerk/{slug}/moeder/{date}/evaluering", For: web.StaffOnly, Do: postSwitch},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/opsamling", For: web.SignedIn, Do: showSummary},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/opsamling/ret", For: web.StaffOnly, Do: showSummaryForm},
	{Pattern: "POST /netvaerk/{slug}/moeder/{date}/opsamling/ret", For: web.StaffOnly, Do: postSummary},
	{Pattern: "POST /netvaerk/{slug}/moeder/{date}/opsamling/send", For: web.StaffOnly, Do: postSendSummary},
}

// doorPath is where the link of a mail leads; the secret follows.
const doorPath = "/evaluering/"

// Path is where the result of a meeting's evaluation is read.
func Path(p programme.Programme, m meeting.Meeting) string { return meeting.Path(p, m) + "/evaluering" }

// scene is the meeting of an address.
type scene struct {
	Programme programme.Programme
	Meeting   meeting.Meeting
}

// find finds the meeting of the address. It has moved when to is not empty: to is
// then its own address.
func find(ctx context.Context, tx *db.Tx, r *http.Request) (s scene, to string, err error) {
	var renamed, moved bool
	if s.Programme, renamed, err = programme.BySlug(ctx, tx, web.KindNetwork, r.PathValue("slug")); err != nil {
		return s, "", err
	}
	if s.Meeting, moved, err = meeting.BySlug(ctx, tx, s.Programme.ID, r.PathValue("date")); err != nil {
		return s, "", err
	}
	if renamed || moved {
		to = meeting.Path(s.Programme, s.Meeting)
	}
	return s, to, nil
}

// head is the band of a page below a meeting's.
func (s scene) head(ctx context.Context, here string) web.Head {
	return web.Head{
		Kind: s.Programme.Kind, Title: here, Lead: s.Meeting.Title + ", " + s.Meeting.When(ctx), Plain: true,
		Crumbs: []web.Crumb{
			{Text: s.Programme.Name, Href: s.Programme.Path()},
			{Text: i18n.F(ctx, "evaluation.meeting_on", i18n.Args{"Day": when.Day(ctx, s.Meeting.Day)}), Href: meeting.Path(s.Programme, s.Meeting)},
			{Text: here},
		},
	}
}

// resultView is what the reader is told of a meeting's evaluation.
type resultView struct {
	scene
	Staff  bool
	E      Evaluation
	Result Result
	Ends   when.Date // the evaluation, while it is open
	Over   bool      // the meeting
}

func showResult(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v resultView
	var to string
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.scene, to, err = find(ctx, tx, r); err != nil || to != "" {
			return err
		}
		return v.load(ctx, tx)
	})
	if err != nil {
		return err
	}
	if to != "" {
		return web.Redirect(w, r, to+"/evaluering")
	}
	return web.Render(w, r, http.StatusOK, resultPage(v))
}

// load finds what the reader may be told. To those who take no part there is no
// such page, and to all but the secretariat none before the result.
func (v *resultView) load(ctx context.Context, tx *db.Tx) (err error) {
	v.Staff = tx.Actor.IsStaff()
	if !v.Staff {
		var shown bool
		if v.Result, shown, err = Means(ctx, tx, v.Programme.ID, v.Meeting.ID); err == nil && !shown {
			err = problem.New(problem.NotFound, "web.not_found")
		}
		return err
	}
	v.Over = v.Meeting.Over(tx.Now)
	if v.E, err = byMeeting(ctx, tx, v.Meeting.ID); err != nil {
		return err
	}
	if v.E.AskedAt != nil {
		v.Ends = when.On(v.E.AskedAt.Add(closeAfter))
	}
	found, err := Of(ctx, tx, v.Meeting.ID)
	v.Result = found[v.Meeting.ID]
	return err
}

func postSwitch(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var to string
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		sc, moved, err := find(ctx, tx, r)
		if err != nil || moved != "" {
			to = moved + "/evaluering"
			return err
		}
		to = Path(sc.Programme, sc.Meeting)
		return Switch(ctx, tx, sc.Meeting.ID, r.PostFormValue("spoerg") == "ja")
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, to)
}
