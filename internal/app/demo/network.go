package demo

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/access"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
	"faelled/internal/when"
)

// days are the five meetings of the news. The dates move with the story.
var days = []struct {
	day         when.Date
	title, lead string
	online      bool
}{
	{"2021-06-02", "Konsulentrollen ved et kommunalvalg", "Mødet handler om din rolle før, under og efter kommunalvalget. Du møder oplæg om embedsmandsroller og om valgforskning. Bagefter drøfter I cases med dilemmaer, når linjerne mellem politik og forvaltning bliver komplicerede.", true},
	{"2021-09-15", "Faglig ledelse af kerneopgaven", "Hvad er faglig ledelse, når opgaven løses på tværs af dagtilbud og skole? To oplæg, og tid til at se på jeres egen praksis.", false},
	{"2022-01-10", "Ny viden fra forskning og undersøgelser", "Vi læser årets undersøgelser sammen og spørger, hvad de betyder hjemme.", false},
	{"2022-06-09", "Økonomiaftalen og de politiske udspil", "Hvad står der, og hvad skal kommunerne gøre nu?", false},
	{"2022-10-05", "Konsulentens opgaver og udfordringer", "Netværket vælger tema på mødet i juni.", false},
}

// network is the secretariat's part: the network, its price and its meetings.
func (w *World) network(ctx context.Context, l *land) error {
	if err := w.at("2021-03-02", "10.30"); err != nil {
		return err
	}
	from, to := w.season()
	return w.House.DB.Write(ctx, l.staff, func(ctx context.Context, tx *db.Tx) error {
		p, err := programme.Add(ctx, tx, programme.Programme{
			Kind: web.KindNetwork, Name: "Konsulenter på børne- og ungeområdet", ShortName: "konsulentnetværk", Field: "Børn og unge",
			Lead:     "For kommunale konsulenter og teamledere, der arbejder på tværs af dagtilbud og skole. Tre møder om året om ét tema ad gangen.",
			Purpose:  "Netværket styrker konsulenternes og forvaltningernes opgaveløsning på tværs af dagtilbuds- og skoleområdet.\n\nMøderne veksler mellem vidensoplæg, ideudveksling, kommunal inspiration og sparring.",
			Audience: "Kommunale konsulenter, teamledere og andre, der arbejder med konsulentopgaver på dagtilbuds- og skoleområdet.",
			Benefits: "- Overblik over økonomiaftaler og politiske udspil\n- Ny viden fra forskning og undersøgelser\n- Sparring om konsulentens rolle på tværs af kommuner",
			Owner:    l.association, Operator: l.centre, Seller: l.association, Contacts: []id.Person{l.staff.Person},
			SeasonFrom: from, SeasonTo: to, Deadline: w.story.day("2021-05-10"),
			MaxPerOrg: 5, Covers: 4, Invoicing: programme.Advance, Email: "netvaerk@udviklingscentret.example",
		})
		if err != nil {
			return err
		}
		if _, err := billing.AddPriceList(ctx, tx, billing.PriceList{Programme: p, Tiers: tiers, VAT: billing.Standard, RateBP: 2500}); err != nil {
			return err
		}
		for i := range days {
			if err := w.meeting(ctx, tx, p, i); err != nil {
				return fmt.Errorf("meeting %s: %w", days[i].day, err)
			}
		}
		return programme.Publish(ctx, tx, p)
	})
}

// season is whole months: from that of the first meeting to the end of the
// year of the last.
func (w *World) season() (from, to when.Date) {
	first, last := w.story.meeting(days[0].day), w.story.meeting(days[len(days)-1].day)
	return first[:len("2021-06")] + "-01", last[:len("2022")] + "-12-31"
}

func (w *World) meeting(ctx context.Context, tx *db.Tx, p id.Programme, i int) error {
	d := days[i]
	day := w.story.meeting(d.day)
	m := meeting.Meeting{Programme: p, Title: d.title, Lead: d.lead, Day: day, FreeUntil: day.Add(-14)}
	if d.online {
		from, err := when.Local(day, "9.30")
		if err != nil {
			return err
		}
		to, err := when.Local(day, "14.30")
		if err != nil {
			return err
		}
		m.Starts, m.Ends, m.IsOnline, m.OnlineURL = &from, &to, true, "https://moede.example/konsulentnetvaerk"
	} else {
		m.Venue, m.Street, m.Postcode, m.City, m.Capacity = "Odense Congress Center", "Ørbækvej 350", "5220", "Odense", 180
	}
	one, err := meeting.Add(ctx, tx, m)
	if err != nil || !d.online {
		return err
	}
	items, err := agenda(day)
	if err != nil {
		return err
	}
	return meeting.SetAgenda(ctx, tx, one, items)
}

