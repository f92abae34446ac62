// Package web is the edge of the house: it turns requests into calls, errors
// into pages and keys into words, and draws the parts all pages share. It holds
// no business rule.
//
// Start with route.go (how a door is declared), edge.go (what every request
// goes through) and shell.templ (what is around every page). The look itself,
// style sheet, fonts and icons, is built in the top folder web/.
package web
