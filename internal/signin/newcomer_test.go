package signin

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/people"
)

func TestSomebodyNewAsksToJoin(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		link, _ := b.mailed("ester@egelund.example")
		if p := b.get("/log-ind/hvem"); p.status != http.StatusGone {
			t.Errorf("before the address is proved: %d", p.status)
		}
		b.goes(b.do("POST", link), "/log-ind/hvem")
		if b.isIn() {
			t.Fatal("in before anybody said yes")
		}
		if p := b.get("/log-ind/hvem"); p.status != 200 || !strings.Contains(p.body, "ester@egelund.example hører til Egelund Kommune") {
			t.Errorf("%d %s", p.status, p.body)
		}
		if p := b.do("POST", "/log-ind/hvem", "name", " ", "title", "Chef"); p.status != 422 || !strings.Contains(p.body, `value="Chef"`) || !strings.Contains(p.body, "Skriv navnet") {
			t.Errorf("%d %s", p.status, p.body)
		}
		if p := h.browser(t).do("POST", "/log-ind/hvem", "name", "Tyv"); p.status != http.StatusGone {
			t.Errorf("another browser: %d", p.status)
		}
		b.goes(b.do("POST", "/log-ind/hvem", "name", "Ester Holm", "title", "Chef", "email", "anden@egelund.example"), "/log-ind/vent")
		if p := b.get("/log-ind/vent"); p.status != 200 || !strings.Contains(p.body, "Vent på godkendelse") {
			t.Errorf("%d %s", p.status, p.body)
		}
		if p := b.do("POST", "/log-ind/hvem", "name", "Ester igen"); p.status != http.StatusGone {
			t.Errorf("a second time: %d", p.status)
		}
		var p people.Person
		h.write(t, func(ctx context.Context, tx *db.Tx) (err error) {
			p, _, err = people.PersonByMail(ctx, tx, "ester@egelund.example")
			return err
		})
		if p.Name != "Ester Holm" || p.Title != "Chef" || p.State != people.Pending || p.Org != h.egelund {
			t.Fatalf("%+v", p)
		}

		h.pass(time.Hour) // who waits gets a mail that says so
		b.mailed("ester@egelund.example")
		if m := h.box.To("ester@egelund.example")[0]; m.Subject != "Du venter på godkendelse" || links.MatchString(m.Text) || codes.MatchString(m.Text) {
			t.Errorf("%s\n%s", m.Subject, m.Text)
		}
		h.write(t, func(ctx context.Context, tx *db.Tx) error { return people.Approve(ctx, tx, p.ID) })
		h.pass(time.Hour)
		link, _ = b.mailed("ester@egelund.example")
		b.goes(b.do("POST", link), "/")
		if !b.isIn() {
			t.Error("not in after the yes")
		}
	})
}

