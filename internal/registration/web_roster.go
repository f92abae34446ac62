package registration

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/tabular"
	"faelled/internal/web"
	"faelled/internal/when"
)

// roster is an organisation's people in a programme.
type roster struct {
	Programme programme.Programme
	Org       people.Org
	Meetings  []meeting.Meeting // not begun, by day
	People    []participant
	Staff     bool
	Today     when.Date
	Done      string // what was just done: doneWithdrawn, doneReplaced or doneMoved
}

// participant is one of them, with the meetings they come to and can still leave.
type participant struct {
	people.Person
	Coming []meeting.Meeting // where they have a seat or wait in line
	Waits  []meeting.Meeting // of those, where they wait
}

// sits are the meetings where they have a seat.
func (p participant) sits() []meeting.Meeting {
	return slices.DeleteFunc(slices.Clone(p.Coming), func(m meeting.Meeting) bool { return slices.ContainsFunc(p.Waits, is(m.ID)) })
}

// What a page tells has just been done.
const (
	doneWithdrawn = "afmeldt"
	doneReplaced  = "skiftet"
	doneMoved     = "flyttet"
)

// RosterPath is where an organisation sees and changes who comes.
func RosterPath(p programme.Programme) string { return p.Path() + "/deltagere" }

// path is the address of the roster, or of one of its people.
func (ro roster) path(who id.Person) string {
	path := RosterPath(ro.Programme)
	if who != "" {
		path += "/" + string(who)
	}
	if ro.Staff {
		path += "?kommune=" + string(ro.Org.ID)
	}
	return path
}

// head says whose people they are: a contact person's own, or to the secretariat
// somebody else's.
func (ro roster) head(ctx context.Context) web.Head {
	crumb, lead := i18n.T(ctx, "registration.roster_crumb"), i18n.T(ctx, "registration.roster_lead")
	if ro.Staff {
		crumb, lead = i18n.T(ctx, "registration.roster_crumb_staff"), i18n.T(ctx, "registration.roster_lead_staff")
	}
	h := headOf(ctx, ro.Programme, crumb)
	h.Title, h.Lead = i18n.F(ctx, "registration.roster_title", i18n.Args{"Org": ro.Org.Name}), lead
	return h
}

// more is where more of them are registered.
func (ro roster) more() string {
	path := ro.Programme.Path() + "/tilmeld"
	if ro.Staff {
		path += "?kommune=" + string(ro.Org.ID)
	}
	return path
}

// roster is the list of the organisation that a receipt is for.
func (f filing) roster() roster {
	return roster{Programme: f.Programme, Org: f.Org, Staff: f.Staff}
}

// loadRoster is the reader's own organisation's; the secretariat names any.
func loadRoster(ctx context.Context, tx *db.Tx, r *http.Request) (ro roster, to string, err error) {
	if ro.Programme, to, err = find(ctx, tx, r); err != nil || to != "" {
		return ro, to, err
	}
	org := tx.Actor.Org
	if ro.Staff = tx.Actor.IsStaff() && !tx.Actor.Is(access.Contact, access.At(org)); ro.Staff {
		org = id.Org(r.FormValue("kommune"))
	}
	if err := mayRegister(tx.Actor, org); err != nil {
		return ro, "", err
	}
	if ro.Org, err = people.OrgByID(ctx, tx, org); err != nil {
		return ro, "", err
	}
	ro.Today = when.On(tx.Now)
	all, err := meeting.InProgramme(ctx, tx, ro.Programme.ID)
	if err != nil {
		return ro, "", err
	}
	ro.Meetings = slices.DeleteFunc(all, func(m meeting.Meeting) bool { return m.State != meeting.Planned || Begun(m, tx.Now) })
	return ro, "", ro.fill(ctx, tx)
}

// fill finds who comes to what, in the order of their names.
func (ro *roster) fill(ctx context.Context, tx *db.Tx) error {
	seats, err := coveredOf(ctx, tx, ro.Programme.ID, ro.Org.ID)
	if err != nil {
		return err
	}
	coming, waits := map[id.Person][]meeting.Meeting{}, map[id.Person][]meeting.Meeting{}
	for _, m := range ro.Meetings {
		for _, s := range seats {
			if s.Meeting != m.ID {
				continue
			}
			coming[s.Person] = append(coming[s.Person], m)
			if s.Standby {
				waits[s.Person] = append(waits[s.Person], m)
			}
		}
	}
	ids := make([]id.Person, 0, len(coming))
	for p := range coming {
		ids = append(ids, p)
	}
	found, err := people.Persons(ctx, tx, ids)
	if err != nil {
		return err
	}
	for p, meetings := range coming {
		ro.People = append(ro.People, participant{found[p], meetings, waits[p]})
	}
	slices.SortFunc(ro.People, func(a, b participant) int { return cmp.Or(cmp.Compare(a.SortKey, b.SortKey), cmp.Compare(a.ID, b.ID)) })
	return nil
}

// one is a person of the roster.
func (ro roster) one(who id.Person) (participant, error) {
	for _, m := range ro.People {
		if m.ID == who {
			return m, nil
		}
	}
	return participant{}, problem.New(problem.NotFound, "registration.not_on_roster")
}

func showRoster(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var ro roster
	var to string
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		ro, to, err = loadRoster(ctx, tx, r)
		return err
	})
	if err != nil {
		return err
	}
	if to != "" {
		web.Redirect(w, r, to)
		return nil
	}
	if f, ok := tabular.Asked(r); ok {
		return ro.export(s, w, r, f)
	}
	ro.Done = r.URL.Query().Get("sket")
	return web.Render(w, r, http.StatusOK, rosterPage(ro))
}
