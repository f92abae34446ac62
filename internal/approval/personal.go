package approval

import (
	"context"

	"faelled/internal/audit"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/personal"
)

// Personal is what the capability's tables hold about people.
var Personal = []personal.Holding{
	{
		Table: "approvals", Columns: []string{"person", "request", "decided_by", "reason"}, Basis: personal.PublicTask,
		What: i18n.Key("approval.personal"), Why: i18n.Key("approval.personal_why"), Keep: i18n.Key("approval.personal_keep"),
	},
	{
		Table: "approval_links", Columns: []string{"person"}, Basis: personal.PublicTask,
		What: i18n.Key("approval.personal_links"), Why: i18n.Key("approval.personal_links_why"), Keep: i18n.Key("approval.personal_links_keep"),
	},
}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"approval.asked":     i18n.Key("approval.did_ask"),
	"approval.approved":  i18n.Key("approval.did_approve"),
	"approval.refused":   i18n.Key("approval.did_refuse"),
	"approval.withdrawn": i18n.Key("approval.did_withdraw"),
	"approval.expired":   i18n.Key("approval.did_expire"),
}

// Objects is what requests are called, for the pages that have only ids.
func Objects(ctx context.Context, tx *db.Tx, ids []string) (audit.Names, error) {
	list, err := byIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var orgs []id.Org
	for _, a := range list {
		orgs = append(orgs, a.Org)
	}
	from, err := people.Orgs(ctx, tx, orgs)
	found := audit.Names{}
	for _, a := range list {
		found[string(a.ID)] = audit.Named{
			Text: i18n.F(ctx, "approval.named", i18n.Args{"Org": from[a.Org].OfficialName}), Href: Path(a.ID),
		}
	}
	return found, err
}
