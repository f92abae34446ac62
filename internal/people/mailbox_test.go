package people

import (
	"context"
	"testing"
	"time"

	"faelled/internal/db"

	"pgregory.net/rapid"
)

func TestWhenAnAddressIsGivenUp(t *testing.T) {
	now := time.Date(2026, 4, 27, 8, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	at := func(ago time.Duration, hard bool) Return { return Return{At: now.Add(-ago), Hard: hard} }
	for _, c := range []struct {
		name string
		list []Return
		want bool
	}{
		{"none", nil, false},
		{"one that does not exist", []Return{at(0, true)}, false},
		{"two", []Return{at(day, true), at(0, true)}, true},
		{"the first too long ago", []Return{at(31*day, true), at(0, false)}, true}, // three weeks, whatever the reason
		{"two, long apart", []Return{at(70*day, true), at(0, true)}, false},
		{"full for two weeks", []Return{at(14*day, false), at(7*day, false), at(0, false)}, false},
		{"full for three weeks", []Return{at(21*day, false), at(0, false)}, true},
		{"once, three weeks ago", []Return{at(22*day, false)}, false},
	} {
		if got := takesNoMail(c.list, now); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

// One more mail that comes back never makes an address good.
func TestMoreReturnsAreNeverBetter(t *testing.T) {
	now := time.Date(2026, 4, 27, 8, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		one := rapid.Custom(func(t *rapid.T) Return {
			return Return{At: now.Add(-time.Duration(rapid.IntRange(0, 80*24).Draw(t, "hours")) * time.Hour), Hard: rapid.Bool().Draw(t, "hard")}
		})
		list := rapid.SliceOfN(one, 0, 6).Draw(t, "list")
		if takesNoMail(list, now) && !takesNoMail(append(list, one.Draw(t, "more")), now) {
			t.Fatal(list)
		}
	})
}

func TestReturnsOfAnOldAddressDoNotCount(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		moment := h.d.Now()
		h.d.Now = func() time.Time { return moment }
		back := func(email string) {
			h.write(t, system, func(ctx context.Context, tx *db.Tx) error {
				return MailReturned(ctx, tx, Return{Person: h.carlo.ID, Email: email, Hard: true, Status: "5.1.1"})
			})
			moment = moment.Add(time.Hour)
		}
		lost := func() (n int) {
			if err := h.d.Read(t.Context(), h.asStaff, func(ctx context.Context, tx *db.Tx) error {
				all, err := AllUnreachable(ctx, tx)
				n = len(all)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return n
		}
		back("old@egelund.example")
		back("old@egelund.example")
		back(h.carlo.Email)
		if lost() != 0 {
			t.Error("too early")
		}
		back(h.carlo.Email)
		if lost() != 1 {
			t.Error("two are enough")
		}
		h.write(t, system, func(ctx context.Context, tx *db.Tx) error { return MailArrived(ctx, tx, h.carlo.ID) })
		if lost() != 0 {
			t.Error("a mail has arrived")
		}
	})
}

// The address of who turned out to be somebody else is written to no more.
func TestReturnsOfWhoIsMergedAreForgotten(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		moment := h.d.Now()
		h.d.Now = func() time.Time { return moment }
		old := h.added(t, "Carlo Eng", "ce@egelund.example", h.egelund)
		for range 2 {
			h.write(t, system, func(ctx context.Context, tx *db.Tx) error {
				return MailReturned(ctx, tx, Return{Person: old, Email: "ce@egelund.example", Hard: true, Status: "5.1.1"})
			})
			moment = moment.Add(time.Hour)
		}
		h.expect(t, map[string]int{`mail_returns`: 2, `unreachable`: 1})
		if err := h.merge(t, h.asStaff, h.carlo.ID, old); err != nil {
			t.Fatal(err)
		}
		h.expect(t, map[string]int{`mail_returns`: 0, `unreachable`: 0})
	})
}

// An address that a server refuses at once was tried, too; and one that is nobody's
// any more is forgotten.
func TestWhoIsUnreachableWasTried(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		moment := h.d.Now()
		h.d.Now = func() time.Time { return moment }
		for range 3 {
			moment = moment.Add(24 * time.Hour)
			h.write(t, system, func(ctx context.Context, tx *db.Tx) error {
				return MailReturned(ctx, tx, Return{Person: h.carlo.ID, Email: h.carlo.Email, Hard: true, Status: "5.1.1"})
			})
		}
		h.read(t, h.asStaff, func(ctx context.Context, tx *db.Tx) error {
			all, err := AllUnreachable(ctx, tx)
			if u := all[h.carlo.ID]; !u.TriedAt.Equal(moment) || !u.Since.Equal(moment.Add(-24*time.Hour)) {
				t.Errorf("%+v", u)
			}
			return err
		})
		h.write(t, system, ForgetReturns)
		h.expect(t, map[string]int{`unreachable`: 1})
		h.write(t, h.asBodil, func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, h.carlo.ID) })
		h.write(t, system, ForgetReturns)
		h.expect(t, map[string]int{`unreachable`: 0})
	})
}
