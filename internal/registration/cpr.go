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
		if holdsCPR(*w.text) {
			bad.Add(w.field, "registration.cpr", "")
		}
	}
	return bad
}

// withoutCPR is the form as it may be kept: those fields are empty.
func (t typed) withoutCPR() typed {
	t.Guests = slices.Clone(t.Guests)
	for _, w := range t.free() {
		if holdsCPR(*w.text) {
			*w.text = ""
		}
	}
	return t
}

// holdsCPR tells whether a text surely holds a civil registration number. What
// only may be one is let through: requisition numbers look like that.
func holdsCPR(text string) bool {
	return slices.ContainsFunc(danish.CPR(text), func(h danish.Hit) bool { return h.Grade == danish.Sure })
}
