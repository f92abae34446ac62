// Package pdf writes tagged PDF documents that keep PDF/UA-1 (ISO 14289-1):
// a screen reader meets headings, lists, tables and links in reading order.
//
// A document is described block by block and laid out when Bytes is called, so
// headings stay with what follows and the footer knows the number of pages.
// The same description gives the same bytes; Options.Created is the only date.
// What people typed never stops a document: a character without a glyph is
// drawn as a stand-in and keeps its true code in the text layer.
//
// Start in document.go. flow.go is what callers write with, engine.go lays it
// out, page.go marks what is painted, tree.go and assemble.go make the file.
// All lengths are points (1/72 inch) unless said otherwise; y grows downwards.
//
// Not covered: kerning, hyphenation by dictionary, right-to-left text, raster
// images, row spans, forms, signatures, attachments and PDF/A.
package pdf
