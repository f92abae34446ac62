package waiting

import (
	"slices"
	"testing"
	"time"

	"faelled/internal/meeting"

	"pgregory.net/rapid"
)

func TestWhoseTurnItIs(t *testing.T) {
	for name, c := range map[string]struct {
		line  []chance
		late  bool
		place int
		seats int64
	}{
		"nobody":                             {nil, false, 0, 0},
		"no seat":                            {[]chance{{Guests: 1}}, true, 0, 0},
		"the first":                          {[]chance{{Guests: 1, Free: 1}, {Guests: 1, Free: 1}}, false, 0, 1},
		"some of them":                       {[]chance{{Guests: 3, Free: 2}}, false, 0, 2},
		"a group waits":                      {[]chance{{Guests: 3, Free: 2, Together: true}, {Guests: 1, Free: 2}}, false, 0, 0},
		"late, those who fit go first":       {[]chance{{Guests: 3, Free: 2, Together: true}, {Guests: 1, Free: 2}}, true, 1, 1},
		"the secretariat lets them go ahead": {[]chance{{Guests: 3, Free: 2, Together: true}, {Guests: 1, Free: 2}, {Guests: 1, Free: 2, Ahead: true}}, false, 2, 1},
		"one who is asked is not waited for": {[]chance{{Guests: 1, Free: 1, Unsure: true}, {Guests: 1, Free: 1}}, false, 1, 1},
	} {
		if place, seats := turn(c.line, c.late); place != c.place || seats != c.seats {
			t.Errorf("%s: %d gets %d", name, place, seats)
		}
	}
}

// party is one of the line in a made-up history.
type party struct {
	n        int64
	together bool
}

// However seats are freed: nobody gets a seat that is not there, a group is never
// split, nobody is overtaken before it is late, and after that no seat stays empty
// while somebody fits.
func TestTheLineIsFair(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		line := rapid.SliceOfN(rapid.Custom(func(r *rapid.T) party {
			return party{rapid.Int64Range(1, 4).Draw(r, "people"), rapid.Bool().Draw(r, "together")}
		}), 1, 8).Draw(r, "line")
		free := int64(0)
		for range rapid.IntRange(1, 12).Draw(r, "frees") {
			free += rapid.Int64Range(0, 3).Draw(r, "freed")
			late := rapid.Bool().Draw(r, "late")
			for {
				chances := make([]chance, len(line))
				for i, p := range line {
					chances[i] = chance{Guests: p.n, Free: min(free, p.n), Together: p.together}
				}
				i, n := turn(chances, late)
				if n == 0 {
					break
				}
				if n > free || n > line[i].n {
					r.Fatalf("%d seats of %d free for %d people", n, free, line[i].n)
				}
				if line[i].together && n < line[i].n {
					r.Fatalf("a group of %d was split", line[i].n)
				}
				if i > 0 && !late {
					r.Fatalf("%d were overtaken in time", i)
				}
				for _, p := range line[:i] {
					if p.n <= free || !p.together && free > 0 {
						r.Fatalf("%v fits %d and was overtaken", p, free)
					}
				}
				free -= n
				if line[i].n -= n; line[i].n == 0 {
					line = slices.Delete(line, i, i+1)
				}
			}
			for i, p := range line {
				if fits := p.n <= free || !p.together && free > 0; fits && (late || i == 0) {
					r.Fatalf("%d seats are empty beside %v", free, p)
				}
			}
		}
	})
}

func TestWhenItIsLate(t *testing.T) {
	for name, c := range map[string]struct {
		m    meeting.Meeting
		want string
	}{
		"a week before":                 {meeting.Meeting{Day: "2021-06-02"}, "2021-05-25T22:00:00Z"},
		"the last free day, if earlier": {meeting.Meeting{Day: "2021-06-02", FreeUntil: "2021-05-19"}, "2021-05-18T22:00:00Z"},
		"not if later":                  {meeting.Meeting{Day: "2021-06-02", FreeUntil: "2021-06-01"}, "2021-05-25T22:00:00Z"},
	} {
		if got := lateFrom(c.m).Format(time.RFC3339); got != c.want {
			t.Errorf("%s: %s", name, got)
		}
	}
	starts := time.Date(2021, 6, 2, 7, 30, 0, 0, time.UTC)
	if got := endsAt(meeting.Meeting{Day: "2021-06-02", Starts: &starts}); got != starts {
		t.Errorf("it closes %s", got)
	}
	if got := endsAt(meeting.Meeting{Day: "2021-06-02"}).Format(time.RFC3339); got != "2021-06-02T22:00:00Z" {
		t.Errorf("without hours it closes %s", got)
	}
}
