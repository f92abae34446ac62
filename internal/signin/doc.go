// Package signin finds out who somebody is, and remembers it in a session.
//
// A person types their mail address and gets a mail with a link and a six-digit
// code. Both prove the address once, within fifteen minutes, and only in the
// browser that asked. Whoever types an address is told the same, known or not:
// what the mail says is decided by the job that writes it. Somebody unknown at an
// organisation's own mail domain may then ask to join it (people.Ask).
//
// Nobody can keep anybody from signing in: a browser in which an address was
// proved within 90 days is known by a cookie with a secret, and is not held up
// by what others have asked for or guessed about that address.
//
// A session ends when it has been idle, when it is old, when the person signs
// out, and at once when they are no longer active: who they are and what they
// may do is read anew for every request.
//
// Read rules.go for the limits, request.go and redeem.go for signing in,
// session.go and identify.go for what follows, web.go for the doors.
package signin
