package overview

import (
	"bytes"
	"cmp"
	"context"
	"encoding/xml"
	"net/http"
	"slices"
	"time"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/news"
	"faelled/internal/web"
)

// feedLength is how many entries a feed holds.
const feedLength = 50

// atom is a feed as RFC 4287 has it.
type atom struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  string      `xml:"author>name"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Updated   string       `xml:"updated"`
	Published string       `xml:"published,omitempty"`
	Link      atomLink     `xml:"link"`
	Summary   string       `xml:"summary,omitempty"`
	Content   *atomContent `xml:"content"`
}

type atomContent struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

func stampOf(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// sendFeed sends entries, the newest first; self is the feed's address and page
// that of the page it follows. Feeds are in Danish, as what they tell.
func sendFeed(s *web.Site, w http.ResponseWriter, r *http.Request, head atom, self, page string) error {
	head.Lang, head.Author, head.ID = "da", "Fælled", s.BaseURL+self
	head.Links = []atomLink{{Rel: "self", Type: "application/atom+xml", Href: s.BaseURL + self}, {Rel: "alternate", Type: "text/html", Href: s.BaseURL + page}}
	head.Updated = stampOf(time.Unix(0, 0)) // an empty feed has not changed since the beginning
	for _, e := range head.Entries {
		head.Updated = max(head.Updated, e.Updated)
	}
	var made bytes.Buffer
	made.WriteString(xml.Header)
	if err := xml.NewEncoder(&made).Encode(head); err != nil {
		return err
	}
	return web.Document(w, r, "application/atom+xml; charset=utf-8", made.Bytes())
}

// inDanish is a context for what is Danish, whoever asks.
func inDanish(s *web.Site, r *http.Request) context.Context { return s.Words.For(r.Context(), "da") }

// newsFeed is the newest news, whole.
func newsFeed(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	ctx := inDanish(s, r)
	head := atom{Title: i18n.T(ctx, "overview.news_feed_title")}
	err := read(s, r, func(_ context.Context, tx *db.Tx) error {
		list, err := news.Whole(ctx, tx, feedLength)
		for _, n := range list {
			updated := n.ChangedAt
			if updated.Before(*n.PublishAt) {
				updated = *n.PublishAt
			}
			head.Entries = append(head.Entries, atomEntry{
				ID: "urn:uuid:" + string(n.ID), Title: n.Title, Updated: stampOf(updated), Published: stampOf(*n.PublishAt),
				Link: atomLink{Rel: "alternate", Type: "text/html", Href: s.BaseURL + n.Path()}, Summary: n.Lead,
				Content: &atomContent{Type: "html", Text: news.HTML(n.Body)},
			})
		}
		return err
	})
	if err != nil {
		return err
	}
	return sendFeed(s, w, r, head, newsPath+".atom", newsPath)
}

// meetingsFeed is the meetings to come that were changed last, of all programmes.
func meetingsFeed(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	ctx := inDanish(s, r)
	head := atom{Title: i18n.T(ctx, "overview.meetings_feed_title")}
	err := read(s, r, func(_ context.Context, tx *db.Tx) error {
		all, err := offered(ctx, tx)
		for _, o := range all {
			for _, m := range o.Coming {
				if m.Over(tx.Now) {
					continue
				}
				head.Entries = append(head.Entries, atomEntry{
					ID: "urn:uuid:" + string(m.ID), Title: o.P.Name + ": " + title(ctx, m), Updated: stampOf(changed(o, m)),
					Link:    atomLink{Rel: "alternate", Type: "text/html", Href: s.BaseURL + meeting.Path(o.P, m)},
					Summary: capital(m.When(ctx)) + " · " + m.Where(ctx) + ". " + m.Lead,
				})
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(head.Entries, func(a, b atomEntry) int { return cmp.Compare(b.Updated, a.Updated) })
	head.Entries = head.Entries[:min(len(head.Entries), feedLength)]
	return sendFeed(s, w, r, head, cataloguePath+".atom", cataloguePath)
}

// changed is when a meeting became what anybody now reads of it.
func changed(o offering, m meeting.Meeting) time.Time {
	if p := o.P.PublishedAt; p != nil && p.After(m.ChangedAt) {
		return *p
	}
	return m.ChangedAt
}
