package message

import (
	"html"
	"regexp"
	"strings"

	"faelled/internal/programme"
)

// link is an address in a text. What ends a sentence is not a part of it.
var link = regexp.MustCompile(`https?://[^\s<>"»«]+[^\s<>"»«.,;:!?)]`)

// span is a part of a line: words, or a link.
type span struct{ Text, Href string }

// spans takes a line apart.
func spans(line string) (all []span) {
	for {
		at := link.FindStringIndex(line)
		if at == nil {
			if line != "" {
				all = append(all, span{Text: line})
			}
			return all
		}
		if at[0] > 0 {
			all = append(all, span{Text: line[:at[0]]})
		}
		all = append(all, span{line[at[0]:at[1]], line[at[0]:at[1]]})
		line = line[at[1]:]
	}
}

// asText is a message as plain mail: paragraphs and lists, parted by blank lines.
func asText(body string) string {
	var parts []string
	for _, b := range programme.Blocks(body) {
		if b.List {
			parts = append(parts, "- "+strings.Join(b.Lines, "\n- "))
		} else {
			parts = append(parts, b.Lines...)
		}
	}
	return strings.Join(parts, "\n\n")
}

// The look of a mail: one column that fits a phone, dark letters on white, nothing
// fetched from anywhere.
const (
	htmlBody = `<body style="margin:0;padding:16px;background:#ffffff;color:#1a1a1a;font:16px/1.5 Arial,Helvetica,sans-serif"><div style="max-width:600px;margin:0 auto">`
	htmlPara = `<p style="margin:0 0 16px">`
	htmlList = `<ul style="margin:0 0 16px;padding-left:24px">`
	htmlFoot = `<p style="margin:24px 0 8px;padding-top:12px;border-top:1px solid #bfbfbf;color:#4d4d4d;font-size:14px">`
	htmlLink = `<a style="color:#12402d" href="`
)

// asHTML is a message as simple HTML. foot is what stands below it.
func asHTML(lang, subject, body string, foot []string) string {
	var all strings.Builder
	all.WriteString(`<!DOCTYPE html><html lang="` + html.EscapeString(lang) + `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>` +
		html.EscapeString(subject) + `</title></head>` + htmlBody)
	for _, b := range programme.Blocks(body) {
		if !b.List {
			all.WriteString(htmlPara + htmlLine(b.Lines[0]) + "</p>\n")
			continue
		}
		all.WriteString(htmlList)
		for _, line := range b.Lines {
			all.WriteString("<li>" + htmlLine(line) + "</li>")
		}
		all.WriteString("</ul>\n")
	}
	for _, line := range foot {
		all.WriteString(htmlFoot + strings.ReplaceAll(htmlLine(line), "\n", "<br>") + "</p>\n")
	}
	all.WriteString("</div></body></html>\n")
	return all.String()
}

func htmlLine(line string) string {
	var all strings.Builder
	for _, s := range spans(line) {
		if s.Href == "" {
			all.WriteString(html.EscapeString(s.Text))
		} else {
			all.WriteString(htmlLink + html.EscapeString(s.Href) + `">` + html.EscapeString(s.Text) + "</a>")
		}
	}
	return all.String()
}
