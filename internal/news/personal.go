package news

import (
	"context"

	"faelled/internal/audit"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/personal"
)

// Personal is what the capability's tables hold about people: those that a text
// names, mostly speakers.
var Personal = []personal.Holding{{
	Table: "news", Columns: []string{"title", "lead", "body", "search_key"},
	What: i18n.Key("news.personal"), Why: i18n.Key("news.personal_why"), Basis: personal.PublicTask, Keep: i18n.Key("news.personal_keep"),
}}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"news.added":     i18n.Key("news.trail_added"),
	"news.edited":    i18n.Key("news.trail_edited"),
	"news.published": i18n.Key("news.trail_published"),
	"news.withdrawn": i18n.Key("news.trail_withdrawn"),
}

// Objects is what news is called, for the pages that have only ids.
func Objects(ctx context.Context, tx *db.Tx, ids []string) (audit.Names, error) {
	list := make([]id.News, len(ids))
	for i, one := range ids {
		list[i] = id.News(one)
	}
	titles, err := titles(ctx, tx, list)
	found := audit.Names{}
	for one, title := range titles {
		found[string(one)] = audit.Named{Text: title, Href: StaffPath(one)}
	}
	return found, err
}

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{"news.retain": {Title: i18n.Key("news.job_retain")}}

// Jobs says who does which job.
var Jobs = map[string]jobs.Handler{
	"news.retain": func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), Retain) },
}
