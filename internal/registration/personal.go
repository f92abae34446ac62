package registration

import (
	"faelled/internal/audit"
	"faelled/internal/i18n"
	"faelled/internal/personal"
)

// Personal is what the capability's tables hold about people.
var Personal = []personal.Holding{
	{
		Table: "seats", Columns: []string{"person"},
		What: i18n.Key("registration.personal_seats"), Why: i18n.Key("registration.personal_seats_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("registration.personal_seats_keep"),
	},
	{
		Table: "standbys", Columns: []string{"person"},
		What: i18n.Key("registration.personal_standbys"), Why: i18n.Key("registration.personal_standbys_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("registration.personal_standbys_keep"),
	},
	{
		Table: "former_seats", Columns: []string{"person", "successor"},
		What: i18n.Key("registration.personal_former"), Why: i18n.Key("registration.personal_former_why"),
		Basis: personal.Obligation, Keep: i18n.Key("registration.personal_former_keep"),
	},
	{
		Table: "registrations", Columns: []string{"person", "approved_by", "email", "buyer_ref", "message"},
		What: i18n.Key("registration.personal_sent"), Why: i18n.Key("registration.personal_sent_why"),
		Basis: personal.Obligation, Keep: i18n.Key("registration.personal_sent_keep"),
	},
	{
		Table: "directory_entries", Columns: []string{"person", "show_email", "show_phone", "ask"},
		What: i18n.Key("registration.personal_dir"), Why: i18n.Key("registration.personal_dir_why"),
		Basis: personal.Consent, Keep: i18n.Key("registration.personal_dir_keep"),
	},
	{
		Table: "calendar_links", Columns: []string{"person"},
		What: i18n.Key("registration.personal_links"), Why: i18n.Key("registration.personal_links_why"),
		Basis: personal.Consent, Keep: i18n.Key("registration.personal_links_keep"),
	},
	{
		Table: "registration_drafts", Columns: []string{"person", "data"},
		What: i18n.Key("registration.personal_drafts"), Why: i18n.Key("registration.personal_drafts_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("registration.personal_drafts_keep"),
	},
}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"registration.appeared":    i18n.Key("registration.did_appear"),
	"registration.disappeared": i18n.Key("registration.did_disappear"),
	"registration.excused":     i18n.Key("registration.did_excuse"),
	"registration.moved":       i18n.Key("registration.did_move"),
	"registration.replaced":    i18n.Key("registration.did_replace"),
	"registration.withdrew":    i18n.Key("registration.did_withdraw"),
	"registration.united":      i18n.Key("registration.did_unite"),
	"registration.registered":  i18n.Key("registration.did_register"),
	"registration.link_made":   i18n.Key("registration.did_make_link"),
	"registration.link_closed": i18n.Key("registration.did_close_link"),
}
