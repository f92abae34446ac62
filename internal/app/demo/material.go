package demo

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/material"
	"faelled/internal/meeting"
	"faelled/internal/pdf"
	"faelled/internal/pdf/plex"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// networkSlug is the address of the network of the news.
const networkSlug = "konsulenter-paa-boerne-og-ungeomraadet"

// papers are what the secretariat has laid out: to prepare by, for those who
// come; a film for anybody; and the slides, which nobody sees before the meeting.
func (w *World) papers(ctx context.Context, l *land) error {
	if err := w.at("2021-04-22", "10.00"); err != nil {
		return err
	}
	return w.House.DB.Write(ctx, l.staff, func(ctx context.Context, tx *db.Tx) error {
		p, _, err := programme.BySlug(ctx, tx, web.KindNetwork, networkSlug)
		if err != nil {
			return err
		}
		all, err := meeting.InProgramme(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		first := all[0]
		cases, err := w.paper("Tre cases til grupperne", "Borgmesteren ringer en fredag eftermiddag. Hvad svarer du, og hvem taler du med først?",
			"En kandidat vil holde valgmøde på skolen.", "Udvalget vil se tallene, før de er kvalitetssikret.", "Byrådet har lovet noget, som forvaltningen ikke kan holde.")
		if err != nil {
			return err
		}
		slides, err := w.paper("Embedsmandsroller", "Fra valgdag til konstituering: hvem gør hvad?", "Før valget", "På valgdagen", "De første hundrede dage")
		if err != nil {
			return err
		}
		for _, wish := range []material.Wish{
			{Meeting: first.ID, Title: "Tre cases til grupperne", Phase: material.Before, Reach: material.Seated, Document: cases},
			{Meeting: first.ID, Title: "Embedsmandsroller før og efter et valg", Speaker: "Hjalmar Odderbo", Phase: material.After, Reach: material.Seated, ShownFrom: *first.Ends, Document: slides},
			{Title: "Film: sådan arbejder netværket", Phase: material.Before, Reach: material.Public, Link: "https://film.example/konsulentnetvaerk"},
			{Title: "Hvem er med i netværket?", Phase: material.Before, Reach: material.Members, Link: "https://udviklingscentret.example/netvaerk/medlemmer"},
		} {
			wish.Programme = p.ID
			if _, err := material.Add(ctx, tx, wish); err != nil {
				return err
			}
		}
		return nil
	})
}

// paper is a page as a PDF file.
func (w *World) paper(title, lead string, points ...string) (material.Document, error) {
	fonts, err := plex.Fonts()
	if err != nil {
		return material.Document{}, err
	}
	d := pdf.New(pdf.Options{Title: title, Fonts: fonts, Author: "Udviklingscentret", Lang: i18n.Languages[0], Created: w.clock.now(), Notice: "Alt er opdigtet"})
	d.H1(title)
	d.Lead(lead)
	list := make([]any, len(points))
	for i, point := range points {
		list[i] = point
	}
	d.Bullets(list...)
	file, err := d.Bytes()
	if err != nil {
		return material.Document{}, err
	}
	return material.Inspect(title+".pdf", file)
}
