package overview

import (
	"context"
	"net/http"
	"slices"

	"faelled/internal/attendance"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/evaluation"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// resultPath is where the secretariat reads how a season went.
func resultPath(p programme.Programme) string { return programme.StaffPath(p.ID) + "/resultat" }

// sum is an amount, which may be not known.
type sum struct {
	money.Money
	Known bool
}

func known(m money.Money) sum { return sum{m, true} }

// plus adds what is known; nothing and nothing is not known.
func (s sum) plus(o sum) sum {
	switch {
	case !o.Known:
		return s
	case !s.Known:
		return o
	}
	return known(s.Add(o.Money))
}

// minus is not known unless both are.
func (s sum) minus(o sum) sum {
	if !s.Known || !o.Known {
		return sum{}
	}
	return known(s.Sub(o.Money))
}

// meetingResult is how one meeting went.
type meetingResult struct {
	M      meeting.Meeting
	Seats  int64
	Roll   attendance.Roll
	Income sum
	Costs  map[meeting.CostKind]sum
	Rated  evaluation.Result
}

// cost is all that was agreed.
func (m meetingResult) cost() (all sum) {
	for _, c := range m.Costs {
		all = all.plus(c)
	}
	return all
}

// came is how many were there, of those with a seat; ok tells whether anybody
// noted it.
func (m meetingResult) came() (n int64, ok bool) {
	for _, e := range m.Roll {
		if e.State == attendance.Came || e.State == attendance.Late {
			n++
		}
	}
	return n, n > 0
}

// season is how one season went.
type season struct {
	P        programme.Programme
	Members  int64
	People   int64
	Income   sum // with what belongs to no meeting
	Meetings []meetingResult
}

func (s season) cost(kind meeting.CostKind) (all sum) {
	for _, m := range s.Meetings {
		all = all.plus(m.Costs[kind])
	}
	return all
}

func (s season) costs() (all sum) {
	for _, m := range s.Meetings {
		all = all.plus(m.cost())
	}
	return all
}

// share is how many of those with a seat came, in per cent, over the meetings where
// it was noted.
func (s season) share() (percent int64, ok bool) {
	var came, seats int64
	for _, m := range s.Meetings {
		if n, noted := m.came(); noted {
			came, seats = came+n, seats+m.Seats
		}
	}
	if seats == 0 {
		return 0, false
	}
	return (200*came + seats) / (2 * seats), true
}

// rated is what people got out of the meetings, each answer weighing the same.
func (s season) rated() (mean evaluation.Tenths, answers int64) {
	var all int64
	for _, m := range s.Meetings {
		all, answers = all+int64(m.Rated.Gain)*m.Rated.N, answers+m.Rated.N
	}
	if answers == 0 {
		return 0, 0
	}
	return evaluation.Tenths((2*all + answers) / (2 * answers)), answers
}

// resultView is a season, and the one before it when there is one.
type resultView struct {
	Now, Before season
	Compared    bool
}

// loadResult finds how a programme went, and its season before. For the
// secretariat.
func loadResult(ctx context.Context, tx *db.Tx, one id.Programme) (v resultView, err error) {
	p, err := programme.ByID(ctx, tx, one)
	if err != nil {
		return v, err
	}
	if v.Now, err = loadSeason(ctx, tx, p); err != nil || p.Previous == "" {
		return v, err
	}
	before, err := programme.ByID(ctx, tx, p.Previous)
	if err != nil {
		return v, err
	}
	v.Compared = true
	v.Before, err = loadSeason(ctx, tx, before)
	return v, err
}

func loadSeason(ctx context.Context, tx *db.Tx, p programme.Programme) (s season, err error) {
	s.P = p
	income, err := billing.Income(ctx, tx, p.ID)
	if err != nil {
		return s, err
	}
	for _, m := range income[p.ID] {
		s.Income = s.Income.plus(known(m))
	}
	joined, err := registration.AttendanceOf(ctx, tx, p.ID, nil)
	if err != nil {
		return s, err
	}
	s.Members, s.People = int64(len(joined.Members)), joined.People
	list, err := meeting.InProgramme(ctx, tx, p.ID)
	if err != nil {
		return s, err
	}
	s.Meetings, err = loadMeetings(ctx, tx, list)
	for i, m := range s.Meetings {
		if paid, ok := income[p.ID][m.M.ID]; ok {
			s.Meetings[i].Income = known(paid)
		}
	}
	return s, err
}

func loadMeetings(ctx context.Context, tx *db.Tx, list []meeting.Meeting) ([]meetingResult, error) {
	ids := make([]id.Meeting, len(list))
	for i, m := range list {
		ids[i] = m.ID
	}
	costs, err := meeting.Costs(ctx, tx, ids...)
	if err != nil {
		return nil, err
	}
	counts, err := registration.CountBy(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	rolls, err := attendance.Of(ctx, tx, ids...)
	if err != nil {
		return nil, err
	}
	rated, err := evaluation.Of(ctx, tx, ids...)
	all := make([]meetingResult, len(list))
	for i, m := range list {
		all[i] = meetingResult{M: m, Seats: counts[m.ID].People, Roll: rolls[m.ID], Costs: map[meeting.CostKind]sum{}, Rated: rated[m.ID]}
		for _, c := range costs[m.ID] {
			all[i].Costs[c.Kind] = all[i].Costs[c.Kind].plus(known(c.Amount()))
		}
	}
	return all, err
}

// result is the page, or its meetings as a table to save.
func result(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v resultView
	err := read(s, r, func(ctx context.Context, tx *db.Tx) (err error) {
		v, err = loadResult(ctx, tx, id.Programme(r.PathValue("id")))
		return err
	})
	if err != nil {
		return err
	}
	if f, ok := tabular.Asked(r); ok {
		return tabular.Send(s, w, r, f, v.sheet(r.Context()))
	}
	return web.Render(w, r, http.StatusOK, resultPage(v))
}

// sheet has a row for each meeting of both seasons.
func (v resultView) sheet(ctx context.Context) tabular.Sheet {
	columns := []string{
		i18n.T(ctx, "overview.result_season"), i18n.T(ctx, "overview.day"), i18n.T(ctx, "overview.meeting"), i18n.T(ctx, "overview.result_state"), i18n.T(ctx, "overview.result_seats"), i18n.T(ctx, "overview.result_came"),
		i18n.T(ctx, "overview.result_income"),
	}
	for _, kind := range meeting.CostKinds {
		columns = append(columns, kind.Word(ctx))
	}
	columns = append(columns, i18n.T(ctx, "overview.result_costs"), i18n.T(ctx, "overview.result_left"), i18n.T(ctx, "overview.result_gain"), i18n.T(ctx, "overview.result_answers"))
	var rows [][]tabular.Cell
	for _, s := range []season{v.Before, v.Now} {
		for _, m := range s.Meetings {
			rows = append(rows, m.cells(ctx, s.P))
		}
	}
	return tabular.Sheet{
		Name: i18n.F(ctx, "overview.result_of", i18n.Args{"Name": v.Now.P.Name}), Columns: columns,
		Rows: tabular.All(rows, func(row []tabular.Cell) []tabular.Cell { return row }),
	}
}

// cells is one row of the sheet. What is not known is an empty cell, that sums
// leave out.
func (m meetingResult) cells(ctx context.Context, p programme.Programme) []tabular.Cell {
	cell := func(s sum) tabular.Cell {
		if !s.Known {
			return tabular.Text("")
		}
		return tabular.Money(s.Money)
	}
	state := i18n.T(ctx, "overview.result_planned")
	if m.M.State == meeting.Cancelled {
		state = i18n.T(ctx, "overview.cancelled")
	}
	came := tabular.Text("")
	if n, ok := m.came(); ok {
		came = tabular.Int(n)
	}
	row := slices.Concat(tabular.Texts(p.Name), []tabular.Cell{tabular.Day(m.M.Day)}, tabular.Texts(m.M.Title, state), []tabular.Cell{tabular.Int(m.Seats), came, cell(m.Income)})
	for _, kind := range meeting.CostKinds {
		row = append(row, cell(m.Costs[kind]))
	}
	row = append(row, cell(m.cost()), cell(m.Income.minus(m.cost())))
	if !m.Rated.Shown() {
		return append(row, tabular.Texts("", "")...)
	}
	return append(row, tabular.Text(m.Rated.Gain.In(i18n.Lang(ctx))), tabular.Int(m.Rated.N))
}
