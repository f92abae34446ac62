// Package people knows the organisations, the persons who belong to them, and
// what each person is responsible for.
//
// A person has one affiliation at a time. It is pending until a contact person
// of the organisation, or the secretariat, has said yes, and ended when they
// have left; only an active one may sign in. A role counts in a scope: one
// organisation, one programme, or everywhere.
//
// Read org.go and person.go for the things, access.go for who may do what,
// rules.go for what a number or an address must look like, and ensure.go for
// the one command that is used under load.
package people
