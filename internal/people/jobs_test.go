package people

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/web"
)

// do runs one job with a payload, and gives the mail it wrote.
func (h house) do(t *testing.T, kind string, payload any) []mail.Received {
	t.Helper()
	words, err := i18n.Load(web.Locale, mail.Locale, Locale)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(payload)
	if err != nil {
		t.Fatal(err)
	}
	box := mail.NewBox()
	post := mail.Post{Send: box.Send, BaseURL: "https://faelled.example", Words: words}
	if err := Jobs(post)[kind](t.Context(), h.d, jobs.Job{ID: "job-1", Kind: kind, Payload: string(text)}); err != nil {
		t.Fatal(err)
	}
	return box.Messages()
}

func TestTheContactPersonIsWrittenTo(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		p := h.ask(t, ester, h.egelund)
		for to, link := range map[id.Person]string{
			h.bodil.ID: "https://faelled.example/kommune/kolleger\n",
			h.staff.ID: "https://faelled.example/kommuner/" + string(h.egelund) + "\n",
		} {
			got := h.do(t, "people.asked", asked{p.ID, to})
			if len(got) != 1 {
				t.Fatalf("%d mails", len(got))
			}
			m := got[0]
			if m.Subject != "Ester Holm vil være med" || m.To != h.person(t, to).Email || m.ToName != h.person(t, to).Name {
				t.Errorf("%q to %s <%s>", m.Subject, m.ToName, m.To)
			}
			for _, part := range []string{"Ester Holm, Sagsbehandler, har", "ester@egelund.example", "Egelund Kommune", link} {
				if !strings.Contains(m.Text, part) {
					t.Errorf("%q is not in\n%s", part, m.Text)
				}
			}
		}
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return Approve(ctx, tx, p.ID) })
		if got := h.do(t, "people.asked", asked{p.ID, h.bodil.ID}); len(got) > 0 {
			t.Error("there is a mail though somebody has answered")
		}
		if got := h.do(t, "people.asked", asked{"nobody", h.bodil.ID}); len(got) > 0 {
			t.Error("there is a mail about nobody")
		}
	})
}

func TestWhoAskedIsToldTheAnswer(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		p := h.ask(t, ester, h.egelund)
		for yes, parts := range map[bool][]string{
			true:  {"Du har fået adgang", "https://faelled.example/log-ind\n"},
			false: {"Svar på din anmodning", "https://faelled.example/kontakt\n"},
		} {
			got := h.do(t, "people.answered", answered{p.ID, h.egelund, yes})
			if len(got) != 1 || got[0].To != "ester@egelund.example" || !strings.Contains(got[0].Subject, parts[0]) ||
				!strings.Contains(got[0].Text, parts[1]) || !strings.Contains(got[0].Text, "Egelund Kommune") {
				t.Errorf("%v: %+v", yes, got)
			}
		}
		h.write(t, system, func(ctx context.Context, tx *db.Tx) error {
			_, err := tx.Exec(ctx, `UPDATE persons SET lang = 'en' WHERE id = $1`, p.ID)
			return err
		})
		if got := h.do(t, "people.answered", answered{p.ID, h.egelund, true}); got[0].Subject != "You have access to Fælled" {
			t.Errorf("in English: %q", got[0].Subject)
		}
	})
}
