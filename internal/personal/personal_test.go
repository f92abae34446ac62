package personal

import (
	"slices"
	"testing"
)

func TestMissing(t *testing.T) {
	tables := map[string][]string{
		"seats":    {"id", "meeting", "person", "diet", "price_minor"},
		"invoices": {"id", "total_minor", "approved_by", "series_name"},
		"persons":  {"id", "first_name", "name_key"},
		"halves":   {"half", "emailed_at_least"},
	}
	seats := Holding{Table: "seats", Columns: []string{"person"}, Basis: Contract}
	for name, c := range map[string]struct {
		holdings []Holding
		want     []string
	}{
		"half registered": {[]Holding{seats}, []string{"invoices.approved_by", "persons.first_name", "persons.name_key", "seats.diet"}},
		"all": {[]Holding{
			{Table: "seats", Columns: []string{"person", "diet"}},
			{Table: "invoices", Columns: []string{"approved_by"}},
			{Table: "persons", Columns: []string{"first_name", "name_key"}},
		}, nil},
		"gone since": {[]Holding{
			{Table: "seats", Columns: []string{"person", "diet", "phone"}},
			{Table: "invoices", Columns: []string{"approved_by"}},
			{Table: "persons", Columns: []string{"first_name", "name_key"}},
			{Table: "answers", Columns: []string{"text"}},
		}, []string{"answers.text does not exist", "seats.phone does not exist"}},
	} {
		if got := Missing(tables, c.holdings); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
