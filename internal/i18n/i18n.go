// Package i18n turns keys into words in the reader's language. The words live
// with each capability, in locale/da.json and locale/en.json.
package i18n

import (
	"context"
	"fmt"
	"io/fs"
	"sync"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// Languages are those we write; the first is for readers who chose none.
var Languages = []string{"da", "en"}

// Key is a message's name where it stands in a table of its own and not in a
// call, so that the test of words can see it.
type Key string

// Args fill the holes of a message: {{.Name}} is Args["Name"].
type Args map[string]any

// Words are all the capabilities' words together.
type Words struct{ readers map[string]reader }

type reader struct {
	lang string
	*i18n.Localizer
	plain *sync.Map // key → text, of messages said without holes to fill
}

// Load reads the locale folder of each capability.
func Load(capabilities ...fs.FS) (*Words, error) {
	bundle := i18n.NewBundle(language.MustParse(Languages[0]))
	w := &Words{map[string]reader{}}
	for _, lang := range Languages {
		for _, files := range capabilities {
			if _, err := bundle.LoadMessageFileFS(files, "locale/"+lang+".json"); err != nil {
				return nil, fmt.Errorf("words: %w", err)
			}
		}
		w.readers[lang] = reader{lang, i18n.NewLocalizer(bundle, lang), &sync.Map{}}
	}
	return w, nil
}

type inContext struct{}

// For marks ctx with the language of its reader; one we do not write becomes
// the first.
func (w *Words) For(ctx context.Context, lang string) context.Context {
	r, ok := w.readers[lang]
	if !ok {
		r = w.readers[Languages[0]]
	}
	return context.WithValue(ctx, inContext{}, r)
}

// Lang is the language of the reader of ctx: "da" or "en".
func Lang(ctx context.Context) string {
	if r, ok := ctx.Value(inContext{}).(reader); ok {
		return r.lang
	}
	return Languages[0]
}

// T is the text for a key; a missing one shows as ⟦key⟧.
func T(ctx context.Context, key string) string {
	r, ok := ctx.Value(inContext{}).(reader)
	if !ok {
		return say(ctx, &i18n.LocalizeConfig{MessageID: key})
	}
	if text, ok := r.plain.Load(key); ok {
		return text.(string)
	}
	text := say(ctx, &i18n.LocalizeConfig{MessageID: key})
	r.plain.Store(key, text)
	return text
}

// F is the text for a key with its holes filled.
func F(ctx context.Context, key string, args Args) string {
	return say(ctx, &i18n.LocalizeConfig{MessageID: key, TemplateData: args})
}

// N is the text for a key and a number, in the plural form the language asks for.
func N(ctx context.Context, key string, n int) string {
	return say(ctx, &i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: Args{"N": n}})
}

func say(ctx context.Context, what *i18n.LocalizeConfig) string {
	if r, ok := ctx.Value(inContext{}).(reader); ok {
		if text, _ := r.Localize(what); text != "" {
			return text
		}
	}
	return "⟦" + what.MessageID + "⟧"
}
