package renewal

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/tabular"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Routes lists every door into this capability.
var Routes = []web.Route{
	{Pattern: "GET /sekretariat/forloeb/{id}/fornyelse", For: web.StaffOnly, Do: showRound},
	{Pattern: "POST /sekretariat/forloeb/{id}/fornyelse", For: web.StaffOnly, Do: postRound},
	{Pattern: "GET /netvaerk/{slug}/fornyelse", For: web.SignedIn, Do: showAnswer},
	{Pattern: "POST /netvaerk/{slug}/fornyelse/ja", For: web.SignedIn, Do: postYes},
	{Pattern: "POST /netvaerk/{slug}/fornyelse/nej", For: web.SignedIn, Do: postNo},
}

// roundView is all that the secretariat's page may see.
type roundView struct {
	Season   programme.Programme // the next
	Old      programme.Programme
	Round    Round
	Opened   bool
	Rows     []roundRow // by name
	Fallback string     // as typed, before it is opened
	Due      string
	Faults   problem.Fields
	Saved    bool
}

// roundRow is one organisation.
type roundRow struct {
	Answer
	Org      people.Org
	People   int64 // last season
	Contacts int   // who can answer
	By       string
}

func showRound(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return roundPageOf(s, w, r, http.StatusOK, roundView{Saved: r.URL.Query().Has("spurgt")})
}

// postRound asks everybody, or shows what is wrong.
func postRound(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v := roundView{Fallback: r.PostFormValue("fallback"), Due: r.PostFormValue("due")}
	next := id.Programme(r.PathValue("id"))
	var unread problem.Fields
	round := Round{Programme: next, Fallback: Fallback(v.Fallback), Due: programme.ParseDay(&unread, "due", v.Due)}
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		err := Open(ctx, tx, round)
		if faults, ok := problem.FieldsOf(err); ok && len(unread) > 0 {
			return append(unread, slices.DeleteFunc(faults, func(f problem.Field) bool { return f.Name == "due" })...).Err()
		}
		return err
	})
	if faults, ok := problem.FieldsOf(err); ok {
		v.Faults = faults
		return roundPageOf(s, w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, StaffPath(next)+"?spurgt=1")
}

func roundPageOf(s *web.Site, w http.ResponseWriter, r *http.Request, status int, v roundView) error {
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return v.load(ctx, tx, id.Programme(r.PathValue("id")))
	})
	if err != nil {
		return err
	}
	if f, ok := tabular.Asked(r); ok && r.Method == http.MethodGet {
		return v.export(s, w, r, f)
	}
	return web.Render(w, r, status, roundPage(v))
}

func (v *roundView) load(ctx context.Context, tx *db.Tx, next id.Programme) (err error) {
	if err := mayRun(tx.Actor); err != nil {
		return err
	}
	if v.Season, err = programme.ByID(ctx, tx, next); err != nil {
		return err
	}
	if v.Season.Previous == "" {
		return problem.New(problem.NotFound, "renewal.no_previous")
	}
	if v.Old, err = programme.ByID(ctx, tx, v.Season.Previous); err != nil {
		return err
	}
	if v.Round, v.Opened, err = roundOf(ctx, tx, next); err != nil {
		return err
	}
	if v.Fallback == "" {
		before, had, err := roundOf(ctx, tx, v.Old.ID)
		if err != nil {
			return err
		}
		v.Fallback = string(before.habit(had))
	}
	members, err := registration.Members(ctx, tx, v.Old.ID)
	if err != nil {
		return err
	}
	answers, err := Answers(ctx, tx, next)
	if err != nil {
		return err
	}
	return v.fill(ctx, tx, members, answers)
}

