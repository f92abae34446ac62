package i18n

import (
	"encoding/hex"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// collators are not safe for use by two at once.
var collators = sync.Pool{New: func() any {
	return collate.New(language.Danish, collate.IgnoreCase)
}}

// SortKey is a text that orders names as Danes do (æ, ø, å last, aa as å) when
// compared byte by byte. It is stored beside the name, because the engines
// disagree on how to order letters.
func SortKey(name string) string {
	c := collators.Get().(*collate.Collator)
	defer collators.Put(c)
	return hex.EncodeToString(c.KeyFromString(new(collate.Buffer), name))
}

// SearchKey folds a text so that what people type finds it: small letters,
// accents gone, æ ø å as ae oe aa, single spaces.
func SearchKey(text string) string {
	text = danish.Replace(strings.ToLower(norm.NFC.String(text)))
	fold := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	text, _, _ = transform.String(fold, text) // fails only on a broken transformer
	return strings.Join(strings.Fields(text), " ")
}

var danish = strings.NewReplacer("æ", "ae", "ø", "oe", "å", "aa")

// Slug is a text as part of an address: small ASCII letters, digits and
// hyphens, æ ø å as ae oe aa. It is empty when nothing of the text remains.
func Slug(text string) string {
	parts := strings.FieldsFunc(SearchKey(text), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	})
	return strings.Join(parts, "-")
}
