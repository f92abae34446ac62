package app

import (
	"context"
	"embed"
	"io/fs"
	"maps"

	"faelled/internal/approval"
	"faelled/internal/attendance"
	"faelled/internal/audit"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/edition"
	"faelled/internal/evaluation"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/idea"
	"faelled/internal/interest"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/material"
	"faelled/internal/meeting"
	"faelled/internal/message"
	"faelled/internal/news"
	"faelled/internal/overview"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/renewal"
	"faelled/internal/signin"
	"faelled/internal/tabular"
	"faelled/internal/waiting"
	"faelled/internal/web"
)

//go:embed locale
var locale embed.FS

// locales are the words of every room that has some.
var locales = []fs.FS{
	web.Locale,
	audit.Locale,
	jobs.Locale,
	mail.Locale,
	tabular.Locale,
	people.Locale,
	signin.Locale,
	programme.Locale,
	meeting.Locale,
	billing.Locale,
	registration.Locale,
	attendance.Locale,
	approval.Locale,
	message.Locale,
	waiting.Locale,
	edition.Locale,
	renewal.Locale,
	news.Locale,
	material.Locale,
	evaluation.Locale,
	idea.Locale,
	interest.Locale,
	overview.Locale,
	locale,
}

// Routes are all the doors of the house.
func Routes() [][]web.Route {
	return [][]web.Route{
		audit.Routes(trail()),
		jobs.Routes(chores()),
		people.Routes,
		signin.Routes,
		programme.Routes,
		meeting.Routes,
		billing.Routes,
		registration.Routes,
		attendance.Routes,
		approval.Routes,
		message.Routes,
		waiting.Routes,
		edition.Routes,
		renewal.Routes,
		news.Routes,
		material.Routes,
		evaluation.Routes,
		idea.Routes,
		interest.Routes,
		overview.Routes,
		overview.Privacy(Holdings()),
	}
}

// sentences are what the trail's codes mean, in the words of each capability.
func sentences() audit.Sentences {
	all := audit.Sentences{}
	for _, some := range []audit.Sentences{
		tabular.Sentences,
		jobs.Sentences,
		people.Sentences,
		signin.Sentences,
		programme.Sentences,
		meeting.Sentences,
		billing.Sentences,
		registration.Sentences,
		attendance.Sentences,
		approval.Sentences,
		message.Sentences,
		waiting.Sentences,
		edition.Sentences,
		renewal.Sentences,
		news.Sentences,
		material.Sentences,
		evaluation.Sentences,
		idea.Sentences,
		interest.Sentences,
	} {
		maps.Copy(all, some)
	}
	return all
}

// trail is what the page of the trail asks all rooms.
func trail() audit.Guide {
	return audit.Guide{
		Say: sentences(),
		Name: audit.Join(
			people.Objects,
			programme.Objects,
			meeting.Objects,
			registration.Objects,
			approval.Objects,
			message.Objects,
			waiting.Objects,
			billing.Objects,
			news.Objects,
			material.Objects,
			idea.Objects,
		),
		Find: func(ctx context.Context, tx *db.Tx, email string) (id.Person, bool, error) {
			p, known, err := people.PersonByMail(ctx, tx, email)
			return p.ID, known, err
		},
		Own: []string{"signin.opened", "signin.closed", "signin.closed_all", "people.asked"},
	}
}

// chores are what the jobs are, in the words of each capability.
func chores() jobs.Chores {
	all := jobs.Chores{
		"audit.seal":  {Title: i18n.Key("app.job_seal")},
		"audit.head":  {Title: i18n.Key("app.job_head")},
		"db.forget":   {Title: i18n.Key("app.job_forget")},
		"jobs.retain": {Title: i18n.Key("app.job_retain")},
	}
	for _, some := range []jobs.Chores{
		people.Chores,
		signin.Chores,
		billing.Chores,
		registration.Chores,
		attendance.Chores,
		approval.Chores,
		message.Chores,
		renewal.Chores,
		news.Chores,
		waiting.Chores,
		material.Chores,
		evaluation.Chores,
		idea.Chores,
		interest.Chores,
	} {
		maps.Copy(all, some)
	}
	return all
}
