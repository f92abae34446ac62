package web

import (
	"net/http"
	"strings"
	"testing"

	"faelled/internal/problem"
)

// Each line of the summary says which field it is about, and no form need tell it.
func TestTheSummaryNamesTheFields(t *testing.T) {
	faults := problem.Fields{
		{Name: "ean", Key: "web.staff_only"},
		{Name: "mail2", Key: "web.staff_only", About: "Deltager 2"}, // says already whom it is about
		{Name: "slags", Key: "web.staff_only", About: "sekretariatet"},
		{Name: "siden", Key: "web.staff_only"}, // begins with its label already
		{Name: "hvad", Key: "web.staff_only"},  // its label is a question
		{Name: "", Key: "web.staff_only"},
	}
	h := newSite(t, signe).Handler([]Route{{Pattern: "GET /x", Do: func(_ *Site, w http.ResponseWriter, r *http.Request) error {
		return Render(w, r, http.StatusUnprocessableEntity, draw(Shell(Page{Title: "Ret"}),
			FaultSummary("Ret", faults),
			TextField(Field{Name: "ean", Label: "EAN <nummer>", Faults: faults}),
			TextArea(Field{Name: "mail2", Label: "Arbejdsmail", Faults: faults}),
			RadioCards("slags", "Slags", nil, faults),
			CheckCards("hvad", "Hvad nu?", nil, faults),
			SelectField(Field{Name: "siden", Label: "Siden"}, nil),
		))
	}}})
	page := visit(t, h, "GET", "/x", "").Body.String()
	for _, line := range []string{
		`<a href="#ean">EAN &lt;nummer&gt;: Siden er for sekretariatet.</a>`,
		`<a href="#mail2">Deltager 2: Siden er for sekretariatet.</a>`,
		`<a href="#slags">Slags: Siden er for sekretariatet.</a>`,
		`<a href="#hvad">Hvad nu? Siden er for sekretariatet.</a>`,
		`<a href="#siden">Siden er for sekretariatet.</a>`,
		`<li>Siden er for sekretariatet.</li>`,
	} {
		if strings.Count(page, line) != 1 {
			t.Errorf("not once: %s\n%s", line, page)
		}
	}
	if strings.Count(page, "<html") != 1 {
		t.Error("the page is there twice")
	}
}
