package danish

import "strconv"

// The five regions, as people say them.
const (
	Hovedstaden = "Hovedstaden"
	Sjaelland   = "Sjælland"
	Syddanmark  = "Syddanmark"
	Midtjylland = "Midtjylland"
	Nordjylland = "Nordjylland"
)

// Regions are all of them, from east to west.
var Regions = []string{Hovedstaden, Sjaelland, Syddanmark, Midtjylland, Nordjylland}

// regions says in which region the post codes from a number on lie. Codes do not
// follow the borders to the house, but to the town, which is what one asks for.
// Source: the post codes' towns and the municipalities they lie in (Dataforsyningen).
var regions = []struct {
	from int
	name string
}{
	{1000, Hovedstaden}, {2670, Sjaelland}, {2700, Hovedstaden}, {4000, Sjaelland}, {4050, Hovedstaden}, {4060, Sjaelland},
	{5000, Syddanmark}, {6880, Midtjylland}, {7000, Syddanmark}, {7330, Midtjylland}, {7700, Nordjylland}, {7790, Midtjylland},
	{7900, Nordjylland}, {8000, Midtjylland}, {9000, Nordjylland}, {9632, Midtjylland}, {9640, Nordjylland}, {10000, ""},
}

// Region is where a post code lies; empty when it is no Danish one.
func Region(postcode string) (name string) {
	n, err := strconv.Atoi(postcode)
	if err != nil || len(postcode) != len("5220") {
		return ""
	}
	for _, r := range regions {
		if n < r.from {
			break
		}
		name = r.name
	}
	return name
}
