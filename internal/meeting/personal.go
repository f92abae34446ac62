package meeting

import (
	"faelled/internal/audit"
	"faelled/internal/i18n"
	"faelled/internal/personal"
)

// Personal is what the capability's tables hold about people.
var Personal = []personal.Holding{{
	Table: "agenda_speakers", Columns: []string{"name", "title"},
	What: i18n.Key("meeting.personal_speakers"), Why: i18n.Key("meeting.personal_speakers_why"),
	Basis: personal.PublicTask, Keep: i18n.Key("meeting.personal_speakers_keep"),
}, {
	Table: "meeting_costs", Columns: []string{"who", "note"},
	What: i18n.Key("meeting.personal_costs"), Why: i18n.Key("meeting.personal_costs_why"),
	Basis: personal.Obligation, Keep: i18n.Key("meeting.personal_costs_keep"),
}}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"meeting.added":        i18n.Key("meeting.trail_added"),
	"meeting.edited":       i18n.Key("meeting.trail_edited"),
	"meeting.cancelled":    i18n.Key("meeting.trail_cancelled"),
	"meeting.agenda_set":   i18n.Key("meeting.trail_agenda_set"),
	"meeting.cost_added":   i18n.Key("meeting.trail_cost_added"),
	"meeting.cost_removed": i18n.Key("meeting.trail_cost_removed"),
}
