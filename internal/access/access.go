// Package access says who is acting. What an actor may do is decided in each
// capability's access.go, next to the thing being guarded.
package access

import (
	"slices"

	"faelled/internal/id"
)

// Role is a kind of responsibility; where it counts is its Scope.
type Role string

const (
	Participant Role = "participant" // takes part in a programme
	Contact     Role = "contact"     // looks after one organisation's people, seats and invoices
	Planner     Role = "planner"     // sits in a planning group
	Steering    Role = "steering"    // sits in a steering group
	Manager     Role = "manager"     // runs a project
	Secretary   Role = "secretary"   // keeps a project's plans, accounts and minutes
	External    Role = "external"    // a guest with one task
	Speaker     Role = "speaker"
	Moderator   Role = "moderator"
	Signer      Role = "signer" // may commit an organisation's money
	Staff       Role = "staff"  // runs the programmes
	Admin       Role = "admin"  // people, roles, settings; may do what staff may
	house       Role = "house"  // the program itself, for jobs
)

// Roles are those that a person can be given, in the order pages list them.
var Roles = []Role{Participant, Contact, Signer, Planner, Steering, Manager, Secretary, External, Speaker, Moderator, Staff, Admin}

// Scope is where a role counts: one organisation, one programme, or everywhere.
type Scope string

// Everywhere is the scope of the whole house.
const Everywhere Scope = "everywhere"

// At is the scope of one organisation. No organisation is no scope.
func At(org id.Org) Scope { return scope("org:", string(org)) }

// In is the scope of one programme. No programme is no scope.
func In(programme id.Programme) Scope { return scope("programme:", string(programme)) }

func scope(kind, of string) Scope {
	if of == "" {
		return ""
	}
	return Scope(kind + of)
}

// Grant is one role in one scope.
type Grant struct {
	Role  Role
	Scope Scope
}

// Actor is the person behind a request, and the organisation they act for.
// The zero Actor is a visitor who has not signed in.
type Actor struct {
	Person   id.Person
	Org      id.Org
	Grants   []Grant
	OnBehalf id.Person // whom the program acts for; empty for people
}

// System is the program itself, carrying out what somebody caused. It inherits
// none of their roles: what a job may do is said where the job is guarded.
func System(onBehalf id.Person) Actor {
	return Actor{Person: "system", Grants: []Grant{{house, Everywhere}}, OnBehalf: onBehalf}
}

// IsSystem tells whether the program itself is acting.
func (a Actor) IsSystem() bool { return a.Is(house, Everywhere) }

// SignedIn tells whether we know who this is.
func (a Actor) SignedIn() bool { return a.Person != "" }

// Is tells whether the actor holds a role in a scope, or everywhere.
func (a Actor) Is(role Role, in Scope) bool {
	return in != "" && (slices.Contains(a.Grants, Grant{role, in}) || slices.Contains(a.Grants, Grant{role, Everywhere}))
}

// IsStaff tells whether the actor runs the programmes: staff or administrator
// of the whole house.
func (a Actor) IsStaff() bool { return a.Is(Staff, Everywhere) || a.Is(Admin, Everywhere) }

// IsAdmin tells whether the actor may change people's roles and settings.
func (a Actor) IsAdmin() bool { return a.Is(Admin, Everywhere) }
