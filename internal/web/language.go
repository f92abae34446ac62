package web

import (
	"context"
	"net/http"
	"slices"

	"faelled/internal/i18n"

	"github.com/a-h/templ"
)

// languageCookie holds the language chosen in this browser. It is set only when
// somebody chooses, so it needs no consent.
const languageCookie = "sprog"

// language is what this browser chose, else what the person chose, else the
// first. A choice in the browser is newer: it is made on the page being read.
func language(r *http.Request, person string) string {
	if c, err := r.Cookie(languageCookie); err == nil && slices.Contains(i18n.Languages, c.Value) {
		return c.Value
	}
	if slices.Contains(i18n.Languages, person) {
		return person
	}
	return i18n.Languages[0]
}

// chooseLanguage remembers the choice and goes back to the page it was made on.
func chooseLanguage(s *Site, w http.ResponseWriter, r *http.Request) error {
	if lang := r.PostFormValue("sprog"); slices.Contains(i18n.Languages, lang) {
		http.SetCookie(w, &http.Cookie{
			Name: languageCookie, Value: lang, Path: "/", MaxAge: 365 * 24 * 60 * 60,
			HttpOnly: true, Secure: s.Secure, SameSite: http.SameSiteLaxMode,
		})
	}
	return Redirect(w, r, r.PostFormValue("videre"))
}

func otherLanguage(ctx context.Context) string {
	if i18n.Lang(ctx) == "en" {
		return "da"
	}
	return "en"
}

// LanguageOptions are the languages to choose from, each by its own name.
func LanguageOptions() []Option {
	options := make([]Option, len(i18n.Languages))
	for i, lang := range i18n.Languages {
		options[i] = Option{Value: lang, Text: ownName(lang)}
	}
	return options
}

// Danish marks an element whose text was written by the house's people, who write
// Danish, on a page in another language: screen readers then read it as Danish
// (WCAG 3.1.2). Use it as attributes: <p { web.Danish(ctx)... }>.
func Danish(ctx context.Context) templ.Attributes {
	if i18n.Lang(ctx) == "da" {
		return nil
	}
	return templ.Attributes{"lang": "da"}
}

func (h Head) language(ctx context.Context) templ.Attributes {
	if h.Danish {
		return Danish(ctx)
	}
	return nil
}

// ownName is a language's name in itself, for those who read no other.
func ownName(lang string) string {
	if lang == "en" {
		return "English"
	}
	return "Dansk"
}
