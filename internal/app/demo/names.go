package demo

import (
	"fmt"

	"faelled/internal/danish"
	"faelled/internal/i18n"
)

// The demo's municipalities exist nowhere: no real authority may stand beside
// figures that are made up. A test holds them against the 98.
var municipalities = [...]struct{ name, region string }{
	{"Askedal", danish.Hovedstaden}, {"Avnsø", danish.Syddanmark}, {"Bakkelund", danish.Nordjylland}, {"Birkholm", danish.Hovedstaden},
	{"Blåbæk", danish.Sjaelland}, {"Bregnerød", danish.Hovedstaden}, {"Brohave", danish.Sjaelland}, {"Bøgested", danish.Midtjylland},
	{"Dalby Sund", danish.Hovedstaden}, {"Damhus Å", danish.Midtjylland}, {"Egelund", danish.Midtjylland}, {"Ellemose", danish.Nordjylland},
	{"Engsted", danish.Syddanmark}, {"Fjordager", danish.Syddanmark}, {"Fuglehøj", danish.Sjaelland}, {"Fyrremark", danish.Midtjylland},
	{"Granslev", danish.Nordjylland}, {"Gråsten Vig", danish.Sjaelland}, {"Hasselø", danish.Sjaelland}, {"Havbjerg", danish.Nordjylland},
	{"Hedelund", danish.Syddanmark}, {"Hjortekær", danish.Hovedstaden}, {"Holmsund", danish.Nordjylland}, {"Humlebo", danish.Hovedstaden},
	{"Hyldeby", danish.Hovedstaden}, {"Høgsted", danish.Midtjylland}, {"Kildemark", danish.Midtjylland}, {"Kirsebæk", danish.Sjaelland},
	{"Klitsø", danish.Nordjylland}, {"Kornbæk", danish.Syddanmark}, {"Krageholm", danish.Hovedstaden}, {"Kærsdal", danish.Midtjylland},
	{"Lindeå", danish.Midtjylland}, {"Lynghede", danish.Syddanmark}, {"Løvsund", danish.Sjaelland}, {"Marksted", danish.Syddanmark},
	{"Mosebjerg", danish.Midtjylland}, {"Mølleå", danish.Hovedstaden}, {"Nordvang", danish.Nordjylland}, {"Oddebjerg", danish.Nordjylland},
	{"Pilehave", danish.Sjaelland}, {"Ravnsø", danish.Syddanmark}, {"Rosendal", danish.Sjaelland}, {"Rugkær", danish.Midtjylland},
	{"Rønnebjerg", danish.Nordjylland}, {"Sandvig Strand", danish.Syddanmark}, {"Skovsø", danish.Hovedstaden}, {"Slåenborg", danish.Sjaelland},
	{"Solvang", danish.Sjaelland}, {"Stenløkke", danish.Nordjylland}, {"Svaneholm", danish.Hovedstaden}, {"Søndermark", danish.Syddanmark},
	{"Tangø", danish.Syddanmark}, {"Tornekær", danish.Midtjylland}, {"Vibehøj", danish.Nordjylland}, {"Vindeby Å", danish.Sjaelland},
	{"Ærtebjerg", danish.Hovedstaden}, {"Ørnehøj", danish.Nordjylland}, {"Østerlund", danish.Hovedstaden}, {"Ålsted", danish.Midtjylland},
}

// The names of people are drawn from two lists whose lengths have no common
// factor, so that no two of the demo's people share both.
var (
	firstNames = [...]string{
		"Agnes", "Aksel", "Alma", "Anton", "Astrid", "August", "Benedikte", "Bjarke", "Bodil", "Carl", "Dagmar", "Ditte",
		"Ebbe", "Elin", "Emil", "Esther", "Frida", "Gunnar", "Hannah", "Hjalmar", "Ida", "Ingrid", "Jeppe", "Johanne",
		"Kaja", "Karla", "Lauge", "Liva", "Malthe", "Marie", "Naja", "Nikolaj", "Olga", "Otto", "Rasmus", "Rigmor",
		"Sigrid", "Storm", "Svend", "Tilde", "Tove", "Vera", "Viggo", "Åse", "Øjvind", "Ægir", "Aske",
	}
	lastNames = [...]string{
		"Agersted", "Bakkedal", "Birkelund", "Bjergmark", "Bækhøj", "Damkær", "Egebo", "Engholt", "Fjeldsø", "Fyrbo",
		"Granbo", "Hasselby", "Havmark", "Hyldekrog", "Højbo", "Kildehus", "Klintø", "Krogager", "Kærbo", "Lindevang",
		"Lyngbo", "Løvholt", "Marksø", "Mosegård", "Nørbæk", "Odderbo", "Pilegren", "Ravnbo", "Rugmark", "Rønholt",
		"Sandbo", "Skovhus", "Solbæk", "Stenvang", "Søbo", "Tangmark", "Tornbo", "Vadmark", "Vestbo", "Ærenlund",
		"Ørbo", "Åkær", "Åmark",
	}
	titles = [...]string{"Udviklingskonsulent", "Pædagogisk konsulent", "Skolekonsulent", "Dagtilbudskonsulent", "Teamleder", "Chefkonsulent", "Læringskonsulent"}
)

// personName is the n'th name, and the part of an address that goes with it.
func personName(n int) (name, mailbox string) {
	first, last := firstNames[n%len(firstNames)], lastNames[n%len(lastNames)]
	return first + " " + last, i18n.Slug(first) + "." + i18n.Slug(last)
}

// domain is a municipality's part of mail addresses; .example belongs to nobody
// (RFC 2606).
func domain(municipality string) string { return i18n.Slug(municipality) + ".example" }

// gln is the n'th number with a right check digit. The prefix 952 is set aside
// by GS1 for examples and belongs to no place on earth.
func gln(n int) string {
	digits := fmt.Sprintf("952%09d", n)
	sum := 0
	for i, d := range digits {
		weight := 1
		if i%2 == 1 {
			weight = 3
		}
		sum += weight * int(d-'0')
	}
	return fmt.Sprintf("%s%d", digits, (10-sum%10)%10)
}

// cvr is the first number of the right modulus at or after 99,000,000 + 100·n:
// the real ones are still below half of that.
func cvr(n int) string {
	weights := [...]int{2, 7, 6, 5, 4, 3, 2, 1}
	for i := 99_000_000 + 100*n; ; i++ {
		text, sum := fmt.Sprintf("%08d", i), 0
		for j, d := range text {
			sum += weights[j] * int(d-'0')
		}
		if sum%11 == 0 {
			return text
		}
	}
}
