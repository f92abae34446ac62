package attendance

import (
	"faelled/internal/audit"
	"faelled/internal/i18n"
	"faelled/internal/personal"
)

// Personal is what the capability's tables hold about people.
var Personal = []personal.Holding{
	{
		Table: "attendance_marks", Columns: []string{"person", "marked_by"},
		What: i18n.Key("attendance.personal_marks"), Why: i18n.Key("attendance.personal_marks_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("attendance.personal_marks_keep"),
	},
	{
		Table: "seat_needs", Columns: []string{"seat", "food", "food_note", "access", "access_note"},
		What: i18n.Key("attendance.personal_needs"), Why: i18n.Key("attendance.personal_needs_why"),
		Basis: personal.Explicit, Keep: i18n.Key("attendance.personal_needs_keep"),
	},
	{
		Table: "contributors", Columns: []string{"name", "email"},
		What: i18n.Key("attendance.personal_links"), Why: i18n.Key("attendance.personal_plans_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("attendance.personal_links_keep"),
	},
	{
		Table: "run_sheet_rows", Columns: []string{"name", "note"},
		What: i18n.Key("attendance.personal_tasks"), Why: i18n.Key("attendance.personal_plans_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("attendance.personal_plans_keep"),
	},
	{
		Table: "run_sheet_contacts", Columns: []string{"name", "phone", "note"},
		What: i18n.Key("attendance.personal_contacts"), Why: i18n.Key("attendance.personal_plans_why"),
		Basis: personal.PublicTask, Keep: i18n.Key("attendance.personal_plans_keep"),
	},
}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"attendance.marked":      i18n.Key("attendance.did_mark"),
	"attendance.invited":     i18n.Key("attendance.did_invite"),
	"attendance.closed_link": i18n.Key("attendance.did_close_link"),
	"attendance.planned":     i18n.Key("attendance.did_plan"),
	"attendance.asked_needs": i18n.Key("attendance.did_ask_needs"),
}