// fill joins last season's members and what they answered. Before the round is
// opened they are those that will be asked.
func (v *roundView) fill(ctx context.Context, tx *db.Tx, members []registration.Membership, answers []Answer) error {
	given := map[id.Org]Answer{}
	var orgs []id.Org
	var persons []id.Person
	for _, a := range answers {
		given[a.Org] = a
		if a.Person != "" {
			persons = append(persons, a.Person)
		}
	}
	for _, m := range members {
		orgs = append(orgs, m.Org)
	}
	known, err := people.Orgs(ctx, tx, orgs)
	if err != nil {
		return err
	}
	who, err := people.Persons(ctx, tx, persons)
	if err != nil {
		return err
	}
	contacts, err := people.ContactCounts(ctx, tx, orgs)
	if err != nil {
		return err
	}
	for _, m := range members {
		a, asked := given[m.Org]
		if v.Opened && !asked {
			continue // joined the old season after the round was opened
		}
		v.Rows = append(v.Rows, roundRow{Answer: a, Org: known[m.Org], People: m.People, Contacts: contacts[m.Org], By: who[a.Person].Name})
	}
	slices.SortFunc(v.Rows, func(a, b roundRow) int {
		return cmp.Or(cmp.Compare(a.Org.SortKey, b.Org.SortKey), cmp.Compare(a.Org.ID, b.Org.ID))
	})
	return nil
}

// count is how many stand in each way.
func (v roundView) count(is func(Answer) bool) (n int) {
	for _, r := range v.Rows {
		if is(r.Answer) {
			n++
		}
	}
	return n
}

func stays(a Answer) bool  { return a.Member }
func leaves(a Answer) bool { return !a.Member && (a.State == Declined || a.State == Lapsed) }
func waits(a Answer) bool  { return !a.Member && a.State == Asked }
func stuck(a Answer) bool  { return !a.Member && a.State == Stuck }

// tag is how an organisation stands, in a word.
func (a Answer) tag(ctx context.Context) web.TagData {
	switch {
	case a.Member:
		return web.TagData{Tone: web.ToneOK, Icon: "check", Text: i18n.T(ctx, "renewal.state_stays")}
	case a.State == Declined:
		return web.TagData{Tone: web.ToneErr, Text: i18n.T(ctx, "renewal.state_stops")}
	case a.State == Lapsed:
		return web.TagData{Tone: web.ToneErr, Text: i18n.T(ctx, "renewal.state_lapsed")}
	case a.State == Stuck:
		return web.TagData{Tone: web.ToneErr, Icon: "warning", Text: i18n.T(ctx, "renewal.state_stuck")}
	}
	return web.TagData{Tone: web.ToneWarn, Text: i18n.T(ctx, "renewal.state_waits")}
}

// said is why they stop, in words; empty when they have not said.
func (a Answer) said(ctx context.Context) string {
	for _, w := range reasons {
		if a.State == Declined && !a.Member && w.Reason == a.Reason {
			return i18n.T(ctx, string(w.Text))
		}
	}
	return ""
}

// given are the reasons of those who stop, those that most gave first.
func (v roundView) given(ctx context.Context) (lines []string) {
	counts := map[Reason]int{}
	for _, r := range v.Rows {
		if leaves(r.Answer) && r.State == Declined {
			counts[r.Reason]++
		}
	}
	list := slices.Clone(reasons)
	slices.SortStableFunc(list, func(a, b why) int { return counts[b.Reason] - counts[a.Reason] })
	for _, w := range list {
		if n := counts[w.Reason]; n > 0 {
			lines = append(lines, i18n.F(ctx, "renewal.reason_count", i18n.Args{"Reason": i18n.T(ctx, string(w.Text)), "N": n}))
		}
	}
	return lines
}

func (v roundView) stats(ctx context.Context) []web.Stat {
	all := []web.Stat{
		{Value: number(v.count(stays)), Text: i18n.T(ctx, "renewal.stat_stay"), Tone: web.ToneOK},
		{Value: number(v.count(leaves)), Text: i18n.T(ctx, "renewal.stat_stop")},
		{Value: number(v.count(waits)), Text: i18n.T(ctx, "renewal.stat_wait"), Sub: i18n.F(ctx, "renewal.stat_due", i18n.Args{"Day": when.Day(ctx, v.Round.Due)})},
	}
	if n := v.count(stuck); n > 0 {
		all = append(all, web.Stat{Value: number(n), Text: i18n.T(ctx, "renewal.stat_stuck"), Tone: web.ToneErr})
	}
	return all
}