// agenda is the day of the first meeting, with speakers who do not exist.
func agenda(day when.Date) (items []meeting.Item, err error) {
	for _, i := range []struct {
		from, to, title, text string
		kind                  meeting.ItemKind
		voices                []meeting.Voice
	}{
		{"9.30", "9.50", "Velkomst og siden sidst", "", meeting.Practical, []meeting.Voice{{Name: "Karla Nørbæk", Title: "Udviklingscentret", Role: access.Moderator}}},
		{"9.50", "11.00", "Embedsmandsroller og samspil med det politiske niveau", "Hvor går grænsen, når et valg nærmer sig?", meeting.Talk, []meeting.Voice{{Name: "Hjalmar Odderbo", Title: "chefkonsulent, Udviklingscentret", Role: access.Speaker}}},
		{"11.00", "12.00", "Cases og dilemmaer i grupper på tværs af kommuner", "Borgmesteren ringer, og valgmødet på skolen.", meeting.Case, []meeting.Voice{{Name: "Karla Nørbæk", Title: "Udviklingscentret", Role: access.Moderator}}},
		{"12.00", "12.45", "Frokost", "", meeting.Break, nil},
		{"12.45", "14.00", "Hvad flytter et kommunalvalg?", "", meeting.Talk, []meeting.Voice{{Name: "Dagmar Lindevang", Title: "valgforsker", Role: access.Speaker}}},
		{"14.00", "14.30", "Veje ud af dilemmaerne og tak for i dag", "", meeting.Exchange, nil},
	} {
		from, err := when.Local(day, i.from)
		if err != nil {
			return nil, err
		}
		to, err := when.Local(day, i.to)
		if err != nil {
			return nil, err
		}
		items = append(items, meeting.Item{Kind: i.kind, Starts: from, Ends: to, Title: i.title, Text: i.text, Voices: i.voices})
	}
	return items, nil
}

// join has the member municipalities register, each on its day.
func (w *World) join(ctx context.Context, l *land) error {
	for i := range members - late {
		if err := w.arrival(i); err != nil {
			return err
		}
		if err := w.register(ctx, l, i); err != nil {
			return fmt.Errorf("%s registers: %w", municipalities[i].name, err)
		}
		if err := w.drain(ctx); err != nil {
			return err
		}
	}
	c := l.contacts[1]
	w.cast("kontakt", c.Name+", kontaktperson i "+municipalities[1].name+", der er medlem: se Vores kommune, tilmeld en kollega mere, åbn en faktura", c.ID, "/kommune")
	n := l.contacts[members]
	w.cast("ny-kommune", n.Name+", kontaktperson i "+municipalities[members].name+", der ikke er medlem endnu: meld kommunen ind", n.ID, "/netvaerk/konsulenter-paa-boerne-og-ungeomraadet")
	return w.queue(ctx, l)
}

func (w *World) register(ctx context.Context, l *land, town int) error {
	c := l.contacts[town]
	guests := []people.Guest{{Name: c.Name, Email: c.Email, Title: c.Title}}
	for len(guests) < sizes[town%len(sizes)] {
		guests = append(guests, l.person(town))
	}
	if town == 20 && len(guests) > 1 { // the mail that bounces
		guests[1].Email = "raadhus@" + lost
	}
	return w.House.DB.Write(ctx, acts(c), func(ctx context.Context, tx *db.Tx) error {
		p, _, err := programme.BySlug(ctx, tx, web.KindNetwork, "konsulenter-paa-boerne-og-ungeomraadet")
		if err != nil {
			return err
		}
		all, err := meeting.InProgramme(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		q, err := registration.Quoting(ctx, tx, p.ID, all[0].ID, c.Org, int64(len(guests)))
		if err != nil {
			return err
		}
		done, err := registration.Register(ctx, tx, registration.Request{
			Programme: p.ID, Meeting: all[0].ID, Org: c.Org, Guests: guests, GLN: gln(2*town + 1), BuyerRef: c.Name, Email: c.Email, Accepted: q.Net, Message: messages[town],
		})
		if err == nil && town == 1 && len(done.Persons) > 1 {
			w.cast("deltager", guests[1].Name+", deltager fra "+municipalities[town].name+": se møderne og onlinelinket", done.Persons[1], p.Path())
		}
		return err
	})
}

// messages are what some write to the secretariat.
var messages = map[int]string{
	members - 1: "Vi kommer fra samme team og vil gerne sidde i hver sin gruppe.",
	members - 3: "En af os bruger kørestol. Er der niveaufri adgang til mødet i efteråret?",
}

// loose are the ends that are still open this morning: a colleague who waits
// for an answer, and one who is there twice.
func (w *World) loose(ctx context.Context, l *land) error {
	at, err := when.Local(w.story.day(storyNow), "8.05")
	if err != nil {
		return err
	}
	w.clock.set(earlier(at, w.now.Add(-today[0])))
	g := l.person(1)
	err = w.House.DB.Write(ctx, system, func(ctx context.Context, tx *db.Tx) error {
		_, err := people.Ask(ctx, tx, g, l.towns[1])
		return err
	})
	if err != nil {
		return err
	}
	return w.twice(ctx, l)
}

// today is how long before the visitor comes the latest municipalities register.
var today = [late]time.Duration{2*time.Hour + 21*time.Minute, 64 * time.Minute, 12 * time.Minute}

// lively has the last municipalities register today, so that the secretariat has
// something to see.
func (w *World) lively(ctx context.Context, l *land) error {
	for i, before := range today {
		at := w.now.Add(-before)
		if when.On(at) != when.On(w.now) {
			at = w.now // the visitor comes in the small hours
		}
		w.clock.set(at)
		if err := w.register(ctx, l, members-late+i); err != nil {
			return err
		}
		if err := w.drain(ctx); err != nil {
			return err
		}
	}
	return nil
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
