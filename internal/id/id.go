// Package id names everything in the house that can be pointed at.
//
// Holding another capability's id does not require importing that capability,
// which is how two capabilities can refer to each other without a cycle. All
// ids are UUIDv7 in text, except File, which is the SHA-256 of what it names.
package id

type (
	Person       string
	Org          string
	Programme    string
	Meeting      string
	News         string
	Registration string
	Seat         string
	Membership   string
	Wait         string
	PriceList    string
	Invoice      string
	File         string // lower-case hexadecimal SHA-256 of the bytes
	Job          string
	Hold         string
	Approval     string
	Message      string
	Material     string
	Idea         string
)
