package web

import (
	"context"
	"strconv"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/problem"

	"github.com/a-h/templ"
)

// faultText is one complaint in words. The words may hold {{.About}}.
func faultText(ctx context.Context, f problem.Field) string {
	return i18n.F(ctx, f.Key, i18n.Args{"About": f.About})
}

// faultLine is a complaint in the summary above a form, where it must also say
// what it is about: "Deltager 2: Skriv hele mailadressen", else the label of its
// field.
func faultLine(ctx context.Context, f problem.Field) string {
	text, subject := faultText(ctx, f), f.About
	if subject == "" || strings.Contains(text, subject) {
		subject = of(ctx).labels[f.Name]
	}
	if subject == "" || strings.HasPrefix(strings.ToLower(text), strings.ToLower(subject)) {
		return text
	}
	if strings.HasSuffix(subject, "?") {
		return subject + " " + text
	}
	return subject + ": " + text
}

// A summary stands above the fields it speaks of and wants their labels. So when
// there is one, the fields leave them while they are drawn, and Render draws the
// page once more: no form need hand its labels over.

func (q *request) wantLabels() {
	if q != nowhere && q.labels == nil {
		q.labels = map[string]string{}
	}
}

func (q *request) leaveLabel(name, label string) {
	if q.labels != nil {
		q.labels[name] = label
	}
}

// own are the complaints about this field.
func (f Field) own() problem.Fields { return f.Faults.For(f.Name) }

// describedBy names the elements that explain the field: hint, then fault.
func (f Field) describedBy() string {
	var ids []string
	if f.Hint != "" {
		ids = append(ids, f.Name+"-h")
	}
	if len(f.own()) > 0 {
		ids = append(ids, f.Name+"-e")
	}
	return strings.Join(ids, " ")
}

func (f Field) kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

func (f Field) rows() int {
	if f.Rows == 0 {
		return 4
	}
	return f.Rows
}

// width is the class for a field that holds about Size characters.
func (f Field) width() string {
	switch {
	case f.Size == 0:
		return ""
	case f.Size <= 12:
		return "w-s"
	case f.Size <= 26:
		return "w-m"
	}
	return "w-l"
}

// attributes are those a field only has when there is something to say.
func (f Field) attributes() templ.Attributes {
	all := templ.Attributes{}
	for name, value := range map[string]string{
		"autocomplete": f.Autocomplete, "inputmode": f.InputMode, "lang": f.Lang, "aria-describedby": f.describedBy(),
	} {
		if value != "" {
			all[name] = value
		}
	}
	if len(f.own()) > 0 {
		all["aria-invalid"] = "true"
	}
	if f.Required {
		all["aria-required"] = "true"
	}
	return all
}

// described ties a group of choices to its complaint.
func described(name string, faults problem.Fields) templ.Attributes {
	if len(faults.For(name)) == 0 {
		return nil
	}
	return templ.Attributes{"aria-describedby": name + "-e"}
}

func cardID(name string, i int) string {
	if i == 0 {
		return name
	}
	return name + "-" + strconv.Itoa(i+1)
}
