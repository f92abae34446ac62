package jobs

import (
	"faelled/internal/audit"
	"faelled/internal/i18n"
	"faelled/internal/personal"
)

// Personal is what the queue keeps about people.
var Personal = []personal.Holding{{
	Table: "jobs", Columns: []string{"on_behalf", "payload", "last_error"}, Basis: personal.PublicTask,
	What: i18n.Key("jobs.what_jobs"), Why: i18n.Key("jobs.why_jobs"), Keep: i18n.Key("jobs.keep_jobs"),
}}

// Sentences say what the trail's codes mean.
var Sentences = audit.Sentences{
	"jobs.retried":   i18n.Key("jobs.did_retry"),
	"jobs.discarded": i18n.Key("jobs.did_discard"),
}
