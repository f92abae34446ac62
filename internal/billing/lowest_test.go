package billing

import (
	"context"
	"testing"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/when"
)

// A list of many shows of each what its own page would say.
func TestTheLowestPriceIsThatOfTheListThatCounts(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		old, next := network(), network()
		old.Tiers[0].PerMeeting = money.DKK(9000) // dearer for few: the lowest is another step
		next.ValidFrom, next.Tiers[0].PerMeeting = "2026-03-02", money.DKK(3300)
		must(t, w.addPrices(t, old))
		must(t, w.addPrices(t, next))
		w.read(t, visitor, func(ctx context.Context, tx *db.Tx) error {
			for _, c := range []struct {
				on   when.Date
				want money.Money
			}{{"2026-03-01", old.Tiers[1].PerMeeting}, {"2026-03-02", money.DKK(3300)}} {
				got, err := Lowest(ctx, tx, []id.Programme{"p", "another"}, c.on)
				if err != nil {
					return err
				}
				if len(got) != 1 || got["p"] != c.want {
					t.Errorf("on %s: %v, want %v", c.on, got, c.want)
				}
			}
			none, err := Lowest(ctx, tx, nil, "2026-03-02")
			if len(none) != 0 {
				t.Errorf("nothing asked for: %v", none)
			}
			return err
		})
	})
}
