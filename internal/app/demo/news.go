package demo

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/news"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// told are the news of the network, as the news this world is made from: one a
// year ago when it began, and one that asks for new members.
var told = []struct {
	day               when.Date
	title, lead, body string
}{
	{"2021-03-03", "Nyt netværk for konsulenter på børne- og ungeområdet", "Fem møder på halvandet år skal styrke konsulenterne på tværs af dagtilbud og skole.", `Netværket er for kommunale konsulenter, teamledere og andre, der arbejder med konsulentopgaver på dagtilbuds- og skoleområdet.

## Det får I

- Overblik over økonomiaftaler og politiske udspil
- Ny viden fra forskning og undersøgelser
- Sparring om konsulentens rolle og de udfordringer, I møder hjemme

Møderne veksler mellem **vidensoplæg**, ideudveksling og inspiration fra kommunerne selv.`},
	{"2021-04-22", "Netværket for konsulenter stiller skarpt på kommunalvalget", "På det første møde er der oplæg, cases og dilemmaer om konsulentens rolle, når der skal vælges ny kommunalbestyrelse. Nye kommuner kan være med.", `Hvis det lyder relevant, kan I melde jer ind nu. Netværket mødes om ét tema ad gangen og ser altid på opgaverne på tværs af dagtilbud og skole.

## Konsulentrollen før, under og efter et valg

Hjalmar Odderbo, chefkonsulent i Udviklingscentret, fortæller om embedsmandsrollerne og om samspillet mellem politik og administration. Bagefter drøfter I cases på tværs af kommuner: Hvad gør du, når linjerne bliver komplicerede?

Valgforsker Dagmar Lindevang ser på, hvad et kommunalvalg flytter, og hvad det ikke gør.

## De kommende møder

Mødet holdes online, og I får linket, når I er tilmeldt. De næste fire møder er i Odense:

1. Faglig ledelse af kerneopgaven
2. Ny viden fra forskning og undersøgelser
3. Økonomiaftalen og de politiske udspil
4. Konsulentens opgaver og udfordringer

## Tilmelding

Kommuner, der ikke er med endnu, melder sig ind ved at tilmelde sig det første møde. Prisen følger antallet af deltagere, og I ser hele regnestykket, før I sender.`},
}

// tell is the secretariat's news: one that is out, one that waits until the story
// has come to it, and one that is being written.
func (w *World) tell(ctx context.Context, l *land) error {
	if err := w.at(told[0].day, "8.30"); err != nil {
		return err
	}
	return w.House.DB.Write(ctx, l.staff, func(ctx context.Context, tx *db.Tx) error {
		for _, n := range told {
			one, err := w.write(ctx, tx, n.title, n.lead, n.body)
			if err != nil {
				return err
			}
			at, err := when.Local(w.story.day(n.day), "8.30")
			if err != nil {
				return err
			}
			if err := news.Publish(ctx, tx, one, at); err != nil {
				return err
			}
		}
		_, err := w.write(ctx, tx, "Skriv et dilemma ind til mødet", "Har du stået i en sag, hvor rollerne blev uklare? Send den, så bruger vi den som case.", "Skriv kort, hvad der skete, og hvad du var i tvivl om. Vi gør sagen **anonym**, før andre ser den.")
		return err
	})
}

func (w *World) write(ctx context.Context, tx *db.Tx, title, lead, body string) (one id.News, err error) {
	p, _, err := programme.BySlug(ctx, tx, web.KindNetwork, "konsulenter-paa-boerne-og-ungeomraadet")
	if err != nil {
		return "", err
	}
	return news.Add(ctx, tx, news.News{Title: title, Lead: lead, Body: body, Programmes: []id.Programme{p.ID}})
}
