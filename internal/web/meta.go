package web

import "context"

// Meta is what programs that read a public page are told of it: search engines,
// feed readers, and those that show a link that somebody shares. The zero Meta
// tells nothing, as befits a page for one person.
type Meta struct {
	Canonical string // the page's one address, as a path, whatever filters it was reached by
	Image     string // its picture when shared, as a path, of SharedWidth by SharedHeight; may be empty
	Article   bool   // a piece of news
	Hidden    bool   // kept out of search engines
	Feeds     []Feed // to subscribe to
	Data      any    // what the page is about, by schema.org; nil for nothing
}

// Feed is something to subscribe to.
type Feed struct{ Title, Href string }

// SharedWidth and SharedHeight are the size of the pictures that programs show
// with a shared link, in pixels.
const (
	SharedWidth  = 1200
	SharedHeight = 630
)

// Absolute is an address of ours as people outside reach it.
func Absolute(ctx context.Context, path string) string { return of(ctx).site.BaseURL + path }

// openGraphType is what Open Graph calls the page.
func (m Meta) openGraphType() string {
	if m.Article {
		return "article"
	}
	return "website"
}

// openGraphLocale is the page's language as Open Graph writes it.
func openGraphLocale(lang string) string {
	if lang == "en" {
		return "en_GB"
	}
	return "da_DK"
}

// InDanish is ctx for what is shown in Danish whoever reads the page.
func InDanish(ctx context.Context) context.Context {
	if words := of(ctx).site.Words; words != nil {
		return words.For(ctx, "da")
	}
	return ctx
}
