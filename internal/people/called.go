package people

import (
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/id"
)

// Called are the organisations whose name holds a text; the one alone whose name
// it is.
func Called(orgs []Org, text string) (list []id.Org) {
	key := i18n.SearchKey(text)
	for _, o := range orgs {
		name, official := i18n.SearchKey(o.Name), i18n.SearchKey(o.OfficialName)
		if key == name || key == official {
			return []id.Org{o.ID}
		}
		if strings.Contains(name, key) || strings.Contains(official, key) {
			list = append(list, o.ID)
		}
	}
	return list
}
