// Package message lets the secretariat write to a group of people: everybody with
// a seat, those who come to a meeting, contact persons, those whose registration
// has no requisition number.
//
// A message is a draft until it is sent or scheduled. When it begins, its text and
// its recipients are frozen, and there is one job for each of them. Each gets it
// once: see deliver.go and docs/adr/0010. News may be unsubscribed from; what is
// about a service that somebody takes part in may not.
//
// A mail that comes back is read by `faelled bounce` (returned.go), and package
// people decides when an address is to be given up.
//
// Read message.go for the things, fields.go for what is filled into a text, gather.go
// for who gets it, and deliver.go for the sending.
package message
