// Package personal says what personal data a table holds, why, and how long.
//
// Each capability lists its own tables in `var Personal`; app gathers them for
// the privacy pages, a person's export and the nightly retention, and a test
// finds the columns that nobody answered for.
package personal

import (
	"slices"
	"strings"

	"faelled/internal/i18n"
)

// Basis is the legal basis for keeping something, Regulation (EU) 2016/679.
type Basis string

const (
	Consent    Basis = "6.1.a" // asked for, and withdrawn as easily
	Explicit   Basis = "9.2.a" // consent for what tells of health or faith
	Contract   Basis = "6.1.b" // needed for what the person or their employer ordered
	Obligation Basis = "6.1.c" // another law demands it, such as the bookkeeping act
	PublicTask Basis = "6.1.e" // a public authority's task
	Interest   Basis = "6.1.f" // a legitimate interest that weighs more
)

// Holding is what one table holds about people. What, Why and Keep are keys of
// the capability's own words, written i18n.Key("registration.personal_seats").
type Holding struct {
	Table   string
	Columns []string // those with personal data; a column that points at a person too
	What    i18n.Key // whose data, and which
	Why     i18n.Key // what it is used for
	Basis   Basis
	Keep    i18n.Key // how long, counted from when
}

// marks are parts of a column's name that show personal data. A name is split at
// its underscores: on_behalf is not a half.
var marks = []string{
	"person", "people", "actor", "behalf", "author", "member", "guest", "participant", "speaker", "owner",
	"email", "mail", "phone", "mobile", "address", "ip", "cpr", "birth", "born", "photo", "diet", "allergy", "allergies",
	"signature", "attendee", "respondent", "informant",
	"bytes", "snapshot", "answer", "data", "payload", // whole documents, in which people may be named
}

// endings are columns that hold a person although no part alone says so.
var endings = []string{"first_name", "last_name", "full_name", "display_name", "_by"}

// looks tells whether a column likely holds personal data. In a table of people
// every name does.
func looks(table, column string) bool {
	if marked(column) || marked(table) && slices.Contains(strings.Split(column, "_"), "name") {
		return true
	}
	return slices.ContainsFunc(endings, func(end string) bool { return strings.HasSuffix(column, end) })
}

// marked finds a mark in a name, in singular or plural.
func marked(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "_"), func(part string) bool {
		return slices.Contains(marks, part) || slices.Contains(marks, strings.TrimSuffix(part, "s"))
	})
}

// Missing lists, as "table.column", what looks personal in the tables (columns
// by table) and is in no holding; and every holding that names a table or column
// which is not there, so that the register stays true. Sorted.
func Missing(tables map[string][]string, holdings []Holding) (missing []string) {
	held := map[string]bool{}
	for _, h := range holdings {
		for _, column := range h.Columns {
			held[h.Table+"."+column] = true
			if !slices.Contains(tables[h.Table], column) {
				missing = append(missing, h.Table+"."+column+" does not exist")
			}
		}
	}
	for table, columns := range tables {
		for _, column := range columns {
			if name := table + "." + column; looks(table, column) && !held[name] {
				missing = append(missing, name)
			}
		}
	}
	slices.Sort(missing)
	return slices.Compact(missing)
}
