package renewal

import (
	"faelled/internal/audit"
	"faelled/internal/i18n"
	"faelled/internal/personal"
)

// Personal is what the capability's tables hold about people.
var Personal = []personal.Holding{
	{
		Table: "renewals", Columns: []string{"person", "note"}, Basis: personal.PublicTask,
		What: i18n.Key("renewal.holds_answers"), Why: i18n.Key("renewal.holds_answers_why"), Keep: i18n.Key("renewal.holds_answers_keep"),
	},
	{
		Table: "renewal_rounds", Columns: []string{"person"}, Basis: personal.PublicTask,
		What: i18n.Key("renewal.holds_rounds"), Why: i18n.Key("renewal.holds_answers_why"), Keep: i18n.Key("renewal.holds_answers_keep"),
	},
}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"renewal.opened":   i18n.Key("renewal.trail_opened"),
	"renewal.declined": i18n.Key("renewal.trail_declined"),
	"renewal.ended":    i18n.Key("renewal.trail_ended"),
}
