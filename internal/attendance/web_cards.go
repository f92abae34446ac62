package attendance

import (
	"context"
	"net/http"
	"strconv"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// CardsPath is where badges and table cards are printed from.
func CardsPath(p programme.Programme, m meeting.Meeting) string {
	return meeting.Path(p, m) + "/skilte"
}

func showCards(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var sc scene
	moved, err := reading(s, r, func(_ context.Context, tx *db.Tx, found scene) error {
		sc = found
		return mayReceive(tx.Actor, sc.Programme.ID)
	})
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/skilte")
	}
	return web.Render(w, r, http.StatusOK, cardsPage(sc))
}

// orders are the ways to sort cards, as the form sends them.
const (
	orderName = "navn"
	orderOrg  = "kommune"
)

func orderOptions(ctx context.Context) []web.Option {
	return []web.Option{{Value: orderName, Text: i18n.T(ctx, "attendance.by_name")}, {Value: orderOrg, Text: i18n.T(ctx, "attendance.by_org")}}
}

func badgeFile(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return cardFile(s, w, r, badges)
}

func tableCardFile(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return cardFile(s, w, r, tableCards)
}

func cardFile(s *web.Site, w http.ResponseWriter, r *http.Request, kind func(context.Context, scene) sheet) error {
	blank, _ := strconv.Atoi(r.URL.Query().Get("blanke"))
	var all []card
	var sc scene
	moved, err := reading(s, r, func(ctx context.Context, tx *db.Tx, found scene) (err error) {
		sc = found
		all, err = cards(ctx, tx, sc, s.BaseURL, r.URL.Query().Get("orden") == orderOrg, min(max(blank, 0), mostBlank))
		return err
	})
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/skilte")
	}
	if len(all) == 0 {
		all = make([]card, 1) // an empty sheet, rather than none
	}
	sh := kind(r.Context(), sc)
	file, err := printed(r.Context(), sh, all, s.Sample)
	if err != nil {
		return err
	}
	return web.Download(w, r, "application/pdf", sh.Title+".pdf", file)
}
