// Package interest is who wants to be told when something opens: a network whose
// deadline has passed, or where no meeting has room or is still to come.
//
// Whoever is signed in says so with one press. Others leave an address, and confirm
// it with the link in a mail, so that nobody can sign somebody else up. They are told
// once when a meeting is added, and once when the next season is published; every
// mail has a link that ends it.
//
// Read rules.go for what they are told, and how long their address is kept.
package interest
