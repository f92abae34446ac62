package message

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// logView is who gets, or got, a message.
type logView struct {
	Message
	Counts  Counts
	State   Arrival // shown only
	Text    string  // searched for
	Page    []Recipient
	Orgs    map[id.Org]people.Org
	Doubles int
	More    int64 // the page goes on after this number; 0: it does not
}

func showLog(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v logView
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		if err := mayWrite(tx.Actor); err != nil {
			return err
		}
		after, err := strconv.ParseInt(r.FormValue("efter"), 10, 64)
		if err != nil {
			after = 0
		}
		if state := Arrival(r.FormValue("tilstand")); slices.Contains(arrivals, state) {
			v.State = state
		}
		v.Text = strings.TrimSpace(r.FormValue("q"))
		return v.load(ctx, tx, id.Message(r.PathValue("besked")), after)
	})
	if err != nil {
		return err
	}
	if f, ok := tabular.Asked(r); ok {
		return v.export(s, w, r, f)
	}
	return web.Render(w, r, http.StatusOK, logPage(v))
}

func (v *logView) load(ctx context.Context, tx *db.Tx, which id.Message, after int64) (err error) {
	if v.Message, err = byID(ctx, tx, which); err != nil {
		return err
	}
	if v.Editable() {
		c, err := gather(ctx, tx, v.Message)
		if err != nil {
			return err
		}
		v.Counts, v.Doubles = c.counts(), c.Doubles
		v.cut(c.List, after)
	} else {
		counts, err := countRecipients(ctx, tx, []id.Message{which})
		if err != nil {
			return err
		}
		v.Counts = counts[which]
		limit := pageSize + 1
		if v.Text != "" {
			limit = maxSearched
		}
		list, err := recipientsAfter(ctx, tx, which, v.State, after, limit)
		if err != nil {
			return err
		}
		v.cut(list, after)
	}
	var orgs []id.Org
	for _, r := range v.Page {
		orgs = append(orgs, r.Org)
	}
	v.Orgs, err = people.Orgs(ctx, tx, orgs)
	return err
}

// maxSearched is how many recipients a search goes through.
const maxSearched = 20_000

// cut takes those that are asked for, after a number, as many as a page shows.
func (v *logView) cut(list []Recipient, after int64) {
	look := i18n.SearchKey(v.Text)
	for _, r := range list {
		if r.N <= after || v.State != "" && r.State != v.State || !strings.Contains(r.Search, look) {
			continue
		}
		if len(v.Page) == pageSize {
			v.More = v.Page[pageSize-1].N
			return
		}
		v.Page = append(v.Page, r)
	}
}

// next is the address of the next page.
func (v logView) next() string {
	q := url.Values{"efter": {strconv.FormatInt(v.More, 10)}}
	if v.State != "" {
		q.Set("tilstand", string(v.State))
	}
	if v.Text != "" {
		q.Set("q", v.Text)
	}
	return path(v.ID) + "/modtagere?" + q.Encode()
}

// seen is the address of the preview as one recipient sees it.
func (v logView) seen(r Recipient) string {
	if v.Editable() {
		return path(v.ID) + "?som=" + string(r.Person)
	}
	return path(v.ID) + "?som=" + strconv.FormatInt(r.N, 10)
}

// goneView is everybody whose address takes no mail.
type goneView struct {
	List []goneOne
}

type goneOne struct {
	people.Unreachable
	Person people.Person
	Org    people.Org
}

func showGone(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v goneView
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		if err := mayWrite(tx.Actor); err != nil {
			return err
		}
		gone, err := people.AllUnreachable(ctx, tx)
		if err != nil {
			return err
		}
		var ids []id.Person
		for who := range gone {
			ids = append(ids, who)
		}
		persons, err := people.Persons(ctx, tx, ids)
		if err != nil {
			return err
		}
		var orgs []id.Org
		for _, p := range persons {
			orgs = append(orgs, p.Org)
		}
		from, err := people.Orgs(ctx, tx, orgs)
		for who, u := range gone {
			v.List = append(v.List, goneOne{u, persons[who], from[persons[who].Org]})
		}
		return err
	})
	if err != nil {
		return err
	}
	slices.SortFunc(v.List, func(a, b goneOne) int { return strings.Compare(a.Person.SortKey, b.Person.SortKey) })
	return web.Render(w, r, http.StatusOK, gonePage(v))
}
