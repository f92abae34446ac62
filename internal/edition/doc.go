// Package edition makes a whole programme from a blueprint: its texts, its
// prices and its meetings in one go, as a draft for the secretariat to finish.
// It also has the secretariat's page about a programme, which joins the three,
// and decides whether a draft is ready to be published.
//
// A blueprint is a form that is filled in beforehand. Start with blueprint.go
// (what is filled in), create.go (the command) and form.go (what is typed).
package edition
