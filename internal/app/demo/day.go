package demo

import (
	"context"

	"faelled/internal/attendance"
	"faelled/internal/db"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
)

// day is what the secretariat has done for the first meeting's day: agreed with
// the speakers, sent one of them a personal link, and noted the one who has called
// to say that they cannot come.
func (w *World) day(ctx context.Context, l *land) error {
	return w.House.DB.Write(ctx, l.staff, func(ctx context.Context, tx *db.Tx) error {
		p, _, err := programme.BySlug(ctx, tx, web.KindNetwork, "konsulenter-paa-boerne-og-ungeomraadet")
		if err != nil {
			return err
		}
		all, err := meeting.InProgramme(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		for _, c := range []meeting.Cost{
			{Kind: "speaker", Who: "Dagmar Lindevang", Minor: money.DKK(12_500).Minor, Note: "Inkl. forberedelse", AgreedOn: w.story.day("2021-03-18")},
			{Kind: "travel", Who: "Dagmar Lindevang", Minor: money.DKK(850).Minor, AgreedOn: w.story.day("2021-03-18")},
			{Kind: "speaker", Who: "Hjalmar Odderbo", Minor: money.DKK(8_000).Minor, AgreedOn: w.story.day("2021-03-24")},
		} {
			c.Meeting = all[0].ID
			if err := meeting.AddCost(ctx, tx, "", c); err != nil {
				return err
			}
		}
		if err := attendance.Invite(ctx, tx, "", all[0], attendance.Contributor{
			Party: attendance.Speaker, Name: "Hjalmar Odderbo", Email: "hjalmar.odderbo@forskning.example",
		}); err != nil {
			return err
		}
		seats, err := registration.AtTheDoor(ctx, tx, all[0])
		if err != nil || len(seats) == 0 {
			return err
		}
		_, err = attendance.Take(ctx, tx, all[0].ID, []attendance.Mark{{
			ID: "opkald", Person: seats[len(seats)/2].Person, State: attendance.Excused, At: tx.Now, Device: "kontor",
		}})
		return err
	})
}
