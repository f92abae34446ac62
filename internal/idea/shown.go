package idea

import (
	"context"

	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// word is what a kind of idea is called.
func (k Kind) word(ctx context.Context) string {
	if k == Dilemma {
		return i18n.T(ctx, "idea.dilemma")
	}
	return i18n.T(ctx, "idea.theme")
}

// tag says what has become of the idea.
func (c Card) tag(ctx context.Context) web.TagData {
	switch c.State {
	case Discussed:
		return web.TagData{Tone: web.ToneInfo, Text: i18n.T(ctx, "idea.discussed")}
	case Planned:
		if c.M.State == meeting.Cancelled {
			return web.TagData{Tone: web.ToneWarn, Text: i18n.F(ctx, "idea.cancelled_for", i18n.Args{"Day": when.Day(ctx, c.M.Day)})}
		}
		return web.TagData{Tone: web.ToneOK, Icon: "check", Text: i18n.F(ctx, "idea.planned_for", i18n.Args{"Day": when.Day(ctx, c.M.Day)})}
	case Aside:
		return web.TagData{Text: i18n.T(ctx, "idea.aside")}
	case United:
		return web.TagData{Text: i18n.T(ctx, "idea.united")}
	}
	return web.TagData{Tone: web.ToneWarn, Text: i18n.T(ctx, "idea.new")}
}

// from says whose it is, and who sees it, as far as the reader is told.
func (c Card) from(ctx context.Context, r reader) string {
	who := i18n.T(ctx, "idea.from_somebody")
	switch {
	case c.Mine:
		who = i18n.T(ctx, "idea.yours")
	case c.Giver != "" && c.Org != "":
		who = c.Giver + ", " + c.Org
	case c.Giver != "":
		who = c.Giver
	}
	if !r.Staff && !c.Mine {
		return who
	}
	switch c.Shown {
	case Unnamed:
		return who + " · " + i18n.T(ctx, "idea.is_unnamed")
	case ToStaff:
		return who + " · " + i18n.T(ctx, "idea.is_hidden")
	}
	return who
}

// heaps are the lists one can choose between.
func (b board) heaps(ctx context.Context) []heapLink {
	list := []heapLink{{openHeap, i18n.T(ctx, "idea.heap_open")}, {usedHeap, i18n.T(ctx, "idea.heap_used")}, {asideHeap, i18n.T(ctx, "idea.heap_aside")}}
	return list
}

type heapLink struct {
	Heap heap
	Text string
}

func (b board) href(h heap) string {
	if h == openHeap {
		return Path(b.Programme)
	}
	return Path(b.Programme) + "?vis=" + string(h)
}

// next is the address of the next page.
func (b board) next() string {
	return Path(b.Programme) + "?vis=" + string(b.Heap) + "&efter=" + string(b.Next)
}

func headOf(ctx context.Context, p programme.Programme, here string) web.Head {
	crumbs := []web.Crumb{{Text: i18n.T(ctx, "web.front"), Href: "/"}, {Text: p.Name, Href: p.Path()}}
	if here == "" {
		return web.Head{Kind: p.Kind, KindText: p.Name, Title: i18n.T(ctx, "idea.title"), Lead: i18n.T(ctx, "idea.lead"), Plain: true,
			Crumbs: append(crumbs, web.Crumb{Text: i18n.T(ctx, "idea.title")})}
	}
	return web.Head{Kind: p.Kind, KindText: p.Name, Title: here, Plain: true,
		Crumbs: append(crumbs, web.Crumb{Text: i18n.T(ctx, "idea.title"), Href: Path(p)}, web.Crumb{Text: here})}
}
