package billing

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/problem"
	"faelled/internal/when"

	"pgregory.net/rapid"
)

// network is the price list of the consultants' network.
func network() PriceList {
	return PriceList{
		Programme: "p", VAT: Standard, RateBP: 2500,
		Tiers: []Tier{{1, 2, money.DKK(3000)}, {3, 5, money.DKK(4375)}},
	}
}

func TestTiersOfTheNetwork(t *testing.T) {
	for n, want := range map[int64]string{-1: "", 0: "", 1: "3.000", 2: "3.000", 3: "4.375", 4: "4.375", 5: "4.375", 6: ""} {
		got := ""
		if tier, ok := network().Tier(n); ok {
			got = money.Money{Minor: tier.PerMeeting.Minor}.String()
			if four := tier.PerMeeting.Times(4); n <= 2 && four != money.DKK(12_000) || n > 2 && four != money.DKK(17_500) {
				t.Errorf("four meetings for %d: %s", n, four)
			}
		}
		if got != want {
			t.Errorf("%d people: %q, want %q", n, got, want)
		}
	}
}

// A list without faults has exactly one tier for every number from 1 to its last.
func TestASoundStairHasNoHoles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := network()
		l.Tiers = rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Tier {
			return Tier{rapid.Int64Range(0, 9).Draw(t, "from"), rapid.Int64Range(0, 9).Draw(t, "to"), money.DKK(rapid.Int64Range(-1, 5).Draw(t, "price"))}
		}), 0, 4).Draw(t, "tiers")
		if rapid.Bool().Draw(t, "mend") {
			next := int64(1)
			for i := range l.Tiers {
				l.Tiers[i].From = next
				next = l.Tiers[i].To + 1
			}
		}
		sound := len(l.Tiers) > 0
		covered := map[int64]int{}
		last := int64(0)
		for _, tier := range l.Tiers {
			sound = sound && tier.From <= tier.To && tier.PerMeeting.Minor >= 0
			for n := tier.From; n <= tier.To; n++ {
				covered[n]++
			}
			sound = sound && tier.From > last
			last = max(last, tier.To)
		}
		for n := int64(1); n <= last; n++ {
			sound = sound && covered[n] == 1
		}
		if err := l.check(); (err == nil) != (sound && covered[0] == 0) {
			t.Fatalf("%+v: %v, but sound is %v", l.Tiers, complaints(err), sound)
		}
	})
}

func TestAddPriceListRefuses(t *testing.T) {
	cases := map[string]struct {
		spoil func(*PriceList)
		want  string
	}{
		"no stair":        {func(l *PriceList) { l.Tiers = nil }, "tier1_to billing.tiers_missing"},
		"a hole":          {func(l *PriceList) { l.Tiers[1].From = 4 }, "tier2_from billing.tier_hole"},
		"backwards":       {func(l *PriceList) { l.Tiers[1].To = 2 }, "tier2_to billing.tier_backwards"},
		"below nothing":   {func(l *PriceList) { l.Tiers[0].PerMeeting.Minor = -1 }, "tier1_price billing.tier_price"},
		"in euro":         {func(l *PriceList) { l.Tiers[0].PerMeeting.Currency = "EUR" }, "tier1_price billing.tier_price"},
		"no rate":         {func(l *PriceList) { l.RateBP = 0 }, "rate billing.rate_wrong"},
		"exempt with VAT": {func(l *PriceList) { l.VAT = Exempt }, "rate billing.rate_without_vat, reason billing.reason_missing"},
		"no category":     {func(l *PriceList) { l.VAT = "" }, "vat billing.vat_unknown"},
		"no such day":     {func(l *PriceList) { l.ValidFrom = "2021-02-30" }, "valid_from billing.no_such_day"},
		"over too soon":   {func(l *PriceList) { l.ValidFrom, l.ValidTo = "2021-06-02", "2021-06-01" }, "valid_to billing.ends_before"},
		"everything":      {func(l *PriceList) { l.Tiers[0].From, l.Tiers[1].To, l.RateBP, l.ValidTo = 2, 0, -1, "x" }, "tier1_from billing.tier_hole, tier2_to billing.tier_backwards, rate billing.rate_wrong, valid_to billing.no_such_day"},
	}
	each(t, func(t *testing.T, w world) {
		for name, c := range cases {
			l := network()
			c.spoil(&l)
			if got := complaints(w.addPrices(t, l)); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}
		w.expect(t, map[string]int{`price_lists`: 0, `price_tiers`: 0})
		must(t, w.addPrices(t, network()))
		next := network()
		next.ValidFrom = "2026-03-02"
		must(t, w.addPrices(t, next))
		if got := complaints(w.addPrices(t, next)); got != "valid_from billing.begins_twice" {
			t.Errorf("the same beginning twice: %q", got)
		}
		for _, who := range w.everybody() {
			err := w.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
				l := network()
				l.Programme = id.Programme("by " + who.Person)
				_, err := AddPriceList(ctx, tx, l)
				return err
			})
			if want := who.IsStaff() || who.IsSystem(); (err == nil) != want {
				t.Errorf("%q: %v", who.Person, err)
			}
		}
	})
}

