// Package mail renders messages and hands them to a mail server, or to a Box in
// memory for the demo and for tests.
//
// Sending is done by jobs only, which may run twice: a message has a Key, from
// which its Message-ID is made, so that the receiver can tell it is the same.
// Permanent tells whether another try could help.
package mail
