package approval

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"
)

// asksFor sends a request for some people, with an address each.
func (w *world) asksFor(t *testing.T, kroner int64, names ...string) (one id.Approval, err error) {
	t.Helper()
	req := w.request(kroner)
	for _, n := range names {
		req.Guests = append(req.Guests, people.Guest{Name: n, Email: strings.ToLower(n) + "@egelund.example", Title: "Konsulent"})
	}
	err = w.try(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = Ask(ctx, tx, req)
		return err
	})
	return one, err
}

// At most five may come: what waits counts, so that one yes does not make another
// impossible.
func TestRequestsOfOneOrganisationStandBesideEachOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 0)
		first, err := w.asksFor(t, 8750, "Ada", "Bo", "Carl")
		if err != nil {
			t.Fatal(err, keysOf(err))
		}
		_, err = w.asksFor(t, 8750, "Dea", "Eva", "Finn")
		wants(t, err, "navn3 approval.too_many")
		_, err = w.asksFor(t, 6000, "Dea", "Ada")
		wants(t, err, "mail2 approval.waits_already")
		second, err := w.asksFor(t, 6000, "Dea", "Eva")
		if err != nil {
			t.Fatal(err, keysOf(err))
		}
		if err := w.approves(t.Context(), w.mette, first, 8750); err != nil {
			t.Fatal(err, keysOf(err))
		}
		w.read(t, w.mette, func(ctx context.Context, tx *db.Tx) error {
			v, err := load(ctx, tx, second)
			if err == nil && (len(v.Now.Faults) > 0 || v.price().Net.Minor < 0) {
				t.Errorf("the second cannot be approved: %v, %v", v.Now.Faults, v.price().Net)
			}
			return err
		})
	})
}

// What cannot be approved shows why, and the price that was asked about.
func TestWhatCannotBeApprovedHasNoOtherPrice(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t), 0)
	one, err := w.asksFor(t, 8750, "Ada", "Bo", "Carl")
	if err != nil {
		t.Fatal(err, keysOf(err))
	}
	other := w.request(8750, "Dea", "Eva", "Finn")
	if err := w.registers(t.Context(), w.staff, other); err != nil {
		t.Fatal(err, keysOf(err))
	}
	w.read(t, w.mette, func(ctx context.Context, tx *db.Tx) error {
		v, err := load(ctx, tx, one)
		if err != nil {
			return err
		}
		if len(v.Now.Faults) == 0 || v.moved() || v.price().Net != money.DKK(8750) {
			t.Errorf("faults %v, price %v", v.Now.Faults, v.price().Net)
		}
		return nil
	})
	says(t, browse(t, w.d, w.mette)("GET", Path(one), nil), http.StatusOK, "Det kan ikke godkendes, som det er nu", "8.750")
}

// After a no the contact person has the form again, but not over another one.
func TestAfterANoItIsMendedAndSentAgain(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w := newWorld(t, d, 10)
		one := w.asks(t)
		do := browse(t, d, w.bodil)
		says(t, do("POST", Path(one)+"/igen", nil), http.StatusUnprocessableEntity, "Den kan ikke rettes")
		w.write(t, w.jens, func(ctx context.Context, tx *db.Tx) error { return Refuse(ctx, tx, one, "For dyrt") })
		says(t, do("GET", Path(one), nil), http.StatusOK, "For dyrt", "Ret og send igen")
		if page := says(t, browse(t, d, w.jens)("GET", Path(one), nil), http.StatusOK); strings.Contains(page, "Ret og send igen") {
			t.Error("a signer is offered to send it again")
		}
		says(t, browse(t, d, w.jens)("POST", Path(one)+"/igen", nil), http.StatusForbidden)
		answer := do("POST", Path(one)+"/igen", nil)
		says(t, answer, http.StatusSeeOther)
		says(t, do("GET", answer.Header().Get("Location"), nil), http.StatusOK, "Ida Lund", "Send til godkendelse")
		says(t, do("POST", Path(one)+"/igen", nil), http.StatusUnprocessableEntity, "anden tilmelding")
	})
}

// A signer who is no contact person has no page of their own to go back to.
func TestASignersCrumbsLeadNowhereForbidden(t *testing.T) {
	w := newWorld(t, dbtest.SQLite(t), 10)
	for _, path := range []string{"/kommune/fuldmagt", "/kommune/ean"} {
		if page := says(t, browse(t, w.d, w.mette)("GET", path, nil), http.StatusOK); strings.Contains(page, `<a href="/kommune">Egelund`) {
			t.Errorf("%s leads a signer to /kommune", path)
		}
		says(t, browse(t, w.d, w.bodil)("GET", path, nil), http.StatusOK, `<a href="/kommune">Egelund`)
	}
}
