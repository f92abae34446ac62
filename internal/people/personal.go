package people

import (
	"faelled/internal/audit"
	"faelled/internal/i18n"
	"faelled/internal/personal"
)

// Personal is what this capability keeps about people.
var Personal = []personal.Holding{
	{
		Table:   "persons",
		Columns: []string{"id", "name", "email", "title", "phone", "lang", "sort_key", "org", "state", "since", "merged_into"},
		Basis:   personal.Contract,
		What:    i18n.Key("people.what_persons"), Why: i18n.Key("people.why_persons"), Keep: i18n.Key("people.keep_persons"),
	},
	{
		Table: "roles", Columns: []string{"person", "role", "scope", "since"}, Basis: personal.Contract,
		What: i18n.Key("people.what_roles"), Why: i18n.Key("people.why_roles"), Keep: i18n.Key("people.keep_roles"),
	},
	{
		Table: "signers", Columns: []string{"person"}, Basis: personal.Contract,
		What: i18n.Key("people.what_signers"), Why: i18n.Key("people.why_signers"), Keep: i18n.Key("people.keep_roles"),
	},
	{
		Table: "mail_returns", Columns: []string{"person", "email"}, Basis: personal.PublicTask,
		What: i18n.Key("people.what_returns"), Why: i18n.Key("people.why_returns"), Keep: i18n.Key("people.keep_returns"),
	},
	{
		Table: "unreachable", Columns: []string{"person", "email"}, Basis: personal.PublicTask,
		What: i18n.Key("people.what_unreachable"), Why: i18n.Key("people.why_returns"), Keep: i18n.Key("people.keep_unreachable"),
	},
	{
		Table: "imports", Columns: []string{"person", "file", "data"}, Basis: personal.Contract,
		What: i18n.Key("people.what_imports"), Why: i18n.Key("people.why_imports"), Keep: i18n.Key("people.keep_imports"),
	},
	{ // an office's own, but in a small one it may be somebody's
		Table: "orgs", Columns: []string{"email", "phone"}, Basis: personal.Interest,
		What: i18n.Key("people.what_orgs"), Why: i18n.Key("people.why_orgs"), Keep: i18n.Key("people.keep_orgs"),
	},
}

// Sentences say what the trail's codes mean.
var Sentences = audit.Sentences{
	"people.org_added":             i18n.Key("people.did_add_org"),
	"people.org_edited":            i18n.Key("people.did_edit_org"),
	"people.org_renamed":           i18n.Key("people.did_rename_org"),
	"people.municipalities_loaded": i18n.Key("people.did_load"),
	"people.person_added":          i18n.Key("people.did_add"),
	"people.person_rejoined":       i18n.Key("people.did_rejoin"),
	"people.person_edited":         i18n.Key("people.did_edit"),
	"people.asked":                 i18n.Key("people.did_ask"),
	"people.approved":              i18n.Key("people.did_approve"),
	"people.declined":              i18n.Key("people.did_decline"),
	"people.left":                  i18n.Key("people.did_leave"),
	"people.role_given":            i18n.Key("people.did_give"),
	"people.unreachable":           i18n.Key("people.did_lose"),
	"people.reachable":             i18n.Key("people.did_find"),
	"people.role_taken":            i18n.Key("people.did_take"),
	"people.handed_over":           i18n.Key("people.did_hand_over"),
	"people.gln_kept":              i18n.Key("people.did_keep_gln"),
	"people.gln_dropped":           i18n.Key("people.did_drop_gln"),
	"people.limit_set":             i18n.Key("people.did_set_limit"),
	"people.limit_dropped":         i18n.Key("people.did_drop_limit"),
	"people.signer_added":          i18n.Key("people.did_add_signer"),
	"people.signer_removed":        i18n.Key("people.did_remove_signer"),
	"people.exported":              i18n.Key("people.did_export"), // before tabular wrote it down
	"people.imported":              i18n.Key("people.did_import"),
	"people.merged":                i18n.Key("people.did_merge"),
}
