package overview

import (
	"testing"
	"time"

	"faelled/internal/access"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
)

// A network whose meetings are all full leads contact persons to the waiting list
// of the first; one that is closed, or has a seat for them, does not.
func TestAFullNetworkLeadsToItsWaitingList(t *testing.T) {
	contact := web.Viewer{Actor: access.Actor{Person: "p", Org: "o", Grants: []access.Grant{{Role: access.Contact, Scope: access.At("o")}}}}
	for name, c := range map[string]struct {
		taken int64
		open  bool
		own   registration.Own
		want  string
	}{
		"full":                     {2, true, registration.Own{}, "/netvaerk/n/tilmeld?moede=juni"},
		"a contact with a seat":    {2, true, registration.Own{Me: true, Ours: 1}, "/netvaerk/n/tilmeld?moede=juni"},
		"closed for new members":   {2, false, registration.Own{}, ""},
		"full of fewer than there": {3, true, registration.Own{}, "/netvaerk/n/tilmeld?moede=juni"},
		"one seat is free":         {1, true, registration.Own{}, ""},
	} {
		f := networkFound{future: []meeting.Meeting{{ID: "m", Slug: "juni", Day: "2026-06-03", State: meeting.Planned, Capacity: 2}}}
		f.P = programme.Programme{Kind: web.KindNetwork, Slug: "n"}
		f.base = chance{Now: time.Date(2026, 4, 22, 9, 0, 0, 0, time.UTC), Open: c.open}
		f.Ahead = map[id.Meeting]int64{"m": c.taken}
		f.own = map[id.Meeting]registration.Own{"m": c.own}
		if got := f.join(t.Context(), contact, nil).Href; got != c.want {
			t.Errorf("%s: leads to %q, want %q", name, got, c.want)
		}
	}
}
