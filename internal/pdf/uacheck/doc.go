// Package uacheck checks finished PDF files against the conditions of PDF/UA-1
// that a machine can check (the Matterhorn Protocol). It reads the file from its
// bytes and shares no code with the writer, so that a mistake is not made twice.
//
// It is for tests: it reads unencrypted files with one cross-reference section
// and Flate or no compression, as internal/pdf writes them. What it cannot judge
// is whether the words are the right ones; conformance/pdf asks veraPDF as well.
//
// Start in check.go. lexer.go and parse.go read the file, content.go the pages,
// font.go the fonts, and tree.go the structure tree.
package uacheck
