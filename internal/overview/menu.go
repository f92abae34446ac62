package overview

import (
	"context"

	"faelled/internal/access"
	"faelled/internal/i18n"
	"faelled/internal/web"
)

// Menu is the main menu as a viewer needs it: the secretariat's, a contact
// person's, or everybody else's.
func Menu(ctx context.Context, v web.Viewer) []web.MenuItem {
	programmes := web.MenuItem{Text: i18n.T(ctx, "overview.programmes"), Href: cataloguePath}
	dates := web.MenuItem{Text: i18n.T(ctx, "overview.calendar"), Href: "/kalender"}
	told := web.MenuItem{Text: i18n.T(ctx, "overview.news"), Href: newsPath}
	me := web.MenuItem{Text: i18n.T(ctx, "overview.me"), Href: "/mig"}
	approvals := web.MenuItem{Text: i18n.T(ctx, "overview.approvals"), Href: "/godkendelser"}
	invoices := web.MenuItem{Text: i18n.T(ctx, "overview.invoices"), Href: "/fakturaer"}
	switch {
	case v.IsStaff():
		return []web.MenuItem{
			{Text: i18n.T(ctx, "overview.desk"), Href: "/sekretariat"}, programmes, dates, told,
			{Text: i18n.T(ctx, "overview.municipalities"), Href: "/kommuner"}, invoices,
			{Text: i18n.T(ctx, "overview.messages"), Href: "/sekretariat/beskeder"}, me,
		}
	case v.Is(access.Contact, access.At(v.Org)):
		return []web.MenuItem{{Text: i18n.T(ctx, "overview.ours"), Href: "/kommune"}, programmes, dates, told, invoices, me}
	case v.Is(access.Signer, access.At(v.Org)):
		return []web.MenuItem{approvals, programmes, dates, told, me}
	case v.SignedIn():
		return []web.MenuItem{programmes, dates, told, me}
	}
	return []web.MenuItem{programmes, dates, told, {Text: i18n.T(ctx, "overview.about"), Href: "/om"}}
}

// LocalMenu is the menu of one programme: the same items on all its pages. Ideas are
// for those who sign in.
func LocalMenu(ctx context.Context, v web.Viewer, kind web.Kind, programme string) []web.MenuItem {
	items := []web.MenuItem{
		{Text: i18n.T(ctx, "overview.overview"), Href: programme},
		{Text: i18n.T(ctx, "overview.meetings"), Href: programme + "/moeder"},
		{Text: i18n.T(ctx, "overview.material"), Href: programme + "/materialer"},
		{Text: i18n.T(ctx, "overview.members"), Href: programme + "/medlemmer"},
	}
	if v.SignedIn() {
		items = append(items, web.MenuItem{Text: i18n.T(ctx, "overview.ideas"), Href: programme + "/ideer"})
	}
	return items
}
