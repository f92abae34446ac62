package overview

import (
	"testing"
	"time"

	"faelled/internal/meeting"
	"faelled/internal/registration"

	"pgregory.net/rapid"
)

var (
	starts = time.Date(2026, 3, 18, 8, 30, 0, 0, time.UTC)
	ends   = time.Date(2026, 3, 18, 13, 30, 0, 0, time.UTC)
	before = starts.Add(-time.Hour)
)

func TestTag(t *testing.T) {
	ctx := words(t).For(t.Context(), "da")
	timed := meeting.Meeting{Day: "2026-03-18", Starts: &starts, Ends: &ends, State: meeting.Planned}
	dated := meeting.Meeting{Day: "2026-03-18", State: meeting.Planned}
	small, cancelled := timed, timed
	small.Capacity, cancelled.State = 10, meeting.Cancelled
	seat := registration.Own{Ours: 1, Me: true}
	for _, c := range []struct {
		m    meeting.Meeting
		c    chance
		want string
	}{
		{timed, chance{Now: before, Open: true}, "Tilmelding åben"},
		{timed, chance{Now: before, Member: true}, "Tilmelding åben"},
		{timed, chance{Now: before}, "For medlemmer"},
		{timed, chance{Now: before, Member: true, Own: seat}, "Du er tilmeldt"},
		{timed, chance{Now: before, Member: true, Own: registration.Own{Ours: 1}}, "1 fra jer"},
		{timed, chance{Now: before, Member: true, Own: registration.Own{Ours: 3, Me: true}}, "Du og 2 kollegaer"},
		{timed, chance{Now: starts, Open: true}, "I gang"},
		{timed, chance{Now: ends, Own: seat}, "Afholdt"},
		{cancelled, chance{Now: before, Own: seat}, "Aflyst"},
		{cancelled, chance{Now: ends}, "Aflyst"},
		{small, chance{Now: before, Open: true, Taken: 8}, "Tilmelding åben"},
		{small, chance{Now: before, Open: true, Taken: 9}, "Få pladser"},
		{small, chance{Now: before, Open: true, Taken: 10}, "Alt optaget"},
		{small, chance{Now: before, Open: true, Taken: 11}, "Alt optaget"},
		{small, chance{Now: before, Member: true, Own: seat, Taken: 10}, "Du er tilmeldt"},
		{dated, chance{Now: ends, Open: true}, "Tilmelding åben"},
		{dated, chance{Now: time.Date(2026, 3, 18, 22, 59, 0, 0, time.UTC), Open: true}, "Tilmelding åben"},
		{dated, chance{Now: time.Date(2026, 3, 18, 23, 0, 0, 0, time.UTC), Open: true}, "Afholdt"},
	} {
		if got := tag(ctx, c.m, c.c).Text; got != c.want {
			t.Errorf("%+v: %q, want %q", c.c, got, c.want)
		}
	}
}

// What a tag promises, the form keeps: open means that a seat can be had.
func TestOpenMeansThatASeatCanBeHad(t *testing.T) {
	ctx := words(t).For(t.Context(), "da")
	rapid.Check(t, func(t *rapid.T) {
		m := meeting.Meeting{Day: "2026-03-18", State: rapid.SampledFrom([]meeting.State{meeting.Planned, meeting.Cancelled}).Draw(t, "state"), Capacity: rapid.Int64Range(0, 4).Draw(t, "capacity")}
		if rapid.Bool().Draw(t, "timed") {
			m.Starts, m.Ends = &starts, &ends
		}
		c := chance{
			Now: starts.Add(time.Duration(rapid.IntRange(-48, 48).Draw(t, "hours")) * time.Hour), Open: rapid.Bool().Draw(t, "open"),
			Member: rapid.Bool().Draw(t, "member"), Taken: rapid.Int64Range(0, 5).Draw(t, "taken"),
		}
		text := tag(ctx, m, c).Text
		if promised := text == "Tilmelding åben" || text == "Få pladser"; promised != c.may(m) {
			t.Fatalf("%q, but may is %v", text, c.may(m))
		}
	})
}
