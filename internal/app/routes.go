package app

import (
	"context"
	"embed"
	"io/fs"
	"maps"

	"faelled/internal/audit"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/edition"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/meeting"
	"faelled/internal/overview"
	"faelled/internal/people"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/signin"
	"faelled/internal/web"
)

//go:embed locale
var locale embed.FS

// locales are the words of every room that has some.
var locales = []fs.FS{
	web.Locale, audit.Locale, jobs.Locale, people.Locale, signin.Locale, programme.Locale, meeting.Locale, billing.Locale,
	registration.Locale, edition.Locale, overview.Locale, locale,
}

// Routes are all the doors of the house.
func Routes() [][]web.Route {
	return [][]web.Route{
		audit.Routes(sentences(), names), jobs.Routes, people.Routes, signin.Routes, programme.Routes, meeting.Routes,
		billing.Routes, registration.Routes, edition.Routes, overview.Routes, overview.Privacy(Holdings()),
	}
}

// sentences are what the trail's codes mean, in the words of each capability.
func sentences() audit.Sentences {
	all := audit.Sentences{}
	for _, some := range []audit.Sentences{
		jobs.Sentences, people.Sentences, signin.Sentences, programme.Sentences, meeting.Sentences, billing.Sentences, registration.Sentences, edition.Sentences,
	} {
		maps.Copy(all, some)
	}
	return all
}

// names of those who did what the trail says.
func names(ctx context.Context, tx *db.Tx, of []id.Person) (map[id.Person]string, error) {
	persons, err := people.Persons(ctx, tx, of)
	found := make(map[id.Person]string, len(persons))
	for one, p := range persons {
		found[one] = p.Name
	}
	return found, err
}
