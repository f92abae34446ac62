package attendance

import (
	"context"
	"embed"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// Routes lists every door into this capability.
var Routes = []web.Route{
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/fremmoede", For: web.SignedIn, Do: showDoor},
	{Pattern: "POST /netvaerk/{slug}/moeder/{date}/fremmoede", For: web.SignedIn, Do: postDoor},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/fremmoede/nu", For: web.SignedIn, Do: showNow},
	{Pattern: "POST /netvaerk/{slug}/moeder/{date}/fremmoede/send", For: web.SignedIn, MaxBody: largeSending, Do: receive},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/fremmoede-offline.js", For: web.Public, Do: web.Worker("attendance-offline.js")},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/adgangskort", For: web.SignedIn, Do: showPass},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/skilte", For: web.SignedIn, Do: showCards},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/navneskilte.pdf", For: web.SignedIn, Do: badgeFile},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/bordkort.pdf", For: web.SignedIn, Do: tableCardFile},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/koereplan", For: web.StaffOnly, Do: showPlan},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/koereplan.pdf", For: web.StaffOnly, Do: planFile},
	{Pattern: "POST /netvaerk/{slug}/moeder/{date}/koereplan", For: web.StaffOnly, Do: postPlan},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/behov", For: web.StaffOnly, Do: showNeeds},
	{Pattern: "POST /netvaerk/{slug}/moeder/{date}/behov", For: web.StaffOnly, Do: postNeeds},
	{Pattern: "GET /netvaerk/{slug}/moeder/{date}/mine-behov", For: web.SignedIn, Do: showOwnNeeds},
	{Pattern: "POST /netvaerk/{slug}/moeder/{date}/mine-behov", For: web.SignedIn, Do: postOwnNeeds},
	{Pattern: "GET /medvirkende/{kode}", For: web.Public, Do: web.Unkept(showPart)},
	{Pattern: "GET /medvirkende/{kode}/koereplan.pdf", For: web.Public, Do: web.Unkept(partFile)},
	{Pattern: "GET /indtjek/{kode}", For: web.SignedIn, Do: web.Unkept(showCheckIn)},
	{Pattern: "POST /indtjek/{kode}", For: web.SignedIn, Do: web.Unkept(checkIn)},
}

// largeSending is room for what a device has marked in an hour, in bytes.
const largeSending = 128 << 10

// DoorPath is where a meeting's guests are received.
func DoorPath(p programme.Programme, m meeting.Meeting) string {
	return meeting.Path(p, m) + "/fremmoede"
}

// PassPath is where somebody with a seat finds their check-in code.
func PassPath(p programme.Programme, m meeting.Meeting) string {
	return meeting.Path(p, m) + "/adgangskort"
}

// scene is the meeting of an address.
type scene struct {
	Programme programme.Programme
	Meeting   meeting.Meeting
	Today     when.Date
}

// find finds the meeting of the address. It has moved when to is not empty: to is
// then its own address.
func find(ctx context.Context, tx *db.Tx, r *http.Request) (s scene, to string, err error) {
	var renamed, moved bool
	if s.Programme, renamed, err = programme.BySlug(ctx, tx, web.KindNetwork, r.PathValue("slug")); err != nil {
		return s, "", err
	}
	if s.Meeting, moved, err = meeting.BySlug(ctx, tx, s.Programme.ID, r.PathValue("date")); err != nil {
		return s, "", err
	}
	s.Today = when.On(tx.Now)
	if renamed || moved {
		to = meeting.Path(s.Programme, s.Meeting)
	}
	return s, to, nil
}

// reading runs fn on one snapshot, about the meeting in the address. Where the
// meeting has moved, moved is its page there.
func reading(s *web.Site, r *http.Request, fn func(context.Context, *db.Tx, scene) error) (moved string, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		sc, to, err := find(ctx, tx, r)
		if err != nil || to != "" {
			moved = to
			return err
		}
		return fn(ctx, tx, sc)
	})
	return moved, err
}

// writing is reading for a command.
func writing(s *web.Site, r *http.Request, fn func(context.Context, *db.Tx, scene) error) (moved string, err error) {
	err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		sc, to, err := find(ctx, tx, r)
		if err != nil || to != "" {
			moved = to
			return err
		}
		return fn(ctx, tx, sc)
	})
	return moved, err
}

// head is the band of a page below a meeting's.
func (s scene) head(ctx context.Context, here string) web.Head {
	return web.Head{
		Kind: s.Programme.Kind, Title: here, Lead: s.Meeting.Title + ", " + s.Meeting.When(ctx), Plain: true,
		Crumbs: []web.Crumb{
			{Text: s.Programme.Name, Href: s.Programme.Path()},
			{Text: i18n.F(ctx, "attendance.meeting_on", i18n.Args{"Day": when.Day(ctx, s.Meeting.Day)}), Href: meeting.Path(s.Programme, s.Meeting)},
			{Text: here},
		},
	}
}

// menu is the href of the programme's menu item that all these pages belong under.
func (s scene) menu() string { return s.Programme.Path() + "/moeder" }

// told is somebody as the cards and lists name them.
func told(p people.Person, o people.Org) string {
	if p.Title == "" {
		return o.Name
	}
	return p.Title + ", " + o.Name
}
