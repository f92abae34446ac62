package people

import (
	"faelled/internal/danish"
	"faelled/internal/i18n"
	"slices"

	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/problem"
)

// mostLimit bounds what can be typed: ten million kroner.
var mostLimit = money.DKK(10_000_000)

// sameField compares fields of work as people do: the secretariat that corrects
// "Børn og Unge" to "Børn og unge" must not switch off a limit.
func sameField(a, b string) bool { return a == b || i18n.SearchKey(a) == i18n.SearchKey(b) }

// Limit is the one that holds in a field: its own, or that of all other fields.
func (m Mandate) Limit(field string) (most money.Money, limited bool) {
	for _, l := range m.Limits {
		if sameField(l.Field, field) || l.Field == "" && !limited {
			most, limited = l.Amount, true
		}
		if sameField(l.Field, field) {
			return most, true
		}
	}
	return most, limited
}

// SignersFor are those who decide in a field: its own, or those of all other fields.
func (m Mandate) SignersFor(field string) (who []Person) {
	for _, f := range []string{field, ""} {
		for _, s := range m.Signers {
			if sameField(s.Field, f) {
				who = append(who, s.Person)
			}
		}
		if len(who) > 0 || f == "" {
			return who
		}
	}
	return who
}

// Exceeds tells whether a sum is more than somebody may decide alone.
func Exceeds(net, most money.Money) bool { return net.Minor > most.Minor }

// checkLimit is every reason not to set one. loosen is the right to allow more
// than what holds now.
func (m Mandate) checkLimit(l Limit, loosen bool) (bad problem.Fields) {
	if l.Amount.Minor < 0 || l.Amount.Minor > mostLimit.Minor || l.Amount.Currency != mostLimit.Currency {
		bad.Add("graense", "people.limit_amount", "")
		return bad
	}
	if len(m.SignersFor(l.Field)) == 0 {
		bad.Add("graense", "people.limit_no_signer", "")
	}
	if now, limited := m.Limit(l.Field); limited && !loosen && Exceeds(l.Amount, now) {
		bad.Add("graense", "people.only_stricter", now.String())
	}
	return bad
}

// checkSigned finds a limit that nobody could decide above.
func (m Mandate) checkSigned() (bad problem.Fields) {
	for _, l := range m.Limits {
		if len(m.SignersFor(l.Field)) == 0 {
			bad.Add("hvem", "people.last_signer", "")
			return bad
		}
	}
	return nil
}

// checkField tidies a field of work that was typed or chosen. It goes into the
// trail for good, so it is held to what a programme's may be.
func checkField(name string, field *string) (bad problem.Fields) {
	checkLine(&bad, name, field)
	if danish.Surely(*field) {
		bad.Add(name, "people.field_cpr", "")
	}
	return bad
}

// spelt is a field as the mandate has it already, so that each stands there once.
func (m Mandate) spelt(field string) string {
	for _, l := range m.Limits {
		if sameField(l.Field, field) {
			return l.Field
		}
	}
	for _, s := range m.Signers {
		if sameField(s.Field, field) {
			return s.Field
		}
	}
	return field
}

// withoutAny is the mandate when somebody signs no more.
func (m Mandate) withoutAny(one id.Person) Mandate {
	left := Mandate{Limits: m.Limits}
	left.Signers = slices.DeleteFunc(slices.Clone(m.Signers), func(s Signatory) bool { return s.ID == one })
	return left
}

// without is the mandate when somebody no longer signs in a field; still tells
// whether they sign in another.
func (m Mandate) without(field string, one id.Person) (left Mandate, still bool) {
	left = Mandate{Limits: m.Limits}
	left.Signers = slices.DeleteFunc(slices.Clone(m.Signers), func(s Signatory) bool { return s.Field == field && s.ID == one })
	return left, slices.ContainsFunc(left.Signers, func(s Signatory) bool { return s.ID == one })
}
