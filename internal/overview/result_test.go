package overview

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/attendance"
	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// finish lets the meeting that is past have cost something, been attended and been
// answered about, and its invoices be sent; and gives the network a season before,
// of which nothing is known.
func (w *world) finish(t *testing.T) {
	t.Helper()
	w.at(t, 0, w.office().Actor, func(ctx context.Context, tx *db.Tx) error {
		for _, c := range []meeting.Cost{{Kind: "speaker", Who: "Ida Lund", Minor: 200_000}, {Kind: "speaker", Who: "Ib Lund", Minor: 50_000}, {Kind: "venue", Who: "Salen", Minor: 123_450}} {
			c.Meeting = w.past
			if err := meeting.AddCost(ctx, tx, "", c); err != nil {
				return err
			}
		}
		before, err := programme.Add(ctx, tx, programme.Programme{
			Kind: web.KindNetwork, Name: "Konsulentnetværket 2025", ShortName: "konsulentnetværk 2025", Lead: "Mød kolleger.", Purpose: "At mødes.", Audience: "Konsulenter.",
			Owner: w.centre, Operator: w.centre, Seller: w.centre, MaxPerOrg: 5, Covers: 4, Invoicing: programme.Advance, Email: "net@centret.example",
		})
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `UPDATE programmes SET previous = $1 WHERE id = $2`, before, w.network); err != nil {
			return err
		}
		if _, err := meeting.Add(ctx, tx, meeting.Meeting{Programme: before, Title: "Det første møde", Day: "2025-03-18"}); err != nil {
			return err
		}
		// Only one of the two came.
		if _, err := tx.Exec(ctx, `
			INSERT INTO attendance_marks (meeting, id, person, org, state, at, device, marked_by, received_at) VALUES ($1, 'a', $2, $3, $4, $5, 'd', $6, $5)`,
			w.past, w.signe, w.egelund, attendance.Came, tx.Now, w.ronja); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO evaluations (meeting, state, asked_at, reminded, invited) VALUES ($1, 'closed', $2, TRUE, 9)`, w.past, tx.Now); err != nil {
			return err
		}
		for i := range 6 {
			if _, err := tx.Exec(ctx, `INSERT INTO evaluation_answers (id, meeting, gain, usable, text) VALUES ($1, $2, $3, 3, '')`, fmt.Sprint("a", i), w.past, 4+i%2); err != nil {
				return err
			}
		}
		return nil
	})
	w.at(t, 0, access.System(""), func(ctx context.Context, tx *db.Tx) error {
		var first id.Invoice
		if err := tx.Get(ctx, &first, `SELECT min(id) FROM invoices`); err != nil {
			return err
		}
		held, err := billing.Issue(ctx, tx, first, "")
		if err == nil && held != nil {
			err = held
		}
		return err
	})
}

// A season's result says what is known, and that the rest is not.
func TestResult(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := given(t, d)
		w.finish(t)
		path := "/sekretariat/forloeb/" + string(w.network) + "/resultat"
		h := handler(t, d, w.office())
		for _, lang := range []string{"da", "en"} {
			page := get(t, h, path, lang)
			if page.Code != http.StatusOK {
				t.Fatal(page.Code, page.Body)
			}
			golden(t, "result."+lang+".html", page.Body.Bytes())
		}
		golden(t, "result.csv", get(t, h, path+"?format=csv", "da").Body.Bytes())
		if sheet := get(t, h, path+"?format=xlsx", "da"); !strings.HasPrefix(sheet.Body.String(), "PK") {
			t.Errorf("no workbook: %d", sheet.Code)
		}
		if got := get(t, handler(t, d, w.contact()), path, "da"); got.Code != http.StatusForbidden {
			t.Errorf("a contact person: %d", got.Code)
		}
		if got := get(t, h, "/sekretariat/forloeb/nowhere/resultat", "da"); got.Code != http.StatusNotFound {
			t.Errorf("no such programme: %d", got.Code)
		}
	})
}

// What is not known never counts as nothing.
func TestSumsOfTheUnknown(t *testing.T) {
	five, two := known(money.DKK(5)), known(money.DKK(2))
	for name, c := range map[string]struct{ got, want sum }{
		"both known":        {five.plus(two), known(money.DKK(7))},
		"one unknown":       {sum{}.plus(two), two},
		"the other unknown": {five.plus(sum{}), five},
		"none known":        {sum{}.plus(sum{}), sum{}},
		"a difference":      {two.minus(five), known(money.DKK(-3))},
		"from the unknown":  {sum{}.minus(five), sum{}},
		"less the unknown":  {five.minus(sum{}), sum{}},
	} {
		if c.got != c.want {
			t.Errorf("%s: %+v, want %+v", name, c.got, c.want)
		}
	}
}
