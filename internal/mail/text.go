package mail

import (
	"context"
	"embed"
	"strings"

	"faelled/internal/i18n"
)

// Locale holds the words that every letter has.
//
//go:embed locale
var Locale embed.FS

// Text is a letter being written, paragraph by paragraph.
type Text []string

// To begins a letter to somebody, by their first name, in the language of ctx.
func To(ctx context.Context, name string) Text {
	first, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return Text{i18n.F(ctx, "mail.hello", i18n.Args{"Name": first})}
}

// Say adds a paragraph.
func (t *Text) Say(paragraph string) { *t = append(*t, paragraph) }

// List adds items under a heading, unless there are none.
func (t *Text) List(title string, items []string) {
	if len(items) > 0 {
		t.Say(title + ":\n- " + strings.Join(items, "\n- "))
	}
}

// Sign ends a letter: where questions go, when there is an address for them, and
// whom it is from.
func (t *Text) Sign(ctx context.Context, post Post, from, email string) {
	if email != "" {
		t.Say(i18n.F(ctx, "mail.questions", i18n.Args{"Email": email}))
	}
	t.Say(i18n.F(ctx, "mail.sign", i18n.Args{"From": from}))
	t.Sample(ctx, post)
}

// Sample adds, where all is made up, that it is.
func (t *Text) Sample(ctx context.Context, post Post) {
	if post.Sample {
		t.Say(i18n.T(ctx, "mail.sample"))
	}
}

func (t Text) String() string { return strings.Join(t, "\n\n") + "\n" }
