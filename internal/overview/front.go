package overview

import (
	"cmp"
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// frontView is all that the front page may show.
type frontView struct {
	Figures string // what is going on, in one line; empty in an empty house
	Mine    []row  // meetings to come where the reader has a seat
	Kinds   []kindView

	KindOptions, FieldOptions []web.Option
	CanFilter                 bool // there is enough to choose among
	Cards                     []card
	Total                     int // programmes in the catalogue

	Chosen         string
	News           []headline
	Municipalities []web.Option
	Answer         *answer
}

// kindView is one of the five ways to develop together.
type kindView struct {
	Kind       web.Kind
	Name, Text string
	Count      string // empty, as Href, while there is nothing to see
	Href       string
}

// answer is what the front page tells about one municipality.
type answer struct {
	Name       string
	Programmes []link
	Looked     bool     // somebody looks after it
	Contacts   []person // who; for those who have signed in
	SignIn     string   // where others do
}

// kinds are the five, in the order of the mark.
var kinds = []struct {
	Kind       web.Kind
	Name, Text i18n.Key
}{
	{web.KindNetwork, i18n.Key("web.kind_network"), i18n.Key("overview.kind_network")},
	{web.KindLeaderNetwork, i18n.Key("web.kind_leader_network"), i18n.Key("overview.kind_leader_network")},
	{web.KindExecutive, i18n.Key("web.kind_executive"), i18n.Key("overview.kind_executive")},
	{web.KindPartnership, i18n.Key("web.kind_partnership"), i18n.Key("overview.kind_partnership")},
	{web.KindCompetence, i18n.Key("web.kind_competence_project"), i18n.Key("overview.kind_competence")},
}

// shownCards is how many programmes the front page shows unasked.
const shownCards = 6

// worthFiltering is how many programmes it takes before a choice among them helps.
const worthFiltering = 4

func front(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	if q.Has("slags") || q.Has("omraade") || q.Has("alle") { // the whole list stood here once
		return web.Redirect(w, r, wish{Kind: q.Get("slags"), Field: q.Get("omraade")}.address())
	}
	v := frontView{Chosen: q.Get("kommune")}
	err := read(s, r, func(ctx context.Context, tx *db.Tx) error {
		found, err := catalogue(ctx, tx)
		if err != nil {
			return err
		}
		v.fillKinds(ctx, found.Programmes)
		if err := v.fillCards(ctx, tx); err != nil {
			return err
		}
		if v.Mine, err = mine(ctx, tx, found.Programmes); err != nil {
			return err
		}
		if v.News, err = latestNews(ctx, tx, "", newsFront); err != nil {
			return err
		}
		all, err := municipalities(ctx, tx)
		if err != nil {
			return err
		}
		v.Figures = figures(ctx, tx, int(all.Reach), found.Coming)
		return v.ask(ctx, tx, found.Programmes, all.Municipalities)
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, frontPage(v))
}

func (v *frontView) fillKinds(ctx context.Context, all []programme.Programme) {
	v.KindOptions = []web.Option{{Text: i18n.T(ctx, "overview.all_kinds")}}
	for _, k := range kinds {
		n := 0
		for _, p := range all {
			if p.Kind == k.Kind {
				n++
			}
		}
		view := kindView{Kind: k.Kind, Name: i18n.T(ctx, string(k.Name)), Text: i18n.T(ctx, string(k.Text))}
		if n > 0 {
			view.Count, view.Href = i18n.N(ctx, "overview.kind_count", n), wish{Kind: string(k.Kind)}.address()
		}
		if n > 0 && k.Kind == web.KindNetwork {
			view.Href = "/netvaerk"
		}
		v.Kinds = append(v.Kinds, view)
		v.KindOptions = append(v.KindOptions, web.Option{Value: string(k.Kind), Text: view.Name})
	}
}

// frontMeta is what programs are told of the front page.
func frontMeta(ctx context.Context) web.Meta {
	return web.Meta{Canonical: "/", Feeds: []web.Feed{
		{Title: i18n.T(ctx, "overview.news_feed"), Href: newsPath + ".atom"}, {Title: i18n.T(ctx, "overview.meetings_feed"), Href: cataloguePath + ".atom"},
	}}
}

// fillCards chooses the programmes to show: those that meet soonest. A field's
// value in the address is its name, so that a link says what it shows.
func (v *frontView) fillCards(ctx context.Context, tx *db.Tx) error {
	all, err := offered(ctx, tx)
	if err != nil {
		return err
	}
	v.FieldOptions = []web.Option{{Text: i18n.T(ctx, "overview.all_fields")}}
	fields, _, _, _ := occurring(all)
	for _, f := range fields {
		v.FieldOptions = append(v.FieldOptions, web.Option{Value: f, Text: f})
	}
	found := wish{}.choose(all, tx.Now)
	v.CanFilter, v.Total = len(found) >= worthFiltering, len(found)
	first, _ := wish{}.page(found, shownCards)
	v.Cards, err = offerCards(ctx, tx, first, wish{})
	return err
}

// mine is where the reader is to be, cancelled meetings too.
func mine(ctx context.Context, tx *db.Tx, all []programme.Programme) (rows []row, err error) {
	if !tx.Actor.SignedIn() {
		return nil, nil
	}
	seats, err := registration.SeatsFor(ctx, tx)
	if err != nil || len(seats) == 0 {
		return nil, err
	}
	seated := make([]id.Meeting, len(seats))
	for i, s := range seats {
		seated[i] = s.Meeting
	}
	found, err := meeting.ByIDs(ctx, tx, seated)
	if err != nil {
		return nil, err
	}
	meetings := slices.SortedFunc(maps.Values(found), func(a, b meeting.Meeting) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.ID, b.ID))
	})
	for _, m := range meetings {
		i := slices.IndexFunc(all, func(p programme.Programme) bool { return p.ID == m.Programme })
		if i < 0 || m.Over(tx.Now) {
			continue
		}
		r := rowOf(ctx, all[i], m, chance{Now: tx.Now, Own: registration.Own{Me: true}})
		r.Of = all[i].Name
		rows = append(rows, r)
	}
	return rows, nil
}

