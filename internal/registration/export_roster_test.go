package registration

import (
	"slices"
	"testing"

	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/tabular"
)

// Who waits in line is not written down as coming.
func TestTheRostersTablePartsWhoWaits(t *testing.T) {
	a, b := meeting.Meeting{ID: "a", Day: "2021-06-02"}, meeting.Meeting{ID: "b", Day: "2021-09-15"}
	cells := participant{people.Person{Name: "Ida Eng"}, []meeting.Meeting{a, b}, []meeting.Meeting{b}}.cells()
	if !slices.Equal(cells, tabular.Texts("Ida Eng", "", "", "", "2021-06-02", "2021-09-15")) {
		t.Errorf("%+v", cells)
	}
}
