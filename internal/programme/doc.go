// Package programme knows what municipalities can take part in together: what
// it is called and for whom, who owns, runs, invites to and sells it, when it
// is, and whether new members may still join.
//
// A programme is a draft until the secretariat publishes it; a draft is seen by
// the secretariat alone. Its address never stops working: an old one leads to
// the new one, and is never given to another programme.
//
// Start with programme.go (the thing) and rules.go (what must be filled in).
// Prices are billing's, days are meeting's, and edition makes all three at once.
package programme
