package billing

import (
	"faelled/internal/billing/ubl"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/when"
)

// VATCategory is how a thing is taxed, as in EN 16931 (UNCL5305).
type VATCategory = ubl.Category

// The three ways; Exempt and Outside carry the legal ground as their reason.
const (
	Standard VATCategory = ubl.Standard
	Exempt   VATCategory = ubl.Exempt
	Outside  VATCategory = ubl.Outside
)

// Tier is one step of the price stair: what one meeting costs an organisation
// with From to To people there.
type Tier struct {
	From, To   int64       // participants, both counted in
	PerMeeting money.Money // for the organisation, excl. VAT
}

// PriceList is what a programme's meetings cost in a period. An organisation
// with more people than the last tier has no price: staff must add a tier.
type PriceList struct {
	ID        id.PriceList
	Programme id.Programme
	Tiers     []Tier // from 1 participant, without holes
	VAT       VATCategory
	RateBP    int64     // basis points: 25 % is 2500
	Reason    string    // legal ground of Exempt and Outside
	ValidFrom when.Date // empty: always was
	ValidTo   when.Date // last day; empty: until further notice
}

// Tier finds the tier for n participants; none for nobody, or for too many.
func (l PriceList) Tier(n int64) (Tier, bool) {
	for _, t := range l.Tiers {
		if t.From <= n && n <= t.To {
			return t, true
		}
	}
	return Tier{}, false
}
