package idea

import (
	"context"

	"faelled/internal/audit"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/personal"
	"faelled/internal/programme"
)

// Personal is what the capability's tables hold about people.
var Personal = []personal.Holding{
	{
		Table: "ideas", Columns: []string{"title", "text", "hard", "ways", "person", "note"}, Basis: personal.PublicTask,
		What: i18n.Key("idea.personal"), Why: i18n.Key("idea.personal_why"), Keep: i18n.Key("idea.personal_keep"),
	},
	{
		Table: "idea_supports", Columns: []string{"person"}, Basis: personal.PublicTask,
		What: i18n.Key("idea.personal_supports"), Why: i18n.Key("idea.personal_why"), Keep: i18n.Key("idea.personal_keep"),
	},
	{
		Table: "idea_notes", Columns: []string{"author", "text"}, Basis: personal.PublicTask,
		What: i18n.Key("idea.personal_notes"), Why: i18n.Key("idea.personal_why"), Keep: i18n.Key("idea.personal_keep"),
	},
}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"idea.given":      i18n.Key("idea.did_give"),
	"idea.taken_back": i18n.Key("idea.did_take_back"),
	"idea.answered":   i18n.Key("idea.did_answer"),
	"idea.planned":    i18n.Key("idea.did_plan"),
	"idea.united":     i18n.Key("idea.did_unite"),
	"idea.remarked":   i18n.Key("idea.did_remark"),
}

// Objects is what ideas are called, for the pages that have only ids.
func Objects(ctx context.Context, tx *db.Tx, ids []string) (audit.Names, error) {
	list, err := byIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var of []id.Programme
	for _, i := range list {
		of = append(of, i.Programme)
	}
	programmes, err := programme.ByIDs(ctx, tx, of)
	found := audit.Names{}
	for _, i := range list {
		found[string(i.ID)] = audit.Named{Text: i.Title, Href: i.path(programmes[i.Programme])}
	}
	return found, err
}
