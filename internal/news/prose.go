package news

import (
	"bytes"
	"context"
	"io"
	"sync"

	"github.com/a-h/templ"
	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// What is written becomes HTML in two steps (ASVS V1.3.5). The first leaves out
// HTML that somebody typed, and addresses that run something; the second lets
// through only the elements below, whatever the first did.
var (
	markdown = sync.OnceValue(func() goldmark.Markdown {
		return goldmark.New(goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(below{}, 100))))
	})
	allowed = sync.OnceValue(func() *bluemonday.Policy {
		p := bluemonday.NewPolicy()
		p.AllowElements("p", "h2", "h3", "h4", "ul", "ol", "li", "em", "strong", "blockquote", "br", "hr", "code", "pre")
		p.AllowAttrs("href").OnElements("a")
		p.AllowURLSchemes("https", "http", "mailto")
		p.AllowRelativeURLs(true)
		p.RequireParseableURLs(true)
		p.RequireNoFollowOnLinks(false)
		return p
	})
)

// below moves headings under the page's own: whichever level the writer began
// with is h2, no level is skipped on the way down, and there are three.
type below struct{}

func (below) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	typed, shown := 0, 1 // of the heading before
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		h, ok := n.(*ast.Heading)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		level := shown + h.Level - typed
		if h.Level > typed {
			level = shown + 1
		}
		typed, shown = h.Level, min(max(level, 2), 4)
		h.Level = shown
		return ast.WalkContinue, nil
	})
}

// HTML is a body as a page shows it, safe to show as it is.
func HTML(body string) string {
	var made bytes.Buffer
	if err := markdown().Convert([]byte(body), &made); err != nil {
		return templ.EscapeString(body) // a buffer never fails
	}
	return string(allowed().SanitizeBytes(made.Bytes()))
}

// Prose is a body on a page.
func Prose(body string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := io.WriteString(w, HTML(body))
		return err
	})
}
