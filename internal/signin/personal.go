package signin

import (
	"faelled/internal/audit"
	"faelled/internal/i18n"
	"faelled/internal/personal"
)

// Personal is what signing in keeps about people.
var Personal = []personal.Holding{
	{
		Table: "sign_ins", Columns: []string{"email", "next", "lang", "asked_at"}, Basis: personal.Interest,
		What: i18n.Key("signin.what_sign_ins"), Why: i18n.Key("signin.why_sign_ins"), Keep: i18n.Key("signin.keep_sign_ins"),
	},
	{
		Table: "sessions", Columns: []string{"person", "browser", "opened_at", "seen_at"}, Basis: personal.Contract,
		What: i18n.Key("signin.what_sessions"), Why: i18n.Key("signin.why_sessions"), Keep: i18n.Key("signin.keep_sessions"),
	},
}

// Sentences say what the trail's codes mean.
var Sentences = audit.Sentences{
	"signin.opened":     i18n.Key("signin.did_open"),
	"signin.closed":     i18n.Key("signin.did_close"),
	"signin.closed_all": i18n.Key("signin.did_close_all"),
}
