package material

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// href is where a material is fetched, or leads.
func (s Shown) href() string {
	if s.Link != "" {
		return s.Link
	}
	return s.Path + "/" + string(s.ID)
}

// about is what stands under the title: whom it is from, what it is, how large.
func (s Shown) about(ctx context.Context) string {
	var parts []string
	if s.Speaker != "" {
		parts = append(parts, i18n.F(ctx, "material.from", i18n.Args{"Name": s.Speaker}))
	}
	if s.Link != "" {
		if u, err := url.Parse(s.Link); err == nil {
			parts = append(parts, i18n.F(ctx, "material.link_to", i18n.Args{"Host": strings.TrimPrefix(u.Hostname(), "www.")}))
		}
	} else {
		parts = append(parts, kindName(ctx, s.Filename)+", "+sizeText(ctx, s.Size))
	}
	if s.Staff && s.Link == "" {
		parts = append(parts, i18n.N(ctx, "material.fetched", int(s.Downloads)))
	}
	return strings.Join(parts, " · ")
}

func kindName(ctx context.Context, filename string) string {
	switch filename[strings.LastIndex(filename, ".")+1:] {
	case "pdf":
		return "PDF"
	case "docx":
		return "Word"
	case "pptx", "ppsx":
		return "PowerPoint"
	case "xlsx":
		return "Excel"
	case "odt":
		return i18n.T(ctx, "material.kind_text")
	case "odp":
		return i18n.T(ctx, "material.kind_slides")
	case "ods":
		return i18n.T(ctx, "material.kind_sheet")
	}
	return i18n.T(ctx, "material.kind_picture")
}

// sizeText is "340 KB" or "1,2 MB".
func sizeText(ctx context.Context, bytes int64) string {
	if bytes < 1_000_000 {
		return fmt.Sprint(max(1, bytes/1000), "\u00a0KB")
	}
	text := fmt.Sprintf("%.1f\u00a0MB", float64(bytes)/1_000_000)
	if i18n.Lang(ctx) == "da" {
		text = strings.Replace(text, ".", ",", 1)
	}
	return text
}

// tag says who sees it: to those who see more than others.
func (s Shown) tag(ctx context.Context) web.TagData {
	switch {
	case s.Hidden:
		return web.TagData{Tone: web.ToneWarn, Icon: "time", Text: i18n.F(ctx, "material.shown_from", i18n.Args{"When": when.Moment(ctx, s.ShownFrom)})}
	case !s.Staff:
		return web.TagData{}
	case s.Reach == Public:
		return web.TagData{Tone: web.ToneOK, Text: i18n.T(ctx, "material.public")}
	case s.Reach == Members:
		return web.TagData{Tone: web.ToneInfo, Icon: "lock", Text: i18n.T(ctx, "material.members")}
	}
	return web.TagData{Tone: web.ToneInfo, Icon: "lock", Text: i18n.T(ctx, "material.seated")}
}

// heading is what a group is called, and whether those are Danish words.
func (g Group) heading(ctx context.Context) (text string, stored bool) {
	if g.Meeting.ID == "" {
		return i18n.T(ctx, "material.whole_network"), false
	}
	return g.Meeting.Title, true
}

func headOf(ctx context.Context, p programme.Programme, here string) web.Head {
	crumbs := []web.Crumb{{Text: i18n.T(ctx, "web.front"), Href: "/"}, {Text: p.Name, Href: p.Path()}}
	if here == "" {
		return web.Head{Kind: p.Kind, KindText: p.Name, Title: i18n.T(ctx, "material.title"), Lead: i18n.T(ctx, "material.lead"), Plain: true,
			Crumbs: append(crumbs, web.Crumb{Text: i18n.T(ctx, "material.title")})}
	}
	return web.Head{Kind: p.Kind, KindText: p.Name, Title: here, Plain: true,
		Crumbs: append(crumbs, web.Crumb{Text: i18n.T(ctx, "material.title"), Href: Path(p)}, web.Crumb{Text: here})}
}
