package overview

import (
	"context"
	"net/http"
	"net/url"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/news"
	"faelled/internal/web"
	"faelled/internal/when"
)

const newsPath = "/nyheder"

// How many pieces of news stand on a page of their list, on the front page, and on
// a programme's.
const (
	newsOnPage = 20
	newsFront  = 3
	newsBeside = 3
)

// headline is one piece of news in a list.
type headline struct {
	Title, Lead, Href, When string
}

func headlines(ctx context.Context, list []news.News) []headline {
	all := make([]headline, len(list))
	for i, n := range list {
		all[i] = headline{n.Title, n.Lead, n.Path(), when.Day(ctx, n.Day)}
	}
	return all
}

// latestNews is the newest about a programme, or about anything. Readers share it.
func latestNews(ctx context.Context, tx *db.Tx, about id.Programme, most int) ([]headline, error) {
	list, err := db.Shared(tx, "overview.news "+string(about), func() ([]news.News, error) {
		list, _, err := news.List(ctx, tx, news.Wanted{Programme: about, Most: most})
		return list, err
	})
	return headlines(ctx, list), err
}

// newsListView is all that the list of news may show.
type newsListView struct {
	Head        web.Head
	Meta        web.Meta
	Text        string
	Years       []yearView
	Items       []headline
	Next, First string // the addresses of other pages; empty when there are none
	Narrowed    bool
	New         string // where the secretariat writes one; empty for others
}

func newsList(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	wanted := news.Wanted{Year: q.Get("aar"), Text: wishOf(q).Text, After: id.News(q.Get("efter")), Most: newsOnPage}
	v := newsListView{Text: wanted.Text, Narrowed: wanted.Text != "" || wanted.Year != ""}
	err := read(s, r, func(ctx context.Context, tx *db.Tx) error { return v.fill(ctx, tx, wanted) })
	if err != nil {
		return err
	}
	ctx := r.Context()
	v.Head = web.Head{Plain: true, Title: i18n.T(ctx, "overview.news"), Lead: i18n.T(ctx, "overview.news_lead")}
	v.Meta = web.Meta{Canonical: newsPath, Feeds: []web.Feed{{Title: i18n.T(ctx, "overview.news_feed"), Href: newsPath + ".atom"}}}
	return web.Render(w, r, http.StatusOK, newsListPage(v))
}

func (v *newsListView) fill(ctx context.Context, tx *db.Tx, wanted news.Wanted) error {
	page, more, err := news.List(ctx, tx, wanted)
	if err != nil {
		return err
	}
	years, err := db.Shared(tx, "overview.newsyears", func() ([]string, error) { return news.Years(ctx, tx) })
	if err != nil {
		return err
	}
	v.Items = headlines(ctx, page)
	for _, y := range years {
		one := yearView{Name: y, Href: newsPath + "?aar=" + y}
		if y == wanted.Year {
			one.Href = ""
		}
		v.Years = append(v.Years, one)
	}
	at := func(after id.News) string {
		q := url.Values{}
		for name, value := range map[string]string{"aar": wanted.Year, "q": wanted.Text, "efter": string(after)} {
			if value != "" {
				q.Set(name, value)
			}
		}
		return newsPath + "?" + q.Encode()
	}
	if more {
		v.Next = at(page[len(page)-1].ID)
	}
	if wanted.After != "" {
		v.First = at("")
	}
	if tx.Actor.IsStaff() {
		v.New = "/sekretariat/nyheder"
	}
	return nil
}

// newsView is all that the page of one piece of news may show.
type newsView struct {
	N     news.News
	Head  web.Head
	Meta  web.Meta
	Waits bool         // the secretariat sees it before others do
	About []signUpView // programmes that it is about
	Edit  string       // where the secretariat changes it
}

// signUpView is a programme that a reader of news may want to join.
type signUpView struct {
	Kind         web.Kind
	Name, Href   string
	Line         string // its next meeting; empty when none is to come
	Button, Join string // no Button: new organisations cannot join just now
}

func oneNews(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v newsView
	var moved bool
	err := read(s, r, func(ctx context.Context, tx *db.Tx) (err error) {
		v.N, moved, err = news.BySlug(ctx, tx, when.Date(r.PathValue("dato")), r.PathValue("slug"))
		if err != nil || moved {
			return err
		}
		v.Waits = !v.N.Public(tx.Now)
		return v.fill(ctx, tx)
	})
	if err != nil {
		return err
	}
	if moved {
		return web.Redirect(w, r, v.N.Path())
	}
	return web.Render(w, r, http.StatusOK, newsPage(v))
}

func (v *newsView) fill(ctx context.Context, tx *db.Tx) error {
	all, err := offered(ctx, tx)
	if err != nil {
		return err
	}
	for _, one := range v.N.Programmes {
		for _, o := range all {
			if o.P.ID == one {
				v.About = append(v.About, signUp(ctx, o, v.N.Meeting, tx))
			}
		}
	}
	v.Head = web.Head{
		Plain: true, Title: v.N.Title, Lead: v.N.Lead, Danish: true, KindText: when.Day(ctx, v.N.Day),
		Crumbs: []web.Crumb{{Text: i18n.T(ctx, "web.front"), Href: "/"}, {Text: i18n.T(ctx, "overview.news"), Href: newsPath}, {Text: v.N.Title}},
	}
	if v.Waits {
		v.Head.Tags = []web.TagData{{Tone: web.ToneInfo, Icon: "time", Text: i18n.T(ctx, "overview.news_waits")}}
	}
	if tx.Actor.IsStaff() {
		v.Edit = news.StaffPath(v.N.ID)
	}
	v.Meta = web.Meta{
		Canonical: v.N.Path(), Article: true, Hidden: v.Waits, Data: articleData(ctx, v.N), Image: sharePath(sharedNews, string(v.N.ID), newsCard(ctx, v.N)),
	}
	return nil
}

// signUp is how to join a programme: at the meeting that the news is about, while
// it is to come, else at the next.
func signUp(ctx context.Context, o offering, at id.Meeting, tx *db.Tx) signUpView {
	v := signUpView{Kind: o.P.Kind, Name: o.P.Name, Href: o.P.Path()}
	var next *meeting.Meeting
	for i, m := range o.Coming {
		if !m.Over(tx.Now) && (next == nil || m.ID == at) {
			next = &o.Coming[i]
		}
	}
	if next == nil {
		return v
	}
	v.Line = capital(next.When(ctx)) + " · " + place(ctx, *next)
	if o.P.Open(when.On(tx.Now)) {
		v.Button, v.Join = i18n.T(ctx, "overview.sign_up"), joinPath(o.P, next)
	}
	return v
}
