// Package material is what people get before and after a meeting: files and
// links, for everybody, for a network's members, or for those with a seat.
//
// What is sent in is known by its bytes, never by its name: read sniff.go for
// what may be kept. The bytes lie in package files; a material points at them, so
// a new version keeps the address, and bytes that nothing points at are deleted.
//
// Read rules.go for who sees what, add.go and edit.go for what happens.
package material
