package registration

import (
	"context"
	"net/http"
	"strings"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/web"
)

// linksPath is where the reader makes and closes their calendar links.
const linksPath = "/mig/kalender"

// linksView is all that the page may see.
type linksView struct {
	Kinds  []linkView
	Closed bool
}

// linkView is one of the reader's calendars.
type linkView struct {
	Org     id.Org // empty: their own
	OrgName string
	Link    *calendarLink // nil: there is none
	Address string        // when it was just made: it is shown this once
}

func (l linkView) kind() string {
	if l.Org == "" {
		return "mine"
	}
	return "kommune"
}

func (l linkView) title(ctx context.Context) string { return feedName(ctx, l.Org, l.OrgName) }

// webcal is the address that opens in a calendar.
func (l linkView) webcal() string {
	_, rest, _ := strings.Cut(l.Address, "://")
	return "webcal://" + rest
}

func (v *linksView) load(ctx context.Context, tx *db.Tx) error {
	links, err := linksWhere(ctx, tx, `person = $1`, tx.Actor.Person)
	if err != nil {
		return err
	}
	v.Kinds = []linkView{{}}
	if org := tx.Actor.Org; tx.Actor.Is(access.Contact, access.At(org)) {
		v.Kinds = append(v.Kinds, linkView{Org: org, OrgName: web.ViewerOf(ctx).OrgName})
	}
	for i, k := range v.Kinds {
		for _, l := range links {
			if l.Org == k.Org {
				v.Kinds[i].Link = &l
			}
		}
	}
	return nil
}

func showLinks(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v := linksView{Closed: r.URL.Query().Get("sket") != ""}
	if err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return v.load(ctx, tx) }); err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, linksPage(v))
}

// changeLink makes or closes a link. A new one is shown in the answer itself, and
// not after the usual redirect: an address or a kept answer would keep the secret.
func changeLink(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var org id.Org
	if r.PostFormValue("kalender") == "kommune" {
		org = web.Actor(r).Org
	}
	var v linksView
	closing := r.PostFormValue("goer") == "luk"
	if !closing && r.PostFormValue("goer") != "nyt" {
		return problem.New(problem.Invalid, "web.unreadable") // half a form must not end a link that works
	}
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		if closing {
			return CloseLink(ctx, tx, org)
		}
		secret, err := MakeLink(ctx, tx, org)
		if err != nil {
			return err
		}
		if err := v.load(ctx, tx); err != nil {
			return err
		}
		for i := range v.Kinds {
			if v.Kinds[i].Org == org {
				v.Kinds[i].Address = s.BaseURL + "/kalender/" + secret + ".ics"
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if closing {
		return web.Redirect(w, r, linksPath+"?sket=luk")
	}
	w.Header().Set("Referrer-Policy", "no-referrer")
	return web.Render(w, r, http.StatusOK, linksPage(v))
}
