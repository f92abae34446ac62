package people

import (
	"fmt"
	"slices"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/problem"
)

// importField is what a column of a table of people holds.
type importField string

const (
	fieldNone  importField = ""
	fieldName  importField = "navn"
	fieldFirst importField = "fornavn"
	fieldLast  importField = "efternavn"
	fieldMail  importField = "mail"
	fieldTitle importField = "titel"
	fieldPhone importField = "telefon"
	fieldOrg   importField = "organisation" // its name, CVR number or municipality code
)

var importFields = []importField{fieldNone, fieldName, fieldFirst, fieldLast, fieldMail, fieldTitle, fieldPhone, fieldOrg}

// headings are what people call the columns, in Danish and English, as
// i18n.SearchKey writes them and without anything but letters. The first that a
// heading begins with decides.
var headings = []struct {
	begins string
	field  importField
}{
	{"fornavn", fieldFirst}, {"first", fieldFirst}, {"given", fieldFirst},
	{"efternavn", fieldLast}, {"last", fieldLast}, {"surname", fieldLast}, {"family", fieldLast},
	{"organisationsnavn", fieldOrg}, {"kommunenavn", fieldOrg}, {"organi", fieldOrg}, {"kommune", fieldOrg}, {"municipality", fieldOrg}, {"cvr", fieldOrg}, {"arbejdsplads", fieldOrg}, {"arbejdsgiver", fieldOrg}, {"company", fieldOrg}, {"firma", fieldOrg},
	{"navn", fieldName}, {"fuldenavn", fieldName}, {"fuldtnavn", fieldName}, {"name", fieldName}, {"fullname", fieldName}, {"deltager", fieldName}, {"person", fieldName},
	{"mail", fieldMail}, {"email", fieldMail}, {"epost", fieldMail}, {"arbejdsmail", fieldMail},
	{"titel", fieldTitle}, {"title", fieldTitle}, {"stilling", fieldTitle}, {"jobtit", fieldTitle}, {"position", fieldTitle},
	{"telefon", fieldPhone}, {"tlf", fieldPhone}, {"mobil", fieldPhone}, {"phone", fieldPhone}, {"direkte", fieldPhone},
}

// guessFields says what each column holds: by its heading, and the addresses also
// by what they look like. No two columns hold the same. In a table of one
// organisation's people none says where they are.
func guessFields(t importTable) []importField {
	fields := make([]importField, len(t.Heads))
	for i, head := range t.Heads {
		if f := fieldOf(head); !slices.Contains(fields, f) {
			fields[i] = f
		}
	}
	if slices.Contains(fields, fieldMail) {
		return fields
	}
	for i := range fields {
		if fields[i] == fieldNone && holdsMails(t.Rows, i) {
			fields[i] = fieldMail
			break
		}
	}
	return fields
}

func fieldOf(head string) importField {
	key := strings.Map(func(c rune) rune {
		if c < 'a' || c > 'z' {
			return -1
		}
		return c
	}, i18n.SearchKey(head))
	for _, h := range headings {
		if strings.HasPrefix(key, h.begins) {
			return h.field
		}
	}
	return fieldNone
}

// holdsMails tells whether most of the first cells of a column are addresses.
func holdsMails(rows []importRow, column int) bool {
	seen, mails := 0, 0
	for _, r := range rows[:min(20, len(rows))] {
		if r.cell(column) != "" {
			seen++
			if strings.Contains(r.cell(column), "@") {
				mails++
			}
		}
	}
	return mails > seen/2
}

// readFields reads what a form says about so many columns.
func readFields(columns []string, n int) ([]importField, error) {
	var bad problem.Fields
	fields := make([]importField, n)
	for i := range fields {
		if i < len(columns) {
			fields[i] = importField(columns[i])
		}
		switch {
		case !slices.Contains(importFields, fields[i]):
			bad.Add(columnName(i), "people.no_such_field", "")
		case fields[i] != fieldNone && slices.Contains(fields[:i], fields[i]):
			bad.Add(columnName(i), "people.field_twice", "")
		}
	}
	return fields, bad.Err()
}

func columnName(i int) string { return fmt.Sprint("kolonne", i) }
