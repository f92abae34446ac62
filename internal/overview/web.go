package overview

import (
	"context"
	"embed"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/web"
)

// Locale holds the words of the pages.
//
//go:embed locale
var Locale embed.FS

// Routes lists every door. Privacy has one more, because only app knows what
// all capabilities keep.
var Routes = []web.Route{
	{Pattern: "GET /{$}", For: web.Public, Do: front},
	{Pattern: "GET /forloeb", For: web.Public, Do: browse},
	{Pattern: "GET /forloeb.atom", For: web.Public, Do: meetingsFeed},
	{Pattern: "GET /nyheder", For: web.Public, Do: newsList},
	{Pattern: "GET /nyheder.atom", For: web.Public, Do: newsFeed},
	{Pattern: "GET /nyheder/{dato}/{slug}", For: web.Public, Do: oneNews},
	{Pattern: "GET /del/{del}/{id}/{billede}", For: web.Public, Do: shared},
	{Pattern: "GET /sitemap.xml", For: web.Public, Do: sitemap},
	{Pattern: "GET /arkiv", For: web.Public, Do: archive},
	{Pattern: "GET /netvaerk", For: web.Public, Do: networks},
	{Pattern: "GET /netvaerk/{slug}", For: web.Public, Do: network},
	{Pattern: "GET /netvaerk/{slug}/moeder", For: web.Public, Do: meetings},
	{Pattern: "GET /netvaerk/{slug}/moeder/{dato}", For: web.Public, Do: oneMeeting},
	{Pattern: "GET /kalender", For: web.Public, Do: calendar},
	{Pattern: "GET /om", For: web.Public, Do: about},
	{Pattern: "GET /kontakt", For: web.Public, Do: contact},
	{Pattern: "GET /kommune", For: web.SignedIn, Do: municipality},
	{Pattern: "GET /sekretariat", For: web.StaffOnly, Do: desk},
	{Pattern: "GET /sekretariat/forloeb/{id}/resultat", For: web.StaffOnly, Do: result},
}

// read runs fn on one snapshot, as whoever asks.
func read(s *web.Site, r *http.Request, fn func(context.Context, *db.Tx) error) error {
	return s.DB.Read(r.Context(), web.Actor(r), fn)
}
