package attendance

import (
	"context"
	"slices"
	"strings"
	"time"

	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// Need is something that can be asked for, at the table or in the house.
type Need string

const (
	Vegetarian   Need = "vegetarian"
	Vegan        Need = "vegan"
	Halal        Need = "halal"
	GlutenFree   Need = "gluten_free"
	LactoseFree  Need = "lactose_free"
	Allergy      Need = "allergy" // the note says to what
	Wheelchair   Need = "wheelchair"
	HearingLoop  Need = "hearing_loop"
	SignLanguage Need = "sign_language"
	OtherAid     Need = "other" // the note says what
)

// foods and aids are all needs, in the order pages list them.
var (
	foods = []Need{Vegetarian, Vegan, Halal, GlutenFree, LactoseFree, Allergy}
	aids  = []Need{Wheelchair, HearingLoop, SignLanguage, OtherAid}
)

// Asked is what the participants of a meeting are asked for.
type Asked struct{ Food, Access bool }

// Any tells whether they are asked for anything.
func (a Asked) Any() bool { return a.Food || a.Access }

// Wish is what somebody with a seat needs. It is theirs: it may tell of health or
// faith (Regulation (EU) 2016/679, art. 9), is kept by their explicit consent only,
// and stands in no trail, log, export or remembered answer.
type Wish struct {
	Food, Access         []Need
	FoodNote, AccessNote string
	Named                bool // the venue may be told whose it is
	Consent              bool
}

// empty: nothing is asked for, and nothing need be kept.
func (w Wish) empty() bool {
	return len(w.Food)+len(w.Access) == 0 && w.FoodNote == "" && w.AccessNote == ""
}

// tidied is a wish as it is kept: the notes on one line, and nothing that nobody
// asked for.
func (w Wish) tidied(asked Asked) Wish {
	w.FoodNote, w.AccessNote = oneLine(w.FoodNote), oneLine(w.AccessNote)
	if !asked.Food {
		w.Food, w.FoodNote = nil, ""
	}
	if !asked.Access {
		w.Access, w.AccessNote = nil, ""
	}
	return w
}

// checkWish is everything wrong in a wish, under the fields kost, kost-note,
// adgang, adgang-note and samtykke.
func checkWish(w Wish) problem.Fields {
	var bad problem.Fields
	checkChoices(&bad, "kost", w.Food, foods)
	checkChoices(&bad, "adgang", w.Access, aids)
	if slices.Contains(w.Food, Allergy) && w.FoodNote == "" {
		bad.Add("kost-note", "attendance.allergy_missing", "")
	}
	if slices.Contains(w.Access, OtherAid) && w.AccessNote == "" {
		bad.Add("adgang-note", "attendance.aid_missing", "")
	}
	checkText(&bad, "kost-note", w.FoodNote)
	checkText(&bad, "adgang-note", w.AccessNote)
	if !w.Consent {
		bad.Add("samtykke", "attendance.consent_missing", "")
	}
	return bad
}

func checkChoices(bad *problem.Fields, name string, chosen, all []Need) {
	if slices.ContainsFunc(chosen, func(n Need) bool { return !slices.Contains(all, n) }) {
		bad.Add(name, "web.unreadable", "")
	}
}

// needDays is how long after the meeting needs are kept: until the last bill for
// the food has been looked at.
const needDays = 2

// needsFrom is the first day of a meeting whose needs are kept today.
func needsFrom(today when.Date) when.Date { return today.Add(1 - needDays) }

// needsEnd is the day on which needs are deleted, in the night before it begins to
// be worked on.
func needsEnd(m meeting.Meeting) when.Date { return m.Day.Add(needDays) }

// needsOver tells whether a meeting's needs are no longer shown to anybody.
func needsOver(m meeting.Meeting, today when.Date) bool {
	return m.State == meeting.Cancelled || !today.Before(needsEnd(m))
}

// count is how many asked for the same.
type count struct {
	Need Need
	N    int
}

// tally counts each need that somebody has, in the order of all.
func tally(all []Need, of func(Wish) []Need, list []Wish) (counts []count) {
	for _, n := range all {
		c := count{Need: n}
		for _, w := range list {
			if slices.Contains(of(w), n) {
				c.N++
			}
		}
		if c.N > 0 {
			counts = append(counts, c)
		}
	}
	return counts
}

func foodOf(w Wish) []Need   { return w.Food }
func accessOf(w Wish) []Need { return w.Access }

// Word is the need in a word or two.
func (n Need) Word(ctx context.Context) string {
	switch n {
	case Vegetarian:
		return i18n.T(ctx, "attendance.need_vegetarian")
	case Vegan:
		return i18n.T(ctx, "attendance.need_vegan")
	case Halal:
		return i18n.T(ctx, "attendance.need_halal")
	case GlutenFree:
		return i18n.T(ctx, "attendance.need_gluten_free")
	case LactoseFree:
		return i18n.T(ctx, "attendance.need_lactose_free")
	case Allergy:
		return i18n.T(ctx, "attendance.need_allergy")
	case Wheelchair:
		return i18n.T(ctx, "attendance.need_wheelchair")
	case HearingLoop:
		return i18n.T(ctx, "attendance.need_hearing_loop")
	case SignLanguage:
		return i18n.T(ctx, "attendance.need_sign_language")
	}
	return i18n.T(ctx, "attendance.need_other")
}

// words are some needs and the note to them: "Vegetar, Allergi: nødder".
func words(ctx context.Context, list []Need, note string) string {
	all := make([]string, len(list))
	for i, n := range list {
		all[i] = n.Word(ctx)
	}
	text := strings.Join(all, ", ")
	switch {
	case note == "":
		return text
	case text == "":
		return note
	}
	return text + ": " + note
}

// wishRow is a wish as it is kept.
type wishRow struct {
	Seat       id.Seat
	Food       string
	FoodNote   string `db:"food_note"`
	Access     string
	AccessNote string `db:"access_note"`
	Named      bool
	Day        when.Date // of the meeting, as it was when they answered: what they said yes to ends with it
	At         time.Time `db:"consented_at"`
}

// end is the day on which it is deleted: the one that was promised, or an earlier one
// when the meeting has come nearer.
func (r wishRow) end(m meeting.Meeting) when.Date {
	if r.Day.Before(m.Day) {
		return r.Day.Add(needDays)
	}
	return needsEnd(m)
}

func (r wishRow) unpacked() Wish {
	return Wish{Food: split(r.Food), FoodNote: r.FoodNote, Access: split(r.Access), AccessNote: r.AccessNote, Named: r.Named, Consent: true}
}

func (w Wish) row(seat id.Seat, day when.Date, at time.Time) wishRow {
	return wishRow{Seat: seat, Day: day, Food: joined(w.Food), FoodNote: w.FoodNote, Access: joined(w.Access), AccessNote: w.AccessNote, Named: w.Named, At: at}
}

func split(codes string) (list []Need) {
	for _, c := range strings.Fields(codes) {
		list = append(list, Need(c))
	}
	return list
}

func joined(list []Need) string {
	all := make([]string, len(list))
	for i, n := range list {
		all[i] = string(n)
	}
	return strings.Join(all, " ")
}
