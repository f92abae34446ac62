package access

import "testing"

func TestARoleCountsOnlyInItsScope(t *testing.T) {
	clerk := Actor{Person: "clerk", Grants: []Grant{{Contact, At("townhall")}}}
	office := Actor{Person: "office", Grants: []Grant{{Staff, Everywhere}}}
	for _, c := range []struct {
		who  Actor
		role Role
		in   Scope
		want bool
	}{
		{clerk, Contact, At("townhall"), true},
		{clerk, Contact, At("elsewhere"), false},
		{clerk, Contact, In("townhall"), false}, // a programme of the same id is another scope
		{clerk, Contact, Everywhere, false},
		{clerk, Staff, At("townhall"), false},
		{office, Staff, At("townhall"), true},
		{office, Contact, At("townhall"), false},
		{Actor{Grants: []Grant{{Contact, At("")}}}, Contact, At(""), false}, // nobody belongs to nowhere
		{System("office"), Staff, Everywhere, false},                        // a job inherits no role
	} {
		if got := c.who.Is(c.role, c.in); got != c.want {
			t.Errorf("%s is %s in %q: %v", c.who.Person, c.role, c.in, got)
		}
	}
	if !System("office").IsSystem() || office.IsSystem() {
		t.Error("only the program itself is the system")
	}
}

func TestAnAdministratorMayDoWhatStaffMay(t *testing.T) {
	for _, c := range []struct {
		who          Actor
		staff, admin bool
	}{
		{Actor{}, false, false},
		{Actor{Grants: []Grant{{Staff, Everywhere}}}, true, false},
		{Actor{Grants: []Grant{{Admin, Everywhere}}}, true, true},
		{Actor{Grants: []Grant{{Staff, At("townhall")}, {Admin, In("p")}}}, false, false},
		{System(""), false, false},
	} {
		if c.who.IsStaff() != c.staff || c.who.IsAdmin() != c.admin {
			t.Errorf("%v: staff %v, admin %v", c.who.Grants, c.who.IsStaff(), c.who.IsAdmin())
		}
	}
}
