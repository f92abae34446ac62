package programme

import (
	"faelled/internal/audit"
	"faelled/internal/i18n"
	"faelled/internal/personal"
)

// Personal is what the capability's tables hold about people.
var Personal = []personal.Holding{
	{
		Table: "programmes", Columns: []string{"email"},
		What: i18n.Key("programme.personal_email"), Why: i18n.Key("programme.personal_email_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("programme.personal_keep"),
	},
	{
		Table: "programme_contacts", Columns: []string{"person"},
		What: i18n.Key("programme.personal_contacts"), Why: i18n.Key("programme.personal_contacts_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("programme.personal_keep"),
	},
}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"programme.added":     i18n.Key("programme.trail_added"),
	"programme.edited":    i18n.Key("programme.trail_edited"),
	"programme.published": i18n.Key("programme.trail_published"),
	"programme.withdrawn": i18n.Key("programme.trail_withdrawn"),
}
