package demo

import (
	"fmt"

	"faelled/internal/i18n"
)

// The demo's municipalities exist nowhere: no real authority may stand beside
// figures that are made up. A test holds them against the 98.
var municipalities = [...]struct{ name, region string }{
	{"Askedal", "Østlandet"}, {"Avnsø", "Vestlandet"}, {"Bakkelund", "Nordlandet"}, {"Birkholm", "Østlandet"},
	{"Blåbæk", "Sydlandet"}, {"Bregnerød", "Østlandet"}, {"Brohave", "Sydlandet"}, {"Bøgested", "Midtlandet"},
	{"Dalby Sund", "Østlandet"}, {"Damhus Å", "Midtlandet"}, {"Egelund", "Midtlandet"}, {"Ellemose", "Nordlandet"},
	{"Engsted", "Vestlandet"}, {"Fjordager", "Vestlandet"}, {"Fuglehøj", "Sydlandet"}, {"Fyrremark", "Midtlandet"},
	{"Granslev", "Nordlandet"}, {"Gråsten Vig", "Sydlandet"}, {"Hasselø", "Sydlandet"}, {"Havbjerg", "Nordlandet"},
	{"Hedelund", "Vestlandet"}, {"Hjortekær", "Østlandet"}, {"Holmsund", "Nordlandet"}, {"Humlebo", "Østlandet"},
	{"Hyldeby", "Østlandet"}, {"Høgsted", "Midtlandet"}, {"Kildemark", "Midtlandet"}, {"Kirsebæk", "Sydlandet"},
	{"Klitsø", "Nordlandet"}, {"Kornbæk", "Vestlandet"}, {"Krageholm", "Østlandet"}, {"Kærsdal", "Midtlandet"},
	{"Lindeå", "Midtlandet"}, {"Lynghede", "Vestlandet"}, {"Løvsund", "Sydlandet"}, {"Marksted", "Vestlandet"},
	{"Mosebjerg", "Midtlandet"}, {"Mølleå", "Østlandet"}, {"Nordvang", "Nordlandet"}, {"Oddebjerg", "Nordlandet"},
	{"Pilehave", "Sydlandet"}, {"Ravnsø", "Vestlandet"}, {"Rosendal", "Sydlandet"}, {"Rugkær", "Midtlandet"},
	{"Rønnebjerg", "Nordlandet"}, {"Sandvig Strand", "Vestlandet"}, {"Skovsø", "Østlandet"}, {"Slåenborg", "Sydlandet"},
	{"Solvang", "Sydlandet"}, {"Stenløkke", "Nordlandet"}, {"Svaneholm", "Østlandet"}, {"Søndermark", "Vestlandet"},
	{"Tangø", "Vestlandet"}, {"Tornekær", "Midtlandet"}, {"Vibehøj", "Nordlandet"}, {"Vindeby Å", "Sydlandet"},
	{"Ærtebjerg", "Østlandet"}, {"Ørnehøj", "Nordlandet"}, {"Østerlund", "Østlandet"}, {"Ålsted", "Midtlandet"},
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
