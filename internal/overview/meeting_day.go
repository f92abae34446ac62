package overview

import (
	"context"

	"faelled/internal/access"
	"faelled/internal/attendance"
	"faelled/internal/db"
	"faelled/internal/evaluation"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
)

// dayView is what a meeting's page tells about the day itself: where the reader
// goes to do their part, and afterwards who of theirs came.
type dayView struct {
	Links []web.MenuItem
	Came  []cameView
}

// cameView is one of the reader's colleagues, and whether they came.
type cameView struct{ Name, State string }

// findCame finds how it stands with a contact person's own people, once the
// meeting has begun.
func (f *meetingFound) findCame(ctx context.Context, tx *db.Tx) error {
	if len(f.Seats) == 0 || tx.Actor.IsStaff() || !registration.Begun(f.M, tx.Now) {
		return nil
	}
	found, err := attendance.OfOrg(ctx, tx, tx.Actor.Org, f.M.ID)
	f.Roll = found[f.M.ID]
	return err
}

// findAsked finds what the reader is asked for, where they have a seat.
func (f *meetingFound) findAsked(ctx context.Context, tx *db.Tx) (err error) {
	if f.chance.Own.Me {
		f.Asked, err = attendance.AskedAt(ctx, tx, f.M)
	}
	return err
}

// findRated finds whether a member can read what others thought of the meeting, and
// what the secretariat tells of it.
func (f *meetingFound) findRated(ctx context.Context, tx *db.Tx) (err error) {
	if !tx.Actor.SignedIn() || tx.Actor.IsStaff() || !f.M.Over(tx.Now) {
		return nil
	}
	if _, f.Rated, err = evaluation.Means(ctx, tx, f.P.ID, f.M.ID); err != nil {
		return err
	}
	_, f.Told, err = evaluation.ReadSummary(ctx, tx, f.M)
	return err
}

// day is what the reader does on the day.
func (f meetingFound) day(ctx context.Context, who web.Viewer) (v dayView) {
	if f.chance.Own.Me && !f.M.Over(f.chance.Now) && attendance.HasDoor(f.M) {
		v.Links = append(v.Links, web.MenuItem{Text: i18n.T(ctx, "overview.day_pass"), Href: attendance.PassPath(f.P, f.M)})
	}
	if f.Asked.Any() {
		v.Links = append(v.Links, web.MenuItem{Text: i18n.T(ctx, "overview.day_needs"), Href: attendance.OwnNeedsPath(f.P, f.M)})
	}
	switch {
	case who.IsStaff():
		v.Links = append(v.Links, staffDay(ctx, f.P, f.M)...)
	case who.Is(access.Moderator, access.In(f.P.ID)):
		v.Links = append(v.Links, web.MenuItem{Text: i18n.T(ctx, "overview.day_door"), Href: attendance.DoorPath(f.P, f.M)})
	}
	if f.Told {
		v.Links = append(v.Links, web.MenuItem{Text: i18n.T(ctx, "overview.day_summary"), Href: evaluation.SummaryPath(f.P, f.M)})
	}
	if f.Rated {
		v.Links = append(v.Links, web.MenuItem{Text: i18n.T(ctx, "overview.day_rated"), Href: evaluation.Path(f.P, f.M)})
	}
	if who.IsStaff() || len(f.Roll) == 0 {
		return v
	}
	for _, s := range f.Seats {
		v.Came = append(v.Came, cameView{f.Guests[s.Person].Name, f.Roll[s.Person].State.Word(ctx)})
	}
	return v
}

// doorsOf is a meeting of the next days on the desk, and what the secretariat does
// for it.
type doorsOf struct {
	Title string
	Links []web.MenuItem
}

func (f deskFound) doors(ctx context.Context, m meeting.Meeting) doorsOf {
	return doorsOf{title(ctx, m), staffDay(ctx, f.programme(m.Programme), m)}
}

// staffDay is where the secretariat goes about the day of a meeting.
func staffDay(ctx context.Context, p programme.Programme, m meeting.Meeting) []web.MenuItem {
	links := []web.MenuItem{
		{Text: i18n.T(ctx, "overview.day_attending"), Href: registration.AttendingPath(p, m.ID)},
		{Text: i18n.T(ctx, "overview.day_plan"), Href: attendance.PlanPath(p, m)},
		{Text: i18n.T(ctx, "overview.day_door"), Href: attendance.DoorPath(p, m)},
	}
	if attendance.HasDoor(m) {
		links = append(links, web.MenuItem{Text: i18n.T(ctx, "overview.day_cards"), Href: attendance.CardsPath(p, m)})
	}
	return append(links,
		web.MenuItem{Text: i18n.T(ctx, "overview.day_needs"), Href: attendance.NeedsPath(p, m)},
		web.MenuItem{Text: i18n.T(ctx, "overview.day_evaluation"), Href: evaluation.Path(p, m)},
		web.MenuItem{Text: i18n.T(ctx, "overview.day_summary"), Href: evaluation.SummaryPath(p, m)},
	)
}
