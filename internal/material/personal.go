package material

import (
	"context"

	"faelled/internal/audit"
	"faelled/internal/db"
	"faelled/internal/files"
	"faelled/internal/i18n"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/people"
	"faelled/internal/personal"
	"faelled/internal/programme"

	"faelled/internal/id"
)

// Personal is what the capability's tables hold about people.
var Personal = []personal.Holding{{
	Table: "materials", Columns: []string{"speaker"},
	What: i18n.Key("material.personal"), Why: i18n.Key("material.personal_why"),
	Basis: personal.PublicTask, Keep: i18n.Key("material.personal_keep"),
}}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"material.added":   i18n.Key("material.did_add"),
	"material.edited":  i18n.Key("material.did_edit"),
	"material.removed": i18n.Key("material.did_remove"),
}

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"material.retain": {Title: i18n.Key("material.job_retain")},
	"material.look":   {Title: i18n.Key("material.job_look")},
	"material.tell": {Title: i18n.Key("material.job_tell"), About: func(ctx context.Context, tx *db.Tx, j jobs.Job) (jobs.About, error) {
		var n tidings
		if j.Into(&n) != nil {
			return jobs.About{}, nil
		}
		return people.Addressee(ctx, tx, n.Person)
	}},
	"files.left": {Title: i18n.Key("material.job_left")},
}

// Jobs is what the queue may ask for.
func Jobs(post mail.Post) map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"material.retain": func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), Retain) },
		"material.look":   func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), Look) },
		"material.tell":   tell(post),
		"files.left":      files.Drop,
	}
}

// Objects is what materials are called, for the pages that have only ids.
func Objects(ctx context.Context, tx *db.Tx, ids []string) (audit.Names, error) {
	list, err := byIDs(ctx, tx, ids)
	if err != nil {
		return nil, err
	}
	var of []id.Programme
	for _, m := range list {
		of = append(of, m.Programme)
	}
	programmes, err := programme.ByIDs(ctx, tx, of)
	found := audit.Names{}
	for _, m := range list {
		found[string(m.ID)] = audit.Named{Text: m.Title, Href: Path(programmes[m.Programme]) + "/" + string(m.ID) + "/ret"}
	}
	return found, err
}
