package web

import (
	"context"
	"net/http"

	"faelled/internal/i18n"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// Routes are the site's own doors. Handler adds them itself; they are exported
// for the test that knocks on every door.
var Routes = []Route{
	{Pattern: "GET /was", For: Public, Do: statement},
	{Pattern: "POST /sprog", For: Public, Do: chooseLanguage},
	{Pattern: "GET /robots.txt", For: Public, Do: robots},
}

// statementDate is when the accessibility statement was last gone through with
// the pages at hand. Danish law (nr. 692 of 8 June 2018) asks for a statement,
// Commission Decision (EU) 2018/1523 for going through it once a year.
const statementDate when.Date = "2026-11-24"

func statement(s *Site, w http.ResponseWriter, r *http.Request) error {
	return Render(w, r, http.StatusOK, statementPage(statementDate))
}

// robots keeps search engines to what anybody may read, and away from a demo
// altogether: invented municipalities should not be found.
func robots(s *Site, w http.ResponseWriter, r *http.Request) error {
	text := "User-agent: *\nDisallow: /log-ind\nDisallow: /sekretariat\nDisallow: /kommune\nDisallow: /fakturaer\nDisallow: /mig\nDisallow: /*/tilmeld\n" +
		"\nSitemap: " + s.BaseURL + "/sitemap.xml\n"
	if s.Sample {
		text = "User-agent: *\nDisallow: /\n"
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "public, max-age=3600")
	_, err := w.Write([]byte(text))
	return err
}

// menu is the main menu for this viewer.
func (q *request) menu(ctx context.Context) []MenuItem {
	if q.site.Menu == nil {
		return nil
	}
	return q.site.Menu(ctx, q.viewer)
}

// local is the menu of one programme for this viewer.
func (q *request) local(ctx context.Context, kind Kind, programme string) []MenuItem {
	if q.site.Local == nil {
		return nil
	}
	return q.site.Local(ctx, q.viewer, kind, programme)
}

// nameAndOrg is a person and where they come from, when they come from anywhere.
func nameAndOrg(v Viewer) string {
	if v.OrgName == "" {
		return v.Name
	}
	return v.Name + ", " + v.OrgName
}

// errorTitle is the heading of an error page.
func errorTitle(ctx context.Context, k problem.Kind) string {
	switch k {
	case problem.Unknown:
		return i18n.T(ctx, "web.title_unknown")
	case problem.Forbidden:
		return i18n.T(ctx, "web.title_forbidden")
	case problem.NotFound:
		return i18n.T(ctx, "web.title_not_found")
	case problem.Gone:
		return i18n.T(ctx, "web.title_gone")
	case problem.TooLarge:
		return i18n.T(ctx, "web.title_too_large")
	case problem.TooMany:
		return i18n.T(ctx, "web.title_too_many")
	case problem.Invalid, badRequest:
		return i18n.T(ctx, "web.title_invalid")
	case methodNotAllowed:
		return i18n.T(ctx, "web.title_method")
	}
	return i18n.T(ctx, "web.title_fault")
}
