// Package evaluation asks those who were at a meeting what they thought of it, and
// tells what they answered without telling who.
//
// Everybody asked has an invite, and gets a mail with a secret that opens three
// questions, once. The answer is kept beside the invite with nothing that joins
// the two: no person, no moment, no trail, an id made by chance; and each answer
// writes all rows of its meeting anew, so that not even their places in the
// database, or the transaction that PostgreSQL remembers, tell which came when.
//
// Nobody sees a result before the evaluation has closed, and none from fewer than
// five: those answers are deleted then. So no two looks at it can be compared, and
// nobody is one of a few. When it closes, who was asked is deleted as well.
//
// Afterwards the secretariat writes a summary, which those who were there get by
// mail and the network's members can read: see summary.go.
//
// Read rules.go for what is true, ask.go, answer.go and close.go for what happens,
// and result.go for what is told to whom.
package evaluation
