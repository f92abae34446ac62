package demo

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/idea"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// thoughts are what some members have handed in, by the number of their town.
var thoughts = []struct {
	from    int
	day     when.Date
	clock   string
	wish    idea.Wish
	support []int // of which towns
}{
	{5, "2021-04-06", "10.20", idea.Wish{
		Kind: idea.Theme, Title: "Overgangen fra dagtilbud til skole", Shown: idea.Named,
		Text: "Hvad ved vi om de første hundrede dage i skolen? Hos os går meget viden tabt fra dagtilbud til skole. Jeg vil gerne høre, hvordan andre gør.",
	}, []int{1, 3, 8, 12, 20, 27}},
	{1, "2021-04-12", "13.05", idea.Wish{
		Kind: idea.Dilemma, Title: "Udvalget vil se tallene, før de er kvalitetssikret", Shown: idea.Named,
		Text: "Formanden for udvalget ringer og beder om trivselstallene for de enkelte skoler. De er ikke kvalitetssikret, og nogle klasser er meget små. Udvalgsmødet er på torsdag.",
		Hard: "Jeg vil gerne være hurtig og åben over for politikerne. Men tallene kan vise noget om enkelte børn, og de kan ændre sig.",
		Ways: "- Svare, at tallene kommer om to uger\n- Vise dem samlet for kommunen\n- Lade direktøren tage samtalen",
	}, []int{0, 4, 9, 14}},
	{16, "2021-04-16", "8.45", idea.Wish{
		Kind: idea.Dilemma, Title: "Et valgmøde på skolen", Shown: idea.Unnamed,
		Text: "En kandidat, som også er forælder, vil holde valgmøde i skolens aula. Skolelederen spørger mig, om det er i orden.",
		Hard: "Siger vi ja til én, må vi sige ja til alle. Siger vi nej, kan det se ud, som om vi blander os.",
	}, []int{1, 7}},
	{9, "2021-04-20", "15.10", idea.Wish{
		Kind: idea.Theme, Title: "Studietur til en nabokommune", Shown: idea.Named,
		Text: "Kunne et af møderne være et besøg hos en kommune, der er lykkedes med noget?",
	}, nil},
}

// ideas are handed in, supported and answered: one is on the programme of the
// meeting in September, one is put aside.
func (w *World) ideas(ctx context.Context, l *land) error {
	var p programme.Programme
	var all []meeting.Meeting
	err := w.House.DB.Read(ctx, l.staff, func(ctx context.Context, tx *db.Tx) (err error) {
		if p, _, err = programme.BySlug(ctx, tx, web.KindNetwork, networkSlug); err == nil {
			all, err = meeting.InProgramme(ctx, tx, p.ID)
		}
		return err
	})
	if err != nil {
		return err
	}
	given := make([]id.Idea, len(thoughts))
	for i, t := range thoughts {
		if err := w.at(t.day, t.clock); err != nil {
			return err
		}
		wish := t.wish
		wish.Programme = p.ID
		if err := w.as(ctx, l.contacts[t.from], func(ctx context.Context, tx *db.Tx) (err error) {
			given[i], err = idea.Give(ctx, tx, wish)
			return err
		}); err != nil {
			return err
		}
		for _, town := range t.support {
			if err := w.as(ctx, l.contacts[town], func(ctx context.Context, tx *db.Tx) error { return idea.Support(ctx, tx, given[i], true) }); err != nil {
				return err
			}
		}
	}
	if err := w.at("2021-04-23", "14.00"); err != nil {
		return err
	}
	return w.House.DB.Write(ctx, l.staff, func(ctx context.Context, tx *db.Tx) error {
		if err := idea.Remark(ctx, tx, "", given[1], "God case. Spørg jurist, om vi må vise tal for små klasser."); err != nil {
			return err
		}
		if err := idea.Plan(ctx, tx, idea.Slot{Idea: given[0], Version: 1, Meeting: all[1].ID, Note: "Må vi ringe til dig om, hvem der kan lægge op?"}); err != nil {
			return err
		}
		return idea.Answer(ctx, tx, idea.Reply{Idea: given[3], Version: 1, State: idea.Aside, Note: "Møderne ligger fast resten af sæsonen. Vi tager den op igen, når den næste planlægges."})
	})
}

// as is a contact person doing something.
func (w *World) as(ctx context.Context, p people.Person, do func(context.Context, *db.Tx) error) error {
	return w.House.DB.Write(ctx, acts(p), do)
}
