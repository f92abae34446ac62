package demo

import (
	"context"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/message"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// messages are what the secretariat has written to groups lately: an invitation to
// those outside that has gone out, a practical message of which one came back, one that
// goes out tomorrow, and a draft.
func (w *World) messages(ctx context.Context, l *land) error {
	defer w.clock.set(w.now)
	for _, m := range []struct {
		before time.Duration // the visitor comes
		message.Message
		send bool
	}{
		{6 * 24 * time.Hour, message.Message{
			Kind: message.News, Audience: message.Audience{Group: message.Outside, Region: municipalities[members].region},
			Subject: "Vil {{kommune}} være med i netværket?",
			Body:    "Kære {{fornavn}}\n\nNetværket for konsulenter på børne- og ungeområdet begynder snart, og der er plads til flere kommuner.\n\n- tre møder om året\n- oplæg, sparring og cases\n- kolleger fra hele landet\n\nVenlig hilsen\nKarla Nørbæk",
		}, true},
		{3 * 24 * time.Hour, message.Message{
			Kind: message.Service, Audience: message.Audience{Group: message.Towns, Region: municipalities[20].region},
			Subject: "Praktisk om mødet {{dato}}",
			Body:    "Kære {{fornavn}}\n\nDu er tilmeldt »{{møde}}« den {{dato}}. Mødet er online, og linket står på mødets side.\n\n- Log på ti minutter før.\n- Hav et dilemma fra {{kommune}} med.\n\nVenlig hilsen\nKarla Nørbæk",
		}, true},
		{20 * time.Hour, message.Message{
			Kind: message.Service, Audience: message.Audience{Group: message.Registered},
			Subject: "Vi ses til »{{møde}}«",
			Body:    "Kære {{fornavn}}\n\nHer er det sidste, før vi mødes {{dato}}.\n\nVenlig hilsen\nKarla Nørbæk",
		}, false},
		{19 * time.Hour, message.Message{
			Kind: message.Service, Audience: message.Audience{Group: message.NoOrder},
			Subject: "Rekvisitionsnummer til tilmelding {{tilmelding}}",
			Body:    "Kære {{fornavn}}\n\nVi mangler et rekvisitionsnummer til fakturaen for {{kommune}}. Svar på denne mail med nummeret.\n\nVenlig hilsen\nKarla Nørbæk",
		}, false},
	} {
		w.clock.set(w.now.Add(-m.before))
		if err := w.message(ctx, l, m.Message, m.send); err != nil {
			return err
		}
		if err := w.drain(ctx); err != nil {
			return err
		}
	}
	return nil
}

// message writes one. What goes to those registered is sent tomorrow at nine.
func (w *World) message(ctx context.Context, l *land, m message.Message, send bool) error {
	return w.House.DB.Write(ctx, l.staff, func(ctx context.Context, tx *db.Tx) error {
		p, first, err := theNetwork(ctx, tx)
		if err != nil {
			return err
		}
		m := m
		if m.ID, err = message.Begin(ctx, tx, "", p); err != nil {
			return err
		}
		m.Version = 1
		if m.Kind == message.Service && m.Audience.Group != message.NoOrder {
			m.Meeting = first
		}
		if err := message.Write(ctx, tx, m); err != nil {
			return err
		}
		o := message.Order{Message: m.ID, Version: 2}
		switch {
		case send:
			return message.Send(ctx, tx, o)
		case m.Audience.Group == message.Registered:
			at, err := when.Local(when.On(w.now).Add(1), "9.00")
			if err != nil {
				return err
			}
			return message.Schedule(ctx, tx, o, at)
		}
		return nil
	})
}

// theNetwork is the network of the news, and its first meeting.
func theNetwork(ctx context.Context, tx *db.Tx) (id.Programme, id.Meeting, error) {
	p, _, err := programme.BySlug(ctx, tx, web.KindNetwork, "konsulenter-paa-boerne-og-ungeomraadet")
	if err != nil {
		return "", "", err
	}
	all, err := meeting.InProgramme(ctx, tx, p.ID)
	if err != nil {
		return "", "", err
	}
	return p.ID, all[0].ID, nil
}
