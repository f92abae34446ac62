package registration

import (
	"slices"

	"faelled/internal/danish"
	"faelled/internal/problem"
)

// written is what somebody typed in one field.
type written struct {
	field string
	text  *string
}

// free are the texts of the form that may hold anything.
func (t *typed) free() (all []written) {
	for i := range t.Guests {
		g := &t.Guests[i]
		all = append(all, written{row("navn", i), &g.Name}, written{row("mail", i), &g.Email}, written{row("still", i), &g.Title})
	}
	return append(all, written{"ean", &t.GLN}, written{"rekv", &t.OrderRef}, written{"ref", &t.BuyerRef},
		written{"mail", &t.Email}, written{"bem", &t.Message})
}

// checkCPR finds the fields that surely hold a civil registration number.
func (t typed) checkCPR() (bad problem.Fields) {
	for _, w := range t.free() {
		if danish.Surely(*w.text) {
			bad.Add(w.field, "registration.cpr", "")
		}
	}
	return bad
}

// withoutCPR is the form as it may be kept: those fields are empty.
func (t typed) withoutCPR() typed {
	t.Guests = slices.Clone(t.Guests)
	for _, w := range t.free() {
		if danish.Surely(*w.text) {
			*w.text = ""
		}
	}
	return t
}
