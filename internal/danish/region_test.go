package danish

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestTownsLieInTheirRegion(t *testing.T) {
	for code, want := range map[string]string{
		"1553": Hovedstaden, "2100": Hovedstaden, "2670": Sjaelland, "2680": Sjaelland, "2690": Sjaelland, "2750": Hovedstaden, "3700": Hovedstaden,
		"4000": Sjaelland, "4040": Sjaelland, "4050": Hovedstaden, "4060": Sjaelland, "4900": Sjaelland, "5220": Syddanmark, "6000": Syddanmark,
		"6870": Syddanmark, "6880": Midtjylland, "6950": Midtjylland, "7100": Syddanmark, "7323": Syddanmark, "7330": Midtjylland, "7400": Midtjylland,
		"7700": Nordjylland, "7760": Nordjylland, "7800": Midtjylland, "7900": Nordjylland, "8000": Midtjylland, "8800": Midtjylland, "8900": Midtjylland,
		"9000": Nordjylland, "9500": Nordjylland, "9632": Midtjylland, "9640": Nordjylland, "9990": Nordjylland,
		"0999": "", "": "", "DK-5220": "", "522": "", "05220": "", "+522": "", "-522": "", "10000": "",
	} {
		if got := Region(code); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

func TestARegionIsOneOfFive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.StringMatching(`[0-9]{4}`).Draw(t, "code")
		if got := Region(code); (got == "") != (code < "1000") || got != "" && !slices.Contains(Regions, got) {
			t.Fatalf("%s: %q", code, got)
		}
	})
}