// Members pay by the list of the day they joined: no later list may change what
// that was.
func TestTheirPricesAreSafeFromThePast(t *testing.T) {
	each(t, func(t *testing.T, w world) { // it is 2 March 2026
		next, first, offer := network(), network(), network()
		next.ValidFrom, first.ValidFrom, offer.ValidFrom = "2026-08-01", "2026-02-01", "2026-02-28"
		must(t, w.addPrices(t, next))
		must(t, w.addPrices(t, first)) // nobody can have joined: the other has not begun
		for _, past := range []when.Date{offer.ValidFrom, "", "2026-03-01"} {
			late := network()
			late.ValidFrom = past
			if got := complaints(w.addPrices(t, late)); got != "valid_from billing.begins_in_the_past" {
				t.Errorf("from %q: %q", past, got)
			}
		}
		today := network()
		today.ValidFrom = "2026-03-02"
		must(t, w.addPrices(t, today))
		w.write(t, system, func(ctx context.Context, tx *db.Tx) error { // a world that is being set up
			_, err := AddPriceList(ctx, tx, offer)
			return err
		})
		w.expect(t, map[string]int{`price_lists`: 4})
	})
}

func TestAListIsFoundByItsID(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		old, next := network(), network()
		next.ValidFrom, next.Tiers[0].PerMeeting = "2026-03-02", money.DKK(3300)
		must(t, w.addPrices(t, old))
		must(t, w.addPrices(t, next))
		w.read(t, visitor, func(ctx context.Context, tx *db.Tx) error {
			before, err := PriceListFor(ctx, tx, "p", "2026-03-01")
			if err != nil {
				return err
			}
			kept, err := PriceListByID(ctx, tx, before.ID)
			if err != nil {
				return err
			}
			if before.ID == "" || !reflect.DeepEqual(kept, before) || kept.Tiers[0].PerMeeting != money.DKK(3000) {
				t.Errorf("kept %+v, was %+v", kept, before)
			}
			if _, err := PriceListByID(ctx, tx, "another"); !problem.Is(err, problem.NotFound) {
				t.Errorf("no such list: %v", err)
			}
			return nil
		})
	})
}

// Two who add a list for the same day at the same moment: one is told.
func TestTwoListsOfOneDayRace(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		const crowd = 6
		dbtest.Warm(t, w.DB, crowd)
		same := network()
		same.ValidFrom = "2026-03-02" // no list has begun before it
		said := make([]string, crowd)
		var all sync.WaitGroup
		for i := range crowd {
			all.Go(func() { said[i] = complaints(w.addPrices(t, same)) })
		}
		all.Wait()
		slices.Sort(said)
		if got := strings.Join(slices.Compact(said), "|"); got != "|valid_from billing.begins_twice" {
			t.Errorf("they were told %q", got)
		}
		w.expect(t, map[string]int{`price_lists`: 1, `price_tiers`: 2})
	})
}

func (w world) addPrices(t *testing.T, l PriceList) error {
	return w.Write(t.Context(), office, func(ctx context.Context, tx *db.Tx) error {
		_, err := AddPriceList(ctx, tx, l)
		return err
	})
}

func TestTheListThatBeganLastCounts(t *testing.T) {
	each(t, func(t *testing.T, w world) {
		always, offer, next := network(), network(), network()
		offer.ValidFrom, offer.ValidTo = "2022-03-01", "2022-03-31"
		next.ValidFrom = "2023-01-01"
		offer.Tiers[0].PerMeeting, next.Tiers[0].PerMeeting = money.DKK(1000), money.DKK(3300)
		next.VAT, next.RateBP, next.Reason = Exempt, 0, "Momsloven § 13"
		for _, l := range []PriceList{next, always, offer} {
			w.write(t, system, func(ctx context.Context, tx *db.Tx) error {
				_, err := AddPriceList(ctx, tx, l)
				return err
			})
		}
		for on, want := range map[when.Date]PriceList{
			"2021-06-02": always, "2022-02-28": always, "2022-03-01": offer, "2022-03-31": offer, "2022-04-01": always, "2023-01-01": next,
		} {
			w.read(t, visitor, func(ctx context.Context, tx *db.Tx) error {
				got, err := PriceListFor(ctx, tx, "p", on)
				if err == nil && (got.Tiers[0] != want.Tiers[0] || got.Tiers[1] != want.Tiers[1] || got.VAT != want.VAT || got.Reason != want.Reason || got.ValidTo != want.ValidTo) {
					t.Errorf("on %s: %+v, want %+v", on, got, want)
				}
				return err
			})
		}
		err := w.Read(t.Context(), visitor, func(ctx context.Context, tx *db.Tx) error {
			_, err := PriceListFor(ctx, tx, "another", "2021-06-02")
			return err
		})
		if !problem.Is(err, problem.NotFound) {
			t.Errorf("no list: %v", err)
		}
	})
}
