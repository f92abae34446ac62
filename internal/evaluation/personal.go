package evaluation

import (
	"faelled/internal/audit"
	"faelled/internal/i18n"
	"faelled/internal/personal"
)

// Personal is what the capability's tables hold about people.
var Personal = []personal.Holding{
	{
		Table: "evaluation_invites", Columns: []string{"person"},
		What: i18n.Key("evaluation.personal_invites"), Why: i18n.Key("evaluation.personal_invites_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("evaluation.personal_invites_keep"),
	},
	{
		Table: "evaluation_doors", Columns: []string{"person", "token"},
		What: i18n.Key("evaluation.personal_doors"), Why: i18n.Key("evaluation.personal_invites_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("evaluation.personal_invites_keep"),
	},
	{
		Table: "evaluation_answers", Columns: []string{"text"},
		What: i18n.Key("evaluation.personal_answers"), Why: i18n.Key("evaluation.personal_answers_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("evaluation.personal_answers_keep"),
	},
	{
		Table: "meeting_summaries", Columns: []string{"body"},
		What: i18n.Key("evaluation.personal_summary"), Why: i18n.Key("evaluation.personal_summary_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("evaluation.personal_summary_keep"),
	},
}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"evaluation.asked":  i18n.Key("evaluation.did_ask"),
	"evaluation.closed": i18n.Key("evaluation.did_close"),
	"evaluation.on":     i18n.Key("evaluation.did_on"),
	"evaluation.off":    i18n.Key("evaluation.did_off"),

	"evaluation.summary_written": i18n.Key("evaluation.did_write_summary"),
	"evaluation.summary_sent":    i18n.Key("evaluation.did_send_summary"),
}
