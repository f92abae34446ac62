package overview

import (
	"context"
	"slices"
	"time"

	"faelled/internal/access"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/registration"
	"faelled/internal/web"
)

// chance is all that decides how a meeting is shown to somebody: what they have
// there, and whether they could have more.
type chance struct {
	Now    time.Time
	Open   bool // to organisations that are not members
	Member bool // the viewer's organisation is one
	Own    registration.Own
	Queued int64 // of the viewer's organisation who wait, where that is told
	Taken  int64 // places gone for whoever comes now, see registration.Count.Ahead; counted only where they are limited
}

// may tells whether a seat at the meeting could be had.
func (c chance) may(m meeting.Meeting) bool {
	return m.State == meeting.Planned && !registration.Begun(m, c.Now) && (c.Member || c.Open) && !c.full(m)
}

func (c chance) full(m meeting.Meeting) bool { return m.Capacity > 0 && c.Taken >= m.Capacity }

// few is a tenth of the seats left, or less.
func (c chance) few(m meeting.Meeting) bool {
	return m.Capacity > 0 && (m.Capacity-c.Taken)*10 <= m.Capacity
}

// member tells whether the actor's organisation takes part.
func member(a registration.Attendance, who access.Actor) bool {
	return who.Org != "" && slices.ContainsFunc(a.Members, func(m registration.Member) bool { return m.Org == who.Org })
}

// tag says how a meeting stands, in the order of what matters most.
func tag(ctx context.Context, m meeting.Meeting, c chance) web.TagData {
	switch {
	case m.State == meeting.Cancelled:
		return web.TagData{Tone: web.ToneErr, Text: i18n.T(ctx, "overview.tag_cancelled")}
	case m.Over(c.Now):
		return web.TagData{Text: i18n.T(ctx, "overview.tag_over")}
	case c.Own.Me && c.Own.Ours > 1:
		return web.TagData{Tone: web.ToneOK, Icon: "check", Text: i18n.N(ctx, "overview.tag_me_and", int(c.Own.Ours-1))}
	case c.Own.Me:
		return web.TagData{Tone: web.ToneOK, Icon: "check", Text: i18n.T(ctx, "overview.tag_me")}
	case c.Own.Ours > 0:
		return web.TagData{Tone: web.ToneOK, Icon: "check", Text: i18n.N(ctx, "overview.tag_ours", int(c.Own.Ours))}
	case registration.Begun(m, c.Now):
		return web.TagData{Tone: web.ToneThread, Text: i18n.T(ctx, "overview.tag_now")}
	case c.Queued > 0:
		return web.TagData{Tone: web.ToneWarn, Text: i18n.N(ctx, "overview.tag_queued", int(c.Queued))}
	case c.full(m):
		return web.TagData{Tone: web.ToneWarn, Text: i18n.T(ctx, "overview.tag_full")}
	case !c.may(m):
		return web.TagData{Text: i18n.T(ctx, "overview.tag_members")}
	case c.few(m):
		return web.TagData{Tone: web.ToneWarn, Text: i18n.T(ctx, "overview.tag_few")}
	}
	return web.TagData{Tone: web.ToneOK, Text: i18n.T(ctx, "overview.tag_open")}
}

// quiet leaves the tag of an ordinary meeting at the first of each programme: a
// column of the same words says nothing.
func quiet(ctx context.Context, rows []row) []row {
	said, open := map[string]bool{}, i18n.T(ctx, "overview.tag_open")
	for i := range rows {
		if r := &rows[i]; r.Tag.Text == open {
			if said[r.Of] {
				r.Tag = web.TagData{}
			}
			said[r.Of] = true
		}
	}
	return rows
}

// fullTag says that one may join, but not sit yet.
func fullTag(ctx context.Context) web.TagData {
	return web.TagData{Tone: web.ToneWarn, Text: i18n.T(ctx, "overview.full_wait")}
}

// openTag says whether new organisations may join a programme.
func openTag(ctx context.Context, open bool) web.TagData {
	if open {
		return web.TagData{Tone: web.ToneOK, Icon: "check", Text: i18n.T(ctx, "overview.open")}
	}
	return web.TagData{Text: i18n.T(ctx, "overview.closed")}
}
