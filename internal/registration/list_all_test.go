package registration

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

// listWorld has three registrations: one that joined and was changed since, one
// with a message, and one of another municipality without a requisition number.
func listWorld(t *testing.T, d *db.DB) (w *world, numbers [3]int64) {
	w = newWorld(t, d, bent{})
	numbers[0] = w.must(t, w.bodil, w.ask(21875, "Mette Holm", "Jens Bruun", "Hanne Vest")).Number
	second := w.ask(0, "Pia Dal")
	second.Message = "Pia kommer først kl. 10."
	numbers[1] = w.must(t, w.staff, second).Number
	if err := w.d.Write(t.Context(), w.bodil, func(ctx context.Context, tx *db.Tx) error {
		_, err := Replace(ctx, tx, Replacement{w.leaver(t, "Jens Bruun", w.meetings[0]), guest("Kim Lund")})
		return err
	}); err != nil {
		t.Fatal(err, keysOf(err))
	}
	other := w.ask(15000, "Dorte Mose")
	other.Org, other.OrderRef, other.Email = w.mosby, "", "dorte.mose@mosby.example"
	other.Guests[0].Email = "dorte.mose@mosby.example"
	numbers[2] = w.must(t, w.dorte, other).Number
	return w, numbers
}

func TestTheSecretariatFindsRegistrations(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		w, numbers := listWorld(t, d)
		da, en := browse(t, d, w.staff, "da"), browse(t, d, w.staff, "en")
		golden(t, "liste", da.get(listPath), en.get(listPath))
		for query, want := range map[string]string{
			"": "210", "kommune=egelund": "10", "kommune=Mosby Kommune": "2", "soeg=bodil": "0", "soeg=signe": "1", "soeg=mose": "2", "soeg=Signe&nye=1": "",
			"nye=1": "20", "besked=1": "1", "aendret=1": "0", "rekv=uden": "2", "rekv=med": "10", "rekv=med&nye=1": "0", "forloeb=" + string(w.network): "210",
			"forloeb=" + string(w.network) + "&moede=" + string(w.meetings[0]): "210", "forloeb=" + string(w.network) + "&moede=" + string(w.meetings[1]): "",
			"forloeb=x": "", "moede=" + string(w.meetings[1]): "210", // of no programme: somebody has changed the address
			"fra=2021-04-01": "210", "til=1. april 2021": "", "fra=i går": "", "kommune=zzz": "", "soeg=zzz": "", "soeg=%25_": "", "foer=zzz": "210",
			"soeg=" + Number(numbers[1]): "1", "soeg=" + numberText(numbers[2]): "2", "soeg=1": "",
		} {
			q, _ := url.ParseQuery(query)
			rec := da.get(listPath + "?" + q.Encode())
			got, text := "", rec.Body.String()
			for _, i := range inOrder(text, numbers) {
				got += string(rune('0' + i))
			}
			if got != want || rec.Code != http.StatusOK || strings.Contains(text, "⟦") {
				t.Errorf("%s finds %q, want %q (%d)", query, got, want, rec.Code)
			}
		}
		golden(t, "liste-intet", da.get(listPath+"?kommune=zzz&fra=2.+juni+2021"), en.get(listPath+"?kommune=zzz&fra=2.+juni+2021"))
		for _, who := range []access.Actor{w.bodil, w.carlo} {
			if rec := browse(t, d, who, "da").get(listPath); rec.Code != http.StatusForbidden {
				t.Errorf("status %d", rec.Code)
			}
		}
	})
}

// inOrder is which of the registrations a page links to, from above.
func inOrder(page string, numbers [3]int64) (list []int) {
	at := map[int]int{}
	for i, n := range numbers {
		if p := strings.Index(page, "kvittering?nr="+numberText(n)); p >= 0 {
			at[p] = i
		}
	}
	for p := range page {
		if i, ok := at[p]; ok {
			list = append(list, i)
		}
	}
	return list
}
