package audit

import (
	"fmt"
	"strings"

	"faelled/internal/when"
)

const eventColumns = `id, at, actor, on_behalf, code, object, details, seq IS NOT NULL AS sealed`

// query has only the conditions that there are: an engine that sees one which may
// be off walks the whole trail instead of an index. A person is looked for in
// three places, each with an index of its own.
func (f Filter) query() (text string, args []any) {
	var where []string
	need := func(condition string, value any) {
		args = append(args, value)
		where = append(where, fmt.Sprintf(condition, len(args)))
	}
	if f.Object != "" {
		need(`object = $%d`, f.Object)
	}
	if f.Kind != "" {
		need(`code = $%d`, f.Kind)
	}
	if f.Day != "" {
		need(`at >= $%d`, f.Day.Time(when.Zone).UTC())
		need(`at < $%d`, f.Day.Add(1).Time(when.Zone).UTC())
	}
	if f.Before != "" {
		need(`id < $%d`, f.Before)
	}
	if f.Person == "" {
		return page(where, len(args)+1), append(args, pageSize)
	}
	args = append(args, f.Person, pageSize)
	person, limit := len(args)-1, len(args)
	var found []string
	for i, place := range []string{`actor = $%d`, `object = $%d`, `on_behalf <> '' AND on_behalf = $%d`} {
		found = append(found, fmt.Sprintf(`SELECT * FROM (%s) AS place_%d`, page(append(where[:len(where):len(where)], fmt.Sprintf(place, person)), limit), i))
	}
	return strings.Join(found, ` UNION `) + fmt.Sprintf(` ORDER BY id DESC LIMIT $%d`, limit), args
}

// page is the newest rows for which all the conditions hold.
func page(where []string, limit int) string {
	text := `SELECT ` + eventColumns + ` FROM audit`
	if len(where) > 0 {
		text += ` WHERE ` + strings.Join(where, ` AND `)
	}
	return text + fmt.Sprintf(` ORDER BY id DESC LIMIT $%d`, limit)
}
