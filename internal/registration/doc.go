// Package registration gives people seats at meetings, and makes their
// organisation a member.
//
// An organisation that registers for one meeting becomes a member: its people
// get seats at that meeting and at the next ones that the membership covers.
// What it costs follows from the number of people it has at each meeting; a
// quote is always the price of all its seats less what was invoiced before, so
// two registrations cost what one would have.
//
// Read rules.go for what is true, register.go for what happens, and wizard.go
// for where a contact person meets it.
package registration
