// Package approval has somebody who may decide over the money say yes before a
// municipality is bound.
//
// A contact person decides alone up to the limit that their organisation has set
// (people.Mandate). What is above it waits here: all that was typed, the price as
// it was seen, and the places, which are kept meanwhile. The signers get a mail
// with a link that works without signing in, for that one request only; opening
// it changes nothing, since programs that look through mail open links too. When
// one of them says yes, the registration is made as if the contact person had
// sent it, at the price that the signer saw on the page: if that has become
// another, they are asked again. When nobody answers in time, the places are free
// and the contact person is told.
//
// Read rules.go for what is true, ask.go and decide.go for what happens.
package approval
