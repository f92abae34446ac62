package demo

import (
	"context"

	"faelled/internal/access"
	"faelled/internal/attendance"
	"faelled/internal/db"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
)

// wanted are what some of those who come to the second meeting need.
var wanted = map[int]attendance.Wish{
	2:  {Food: []attendance.Need{attendance.Vegetarian}},
	9:  {Food: []attendance.Need{attendance.Vegan}, Named: true},
	17: {Food: []attendance.Need{attendance.Allergy}, FoodNote: "hasselnødder og sesam", Named: true},
	26: {Food: []attendance.Need{attendance.Vegetarian, attendance.LactoseFree}},
	33: {Access: []attendance.Need{attendance.HearingLoop}},
	48: {Food: []attendance.Need{attendance.Halal}},
	57: {Food: []attendance.Need{attendance.GlutenFree}, Access: []attendance.Need{attendance.Wheelchair}, AccessNote: "Gerne en plads tæt på døren", Named: true},
	71: {Food: []attendance.Need{attendance.Vegetarian}},
}

// needs has the secretariat ask about food and access for the second meeting, and
// some answer. The visitor's own parts have not answered yet.
func (w *World) needs(ctx context.Context, l *land) error {
	if err := w.at("2021-04-23", "13.00"); err != nil {
		return err
	}
	var m meeting.Meeting
	var seats []registration.Seat
	if err := w.House.DB.Write(ctx, l.staff, func(ctx context.Context, tx *db.Tx) error {
		p, _, err := programme.BySlug(ctx, tx, web.KindNetwork, networkSlug)
		if err != nil {
			return err
		}
		all, err := meeting.InProgramme(ctx, tx, p.ID)
		if err != nil {
			return err
		}
		m = all[1] // the first is online
		if seats, err = registration.AtTheDoor(ctx, tx, m); err != nil {
			return err
		}
		return attendance.AskNeeds(ctx, tx, m, attendance.Asked{Food: true, Access: true})
	}); err != nil {
		return err
	}
	for i, s := range seats {
		wish, some := wanted[i]
		if !some || w.plays(s.Person) {
			continue
		}
		wish.Consent = true
		if err := w.House.DB.Write(ctx, access.Actor{Person: s.Person, Org: s.Org}, func(ctx context.Context, tx *db.Tx) error {
			return attendance.SayNeeds(ctx, tx, m, wish)
		}); err != nil {
			return err
		}
	}
	return nil
}
