package interest

import (
	"faelled/internal/audit"
	"faelled/internal/i18n"
	"faelled/internal/personal"
)

// Personal is what the capability's table holds about people.
var Personal = []personal.Holding{{
	Table: "interests", Columns: []string{"email", "person"},
	What: i18n.Key("interest.personal"), Why: i18n.Key("interest.personal_why"), Basis: personal.Consent, Keep: i18n.Key("interest.personal_keep"),
}}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"interest.wanted": i18n.Key("interest.did_want"),
	"interest.ended":  i18n.Key("interest.did_end"),
}
