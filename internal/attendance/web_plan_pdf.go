package attendance

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/problem"
	"faelled/internal/registration"
	"faelled/internal/web"
)

// planFile is the whole run-sheet for the secretariat, with all that is agreed. Of
// needs it has the numbers only: a paper is handed around.
func planFile(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var p paper
	moved, err := reading(s, r, func(ctx context.Context, tx *db.Tx, sc scene) error {
		var v planView
		if err := v.load(ctx, tx, sc); err != nil {
			return err
		}
		needs, err := needsAt(ctx, tx, sc.Meeting)
		if err != nil {
			return err
		}
		seats, err := registration.AtTheDoor(ctx, tx, sc.Meeting)
		p = paper{scene: sc, Lines: v.Lines, Contact: v.Contact, Fees: v.Costs, Guests: guestLines(ctx, len(seats), needs)}
		return err
	})
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/koereplan.pdf")
	}
	return p.send(s, w, r)
}

// partFile is the whole day for a moderator or the venue, with what is agreed with
// themselves.
func partFile(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	private(w)
	p, err := opened(r.Context(), s.DB, r.PathValue("kode"))
	if err != nil {
		return err
	}
	if !p.wholeDay() {
		return problem.New(problem.NotFound, "attendance.no_link")
	}
	one := paper{scene: p.scene, Lines: p.sheet, Contact: p.Contact, Fees: p.Fees}
	if p.Who.Party == Venue {
		one.Guests, one.Notes = guestLines(r.Context(), p.Seats, p.Needs), p.notes(r.Context())
	}
	return one.send(s, w, r)
}

// wholeDay tells whether it is the contributor's business what all others do.
func (p part) wholeDay() bool { return p.Who.Party != Speaker }

func (p paper) send(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	name, file, err := planPDF(r.Context(), p, s.Sample)
	if err != nil {
		return err
	}
	return web.Download(w, r, "application/pdf", name, file)
}
