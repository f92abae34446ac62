package registration

import (
	"slices"

	"faelled/internal/danish"
)

// holdsCPR tells whether a text surely holds a civil registration number. What
// only may be one is let through: requisition numbers look like that.
func holdsCPR(text string) bool {
	return slices.ContainsFunc(danish.CPR(text), func(h danish.Hit) bool { return h.Grade == danish.Sure })
}
