package meeting

import (
	"context"
	"testing"

	"faelled/internal/db"
	"faelled/internal/db/dbtest"
	"faelled/internal/money"
	"faelled/internal/problem"
)

func TestCostsAreTheSecretariats(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		one := add(t, d, given(t, d), Meeting{Title: "Juni", Day: "2021-06-02"})
		c := Cost{Meeting: one, Kind: "speaker", Who: "  Hjalmar  Odderbo ", Minor: 1_200_000, AgreedOn: "2021-04-30"}
		for range 2 { // the same form twice is one cost
			write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return AddCost(ctx, tx, "key", c) })
		}
		write(t, d, staff, func(ctx context.Context, tx *db.Tx) error {
			return AddCost(ctx, tx, "", Cost{Meeting: one, Kind: "venue", Who: "Fjordhuset", Minor: 450_050})
		})
		var kept []Cost
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			found, err := Costs(ctx, tx, one)
			kept = found[one]
			return err
		})
		if len(kept) != 2 || kept[0].Who != "Hjalmar Odderbo" || kept[0].Amount() != money.DKK(12000) || kept[0].AgreedOn != "2021-04-30" {
			t.Fatalf("%+v", kept)
		}
		if err := try(d, contact, func(ctx context.Context, tx *db.Tx) error { return AddCost(ctx, tx, "", c) }); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a contact person agrees: %v", err)
		}
		if err := try(d, contact, func(ctx context.Context, tx *db.Tx) error {
			_, err := Costs(ctx, tx, one)
			return err
		}); !problem.Is(err, problem.Forbidden) {
			t.Errorf("a contact person reads: %v", err)
		}
		write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return RemoveCost(ctx, tx, one, kept[0].ID) })
		write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return ForgetCosts(ctx, tx, "2021-06-02") })
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			found, err := Costs(ctx, tx, one)
			if len(found[one]) != 1 || found[one][0].Kind != "venue" {
				t.Errorf("%+v", found)
			}
			return err
		})
		write(t, d, staff, func(ctx context.Context, tx *db.Tx) error { return ForgetCosts(ctx, tx, "2021-06-03") })
		read(t, d, func(ctx context.Context, tx *db.Tx) error {
			found, err := Costs(ctx, tx, one)
			if len(found) > 0 {
				t.Errorf("not forgotten: %+v", found)
			}
			return err
		})
	})
}

func TestCheckCost(t *testing.T) {
	good := Cost{Kind: "travel", Who: "Hjalmar Odderbo", Minor: 50_000, AgreedOn: "2021-05-03"}
	if bad := CheckCost(good, "2021-05-03"); len(bad) > 0 {
		t.Error(bad)
	}
	for want, change := range map[string]func(*Cost){
		"slags meeting.cost_kind_missing":  func(c *Cost) { c.Kind = "bribe" },
		"til meeting.cost_who_missing":     func(c *Cost) { c.Who = "" },
		"til meeting.unprintable":          func(c *Cost) { c.Who = "a\nb" },
		"om meeting.cost_cpr":              func(c *Cost) { c.Note = "cpr 010150-1234" },
		"beloeb meeting.cost_amount_wrong": func(c *Cost) { c.Minor = costliest + 1 },
		"aftalt meeting.cost_day_wrong":    func(c *Cost) { c.AgreedOn = "2021-05-04" },
	} {
		c := good
		change(&c)
		if got := keyOf(CheckCost(c, "2021-05-03").Err()); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
