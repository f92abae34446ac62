// Package idea is what a network's members would like to talk about: themes, and
// dilemmas from their work.
//
// Whoever takes part hands one in, and says whether the others see it, and with
// whose name; the secretariat sees both. Others may say that they want to hear about
// it too. The secretariat talks it over in notes of its own, unites those that are
// the same, and answers: talked over, put aside, or on the programme of a meeting,
// where it becomes an item of the agenda. Whose idea it is gets a mail each time.
//
// Read rules.go for who sees what, give.go for how an idea begins, and answer.go,
// plan.go and unite.go for what becomes of it.
package idea