// From the wish to the page, through the doors that people use: a colleague asks,
// the contact person is written to, answers where the mail says, and the colleague
// follows the link in the answer.
func TestAContactPersonLetsAColleagueIn(t *testing.T) {
	for name, c := range map[string]struct {
		answer, subject string
		in              bool
	}{
		"yes": {"godkend", "Du har fået adgang til Fælled", true},
		"no":  {"afvis", "Svar på din anmodning om adgang", false},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(t *testing.T, h *house) {
				ester, bodil := h.browser(t), h.enters(t, "bodil@egelund.example")
				link, _ := ester.mailed("ester@egelund.example")
				ester.goes(ester.do("POST", link), "/log-ind/hvem")
				ester.goes(ester.do("POST", "/log-ind/hvem", "name", "Ester Holm", "title", "Sagsbehandler"), "/log-ind/vent")
				must(t, h.runner.Drain(t.Context()))

				asked := h.box.To("bodil@egelund.example")[0]
				if asked.Subject != "Ester Holm vil være med" {
					t.Fatalf("%s\n%s", asked.Subject, asked.Text)
				}
				list := regexp.MustCompile(h.server.URL + `(/\S+)`).FindStringSubmatch(asked.Text)[1]
				page := bodil.get(list)
				form := regexp.MustCompile(`action="(/kommune/kolleger/[^"]+/` + c.answer + `)"`).FindStringSubmatch(page.body)
				if page.status != 200 || form == nil {
					t.Fatalf("%d %s", page.status, page.body)
				}
				if p := h.enters(t, "carlo@egelund.example").do("POST", form[1]); p.status != http.StatusNotFound {
					t.Errorf("a colleague who is no contact person answers: %d", p.status)
				}
				bodil.goes(bodil.do("POST", form[1]), list)
				if p := bodil.get(list); strings.Contains(p.body, c.answer) || strings.Contains(p.body, "Ester Holm") != c.in {
					t.Errorf("after the answer: %s", p.body)
				}
				must(t, h.runner.Drain(t.Context()))

				told := h.box.To("ester@egelund.example")[0]
				if told.Subject != c.subject || strings.Contains(told.Text, h.server.URL+"/log-ind\n") != c.in {
					t.Errorf("%s\n%s", told.Subject, told.Text)
				}
				h.pass(time.Hour)
				link, _ = ester.mailed("ester@egelund.example")
				ester.do("POST", link)
				if ester.isIn() != c.in {
					t.Errorf("in: %v", ester.isIn())
				}
			})
		})
	}
}

// Whoever proves an address has an hour to say who they are.
func TestAProofGrowsOld(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	b := h.browser(t)
	link, _ := b.mailed("ester@egelund.example")
	b.goes(b.do("POST", link), "/log-ind/hvem")
	h.pass(time.Hour)
	if p := b.do("POST", "/log-ind/hvem", "name", "Ester Holm"); p.status != http.StatusGone || h.count(t, `persons WHERE state = 'pending'`) != 0 {
		t.Errorf("%d", p.status)
	}
}

func TestAStrangerIsToldWhomToWrite(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		for range 3 { // one mail a day, so that nobody is pestered in our name
			link, code := b.mailed("nogen@andet.example")
			if link != "" || code != "" {
				t.Fatal("a stranger gets a link")
			}
			h.pass(time.Hour)
		}
		all := h.box.To("nogen@andet.example")
		if len(all) != 1 || !strings.Contains(all[0].Text, "/kontakt") {
			t.Fatalf("%d mails", len(all))
		}
		h.pass(24 * time.Hour)
		b.mailed("nogen@andet.example")
		if n := len(h.box.To("nogen@andet.example")); n != 2 {
			t.Errorf("%d mails the day after", n)
		}
	})
}

// Somebody who has left, at the domain of an organisation, is new again.
func TestWhoHasLeftIsNobody(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		b := h.browser(t)
		link, _ := b.mailed("carlo@egelund.example")
		h.write(t, func(ctx context.Context, tx *db.Tx) error { return people.Leave(ctx, tx, h.carlo) })
		b.goes(b.do("POST", link), "/log-ind/hvem")
		if b.isIn() {
			t.Error("in")
		}
	})
}

// A contact person adds somebody between the proof and the name: then there is
// nothing to ask for.
func TestWhoIsAddedMeanwhileHasNothingToAskFor(t *testing.T) {
	h := newHouse(t, dbtest.SQLite(t))
	b := h.browser(t)
	link, _ := b.mailed("ester@egelund.example")
	b.goes(b.do("POST", link), "/log-ind/hvem")
	h.write(t, func(ctx context.Context, tx *db.Tx) error {
		_, err := people.AddPerson(ctx, tx, people.NewPerson{Name: "Ester Holm", Email: "ester@egelund.example", Org: h.egelund})
		return err
	})
	for _, p := range []page{b.get("/log-ind/hvem"), b.do("POST", "/log-ind/hvem", "name", "Ester")} {
		if p.status != http.StatusGone {
			t.Errorf("%d", p.status)
		}
	}
}
