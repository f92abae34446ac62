package overview

import (
	"bytes"
	"context"
	"encoding/xml"
	"net/http"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/meeting"
	"faelled/internal/news"
	"faelled/internal/web"
)

// mostAddresses is how many a site map may hold (sitemaps.org).
const mostAddresses = 50_000

type siteMap struct {
	XMLName xml.Name     `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	URLs    []siteMapURL `xml:"url"`
}

type siteMapURL struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

// sitemap is every page that anybody may read and find again: programmes, their
// meetings, past ones too, and news. A demo has none: nobody should find it.
func sitemap(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var m siteMap
	add := func(path, last string) { m.URLs = append(m.URLs, siteMapURL{s.BaseURL + path, last}) }
	for _, path := range []string{"/", cataloguePath, "/netvaerk", "/kalender", newsPath, archivePath, "/om", "/kontakt"} {
		add(path, "")
	}
	err := read(s, r, func(ctx context.Context, tx *db.Tx) error {
		d, err := db.Shared(tx, "overview.all", func() (dates, error) { return allDates(ctx, tx) })
		if err != nil {
			return err
		}
		for _, p := range d.Programmes {
			if p.Kind == web.KindNetwork {
				add(p.Path(), stampOf(*p.PublishedAt))
			}
		}
		for _, one := range d.Meetings {
			if p := d.Programmes[one.Programme]; p.Kind == web.KindNetwork {
				add(meeting.Path(p, one), stampOf(changed(offering{P: p}, one)))
			}
		}
		list, _, err := news.List(ctx, tx, news.Wanted{Most: mostAddresses})
		for _, n := range list {
			add(n.Path(), stampOf(n.ChangedAt))
		}
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(m.URLs, func(a, b siteMapURL) int { return strings.Compare(a.Loc, b.Loc) }) // the same map is the same bytes
	m.URLs = m.URLs[:min(len(m.URLs), mostAddresses)]
	var made bytes.Buffer
	made.WriteString(xml.Header)
	if err := xml.NewEncoder(&made).Encode(m); err != nil {
		return err
	}
	return web.Document(w, r, "application/xml; charset=utf-8", made.Bytes())
}