// figures is what is going on, in one line.
func figures(ctx context.Context, tx *db.Tx, orgs int, meetings []meeting.Meeting) string {
	var parts []string
	if orgs > 0 {
		parts = append(parts, i18n.N(ctx, "overview.orgs_take_part", orgs))
	}
	for _, m := range meetings {
		if !m.Over(tx.Now) {
			parts = append(parts, i18n.F(ctx, "overview.next_is", i18n.Args{"Day": when.Day(ctx, m.Day)}))
			break
		}
	}
	return strings.Join(parts, " ")
}

// ask fills in the card about one municipality. That somebody looks after it is
// no secret; who they are is for those who have signed in.
func (v *frontView) ask(ctx context.Context, tx *db.Tx, all []programme.Programme, orgs []people.Org) error {
	v.Municipalities = []web.Option{{Text: i18n.T(ctx, "overview.choose")}}
	for _, o := range orgs {
		v.Municipalities = append(v.Municipalities, web.Option{Value: string(o.ID), Text: o.Name})
	}
	i := slices.IndexFunc(orgs, func(o people.Org) bool { return string(o.ID) == v.Chosen })
	switch {
	case v.Chosen == "":
		return nil
	case i < 0:
		return problem.New(problem.NotFound, "web.not_found")
	}
	v.Answer = &answer{Name: orgs[i].OfficialName}
	ids, err := registration.ProgrammesOf(ctx, tx, id.Org(v.Chosen))
	if err != nil {
		return err
	}
	for _, p := range all {
		if slices.Contains(ids, p.ID) {
			v.Answer.Programmes = append(v.Answer.Programmes, link{p.Name, p.Path()})
		}
	}
	contacts, err := people.Contacts(ctx, tx, id.Org(v.Chosen))
	v.Answer.Looked = len(contacts) > 0
	if !tx.Actor.SignedIn() {
		v.Answer.SignIn = web.SignInPath("/?kommune=" + url.QueryEscape(v.Chosen) + "#kommune")
		return err
	}
	for _, c := range contacts {
		v.Answer.Contacts = append(v.Answer.Contacts, person{c.Name, c.Title})
	}
	return err
}
