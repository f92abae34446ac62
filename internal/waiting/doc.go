// Package waiting is the waiting list of each meeting that is full.
//
// A contact person puts people on it with all that a registration needs. When a
// seat is free the first in the line is registered, and told; nobody has to
// answer, unless it has become dearer meanwhile. Those who asked to come
// together get seats at once or not at all.
//
// Read rules.go for whose turn it is, and look.go for what happens then.
package waiting
