// Package problem is the one vocabulary for failures a person can act on.
// Every other error is an internal fault: logged once, never shown.
package problem

import (
	"errors"
	"net/http"
)

// Kind is the class of a problem; its value is the HTTP status it becomes.
type Kind int

const (
	Unknown   Kind = http.StatusUnauthorized // we do not know who asks
	Forbidden Kind = http.StatusForbidden
	NotFound  Kind = http.StatusNotFound
	Gone      Kind = http.StatusGone // was here: an expired or used link
	TooLarge  Kind = http.StatusRequestEntityTooLarge
	Invalid   Kind = http.StatusUnprocessableEntity
	TooMany   Kind = http.StatusTooManyRequests
	Fault     Kind = http.StatusInternalServerError // only web makes these
)

// Problem carries translation keys, never sentences.
type Problem struct {
	Kind   Kind
	Key    string
	Fields Fields
}

// Field ties one complaint to one form field, and to what was typed there or
// whom it is about. An empty Name means the whole form.
type Field struct{ Name, Key, About string }

// New is a problem that is not about a field.
func New(k Kind, key string) *Problem { return &Problem{Kind: k, Key: key} }

// Error names the keys, for a log: not what was typed, which may be personal.
func (p *Problem) Error() string {
	text := p.Key
	for _, f := range p.Fields {
		text += " [" + f.Name + ": " + f.Key + "]"
	}
	return text
}

// Is tells whether err is, or wraps, a problem of this kind.
func Is(err error, k Kind) bool {
	p, ok := errors.AsType[*Problem](err)
	return ok && p.Kind == k
}

// FieldsOf is the complaints in err, when it is an Invalid problem.
func FieldsOf(err error) (Fields, bool) {
	p, ok := errors.AsType[*Problem](err)
	if !ok || p.Kind != Invalid {
		return nil, false
	}
	return p.Fields, true
}

// Fields gathers complaints so that a person sees all of them at once.
type Fields []Field

// Add notes one complaint.
func (f *Fields) Add(name, key, about string) { *f = append(*f, Field{name, key, about}) }

// For is the complaints about one field.
func (f Fields) For(name string) (own Fields) {
	for _, one := range f {
		if one.Name == name {
			own = append(own, one)
		}
	}
	return own
}

// Err returns nil when nothing was added.
func (f Fields) Err() error {
	if len(f) == 0 {
		return nil
	}
	return &Problem{Kind: Invalid, Key: "web.faults", Fields: f}
}
