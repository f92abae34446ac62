// Package overview draws the pages that join several capabilities: the front
// page, a network and its meetings, the calendar, our municipality and the
// secretariat's desk. It only reads. Whatever can be changed has its form in the
// capability that owns it, and these pages link there.
//
// Each page is three files' worth of the same name: the .go file asks the
// capabilities and puts together a view, status.go and price.go hold the
// decisions, and the .templ file draws the view. Start with web.go.
package overview
