package audit

import (
	"cmp"
	"context"
	"net/url"
	"slices"

	"faelled/internal/i18n"
	"faelled/internal/web"
)

// self tells whether what was done is the person's own doing, although the trail
// has no actor for it.
func (v view) self(e Event) bool {
	return (e.Actor == "" || e.Actor == "system" && e.OnBehalf == "") && slices.Contains(v.Own, e.Code) && v.Names[e.Object].Person
}

// who is the name of the one who acted, and where the trail tells what else they
// did; the program acts for somebody.
func (v view) who(ctx context.Context, e Event) (name, href string) {
	one := string(e.Actor)
	if v.self(e) {
		one = e.Object
	}
	switch found := v.Names[one]; {
	case found.Text != "":
		return found.Text, by(one)
	case e.OnBehalf != "" && v.Names[string(e.OnBehalf)].Text != "":
		return i18n.F(ctx, "audit.program_for", i18n.Args{"Name": v.Names[string(e.OnBehalf)].Text}), by(string(e.OnBehalf))
	case e.Actor == "system":
		return i18n.T(ctx, "audit.program"), ""
	case e.Actor == "":
		return i18n.T(ctx, "audit.visitor"), ""
	}
	return i18n.T(ctx, "audit.forgotten"), by(one)
}

// what is the sentence for a code; one without a sentence shows itself.
func (v view) what(ctx context.Context, e Event) string {
	if key, ok := v.Say[e.Code]; ok {
		return i18n.T(ctx, string(key))
	}
	return e.Code
}

// object is what an event is about; nothing when that is the one who acted.
func (v view) object(ctx context.Context, e Event) string {
	if e.Object == "" || e.Object == string(e.Actor) || v.self(e) {
		return ""
	}
	return v.called(ctx, e.Object)
}

// called is the name of an object, or the end of its id when nobody knows it.
func (v view) called(ctx context.Context, object string) string {
	if text := v.Names[object].Text; text != "" {
		return text
	}
	return i18n.F(ctx, "audit.unnamed", i18n.Args{"N": object[max(0, len(object)-6):]})
}

// kinds are all that can be done, by their sentences.
func (v view) kinds(ctx context.Context) (options []web.Option) {
	for code, key := range v.Say {
		options = append(options, web.Option{Value: code, Text: i18n.T(ctx, string(key))})
	}
	slices.SortFunc(options, func(a, b web.Option) int {
		return cmp.Or(cmp.Compare(i18n.SortKey(a.Text), i18n.SortKey(b.Text)), cmp.Compare(a.Value, b.Value))
	})
	return options
}

// typed is what stands in the field for a person: their address.
func (v view) typed() string {
	if email := v.Names[string(v.Person)].Email; email != "" {
		return email
	}
	return v.Who
}

// noHits says what to try instead.
func (v view) noHits(ctx context.Context) string {
	switch {
	case v.Nobody:
		return i18n.T(ctx, "audit.nobody")
	case v.DayText != "" && v.Day == "":
		return i18n.T(ctx, "audit.no_day")
	}
	return i18n.T(ctx, "audit.no_hits")
}

// narrowed tells whether anything is left out.
func (v view) narrowed() bool {
	return v.Filter != Filter{Before: v.Before} || v.Who != "" || v.DayText != ""
}

// older is the address of the next page, empty when this is the last.
func (v view) older() string {
	if len(v.Events) < pageSize {
		return ""
	}
	return v.below(v.Events[len(v.Events)-1].ID)
}

// below is the address of the list after one event; of its beginning when there
// is none.
func (v view) below(event string) string {
	q := url.Values{}
	for name, value := range map[string]string{
		"om": v.Object, "hvem": v.Who, "slags": v.Kind, "dag": string(v.Day), "foer": event,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

func about(object string) string { return path + "?" + url.Values{"om": {object}}.Encode() }

func by(person string) string { return path + "?" + url.Values{"hvem": {person}}.Encode() }
