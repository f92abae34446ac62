package message

import (
	"faelled/internal/audit"
	"faelled/internal/i18n"
	"faelled/internal/personal"
)

// Personal is what the capability's tables hold about people.
var Personal = []personal.Holding{
	{
		Table: "messages", Columns: []string{"author", "subject", "body"},
		What: i18n.Key("message.personal_messages"), Why: i18n.Key("message.personal_messages_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("message.personal_messages_keep"),
	},
	{
		Table: "message_recipients", Columns: []string{"person", "name", "email", "search", "fields", "state", "why", "token", "door"},
		What: i18n.Key("message.personal_recipients"), Why: i18n.Key("message.personal_recipients_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("message.personal_recipients_keep"),
	},
	{
		Table: "news_doors", Columns: []string{"person", "door"},
		What: i18n.Key("message.personal_doors"), Why: i18n.Key("message.personal_optouts_why"),
		Basis: personal.Obligation, Keep: i18n.Key("message.personal_doors_keep"),
	},
	{
		Table: "message_optouts", Columns: []string{"person", "since"},
		What: i18n.Key("message.personal_optouts"), Why: i18n.Key("message.personal_optouts_why"),
		Basis: personal.Obligation, Keep: i18n.Key("message.personal_optouts_keep"),
	},
}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"message.begun":       i18n.Key("message.did_begin"),
	"message.written":     i18n.Key("message.did_write"),
	"message.deleted":     i18n.Key("message.did_delete"),
	"message.sent":        i18n.Key("message.did_send"),
	"message.scheduled":   i18n.Key("message.did_schedule"),
	"message.held":        i18n.Key("message.did_hold"),
	"message.called_back": i18n.Key("message.did_call_back"),
	"message.paused":      i18n.Key("message.did_pause"),
	"message.resumed":     i18n.Key("message.did_resume"),
	"message.sent_again":  i18n.Key("message.did_send_again"),
	"message.opted_out":   i18n.Key("message.did_opt_out"),
	"message.opted_in":    i18n.Key("message.did_opt_in"),
}
