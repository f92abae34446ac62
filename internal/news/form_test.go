package news

import (
	"net/url"
	"slices"
	"testing"

	"faelled/internal/id"
)

// What is not changed in the form stays, also the programmes that it has no field
// for: a meeting's comes first, and pushes the others back.
func TestTheFormKeepsEveryProgramme(t *testing.T) {
	for _, all := range [][]id.Programme{nil, {"a"}, {"a", "b"}, {"c", "a", "b"}, {"d", "c", "a", "b"}} {
		f := formOf(News{Programmes: all})
		sent := url.Values{"programmes": {f.Programme}, "more": {f.More}, "rest": f.Rest}
		if got := readForm(sent).news().Programmes; !slices.Equal(got, all) {
			t.Errorf("%v becomes %v", all, got)
		}
	}
}
