// Package danish knows the language and the numbers of Denmark.
//
// So far: CPR finds civil registration numbers in free text, to keep them out.
package danish
