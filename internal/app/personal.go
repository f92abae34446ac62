package app

import (
	"slices"

	"faelled/internal/approval"
	"faelled/internal/attendance"
	"faelled/internal/billing"
	"faelled/internal/evaluation"
	"faelled/internal/i18n"
	"faelled/internal/idea"
	"faelled/internal/interest"
	"faelled/internal/jobs"
	"faelled/internal/material"
	"faelled/internal/meeting"
	"faelled/internal/message"
	"faelled/internal/news"
	"faelled/internal/people"
	"faelled/internal/personal"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/renewal"
	"faelled/internal/signin"
	"faelled/internal/waiting"
)

// Holdings is everything personal that the house keeps: what, why and how long.
func Holdings() []personal.Holding {
	return slices.Concat(
		own,
		jobs.Personal,
		people.Personal,
		signin.Personal,
		programme.Personal,
		meeting.Personal,
		billing.Personal,
		registration.Personal,
		attendance.Personal,
		approval.Personal,
		message.Personal,
		renewal.Personal,
		news.Personal,
		waiting.Personal,
		material.Personal,
		evaluation.Personal,
		idea.Personal,
		interest.Personal,
	)
}

// own are the tables that belong to no capability.
var own = []personal.Holding{
	{
		Table: "audit", Columns: []string{"actor", "on_behalf"}, Basis: personal.Obligation,
		What: i18n.Key("app.holds_audit"), Why: i18n.Key("app.holds_audit_why"), Keep: i18n.Key("app.holds_audit_keep"),
	},
	{
		Table: "answers", Columns: []string{"actor", "answer"}, Basis: personal.Contract,
		What: i18n.Key("app.holds_answers"), Why: i18n.Key("app.holds_answers_why"), Keep: i18n.Key("app.holds_answers_keep"),
	},
	{ // invoices as they were sent, with the reference and address of who ordered
		Table: "file_chunks", Columns: []string{"bytes"}, Basis: personal.Obligation,
		What: i18n.Key("app.holds_files"), Why: i18n.Key("app.holds_files_why"), Keep: i18n.Key("app.holds_files_keep"),
	},
}
