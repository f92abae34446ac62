package people

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

var update = flag.Bool("update", false, "rewrite golden files")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/" + name
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; run with -update and read the diff\n%s", file, got)
	}
}

var errUndo = errors.New("undo")

// TestV8_2_2_EveryCommandAsEveryRole tries every command as everyone, in vain:
// each is rolled back. The golden file is the whole policy.
func TestV8_2_2_EveryCommandAsEveryRole(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		var asked id.Person
		h.write(t, system, func(ctx context.Context, tx *db.Tx) (err error) {
			asked, err = Ask(ctx, tx, Guest{"Ester Holm", "ester@egelund.example", ""}, h.egelund)
			return err
		})
		commands := []struct {
			name string
			do   func(ctx context.Context, tx *db.Tx) error
		}{
			{"AddOrg", func(ctx context.Context, tx *db.Tx) error {
				_, err := AddOrg(ctx, tx, NewOrg{Kind: Other, Name: "Ny"})
				return err
			}},
			{"EditOrg", func(ctx context.Context, tx *db.Tx) error {
				return EditOrg(ctx, tx, h.egelund, NewOrg{Kind: Municipality})
			}},
			{"RenameOrg", func(ctx context.Context, tx *db.Tx) error {
				return RenameOrg(ctx, tx, h.egelund, "Egelunde", "", "2027-01-01")
			}},
			{"LoadMunicipalities", LoadMunicipalities},
			{"Ensure", func(ctx context.Context, tx *db.Tx) error {
				_, err := Ensure(ctx, tx, h.egelund, []Guest{{"Ny", "ny@egelund.example", ""}})
				return err
			}},
			{"AddPerson", func(ctx context.Context, tx *db.Tx) error {
				_, err := AddPerson(ctx, tx, NewPerson{Name: "Ny", Email: "ny@egelund.example", Org: h.egelund})
				return err
			}},
			{"PersonsOf", func(ctx context.Context, tx *db.Tx) error { _, err := PersonsOf(ctx, tx, h.egelund); return err }},
			{"Waiting", func(ctx context.Context, tx *db.Tx) error { _, err := Waiting(ctx, tx); return err }},
			{"list", func(ctx context.Context, tx *db.Tx) error { _, _, err := list(ctx, tx, search{}); return err }},
			{"loadEdit", func(ctx context.Context, tx *db.Tx) error { _, err := loadEdit(ctx, tx, h.egelund); return err }},
			{"Ask", func(ctx context.Context, tx *db.Tx) error {
				_, err := Ask(ctx, tx, Guest{"Ny", "ny@egelund.example", ""}, h.egelund)
				return err
			}},
			{"Approve", func(ctx context.Context, tx *db.Tx) error { return Approve(ctx, tx, asked) }},
			{"Decline", func(ctx context.Context, tx *db.Tx) error { return Decline(ctx, tx, asked) }},
			{"Leave", func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, h.carlo.ID) }},
			{"Leave (staff)", func(ctx context.Context, tx *db.Tx) error { return Leave(ctx, tx, h.staff.ID) }},
			{"Edit", func(ctx context.Context, tx *db.Tx) error { return Edit(ctx, tx, "Nyt Navn", "", "", "da") }},
			{"HandOver", func(ctx context.Context, tx *db.Tx) error {
				_, err := HandOver(ctx, tx, Handover{Key: "k", Org: h.egelund, To: h.carlo.ID})
				return err
			}},
			{"GiveRole contact", func(ctx context.Context, tx *db.Tx) error {
				return GiveRole(ctx, tx, h.carlo.ID, access.Contact, access.At(h.egelund))
			}},
			{"GiveRole contact elsewhere", func(ctx context.Context, tx *db.Tx) error {
				return GiveRole(ctx, tx, h.carlo.ID, access.Contact, access.At(h.mosby))
			}},
			{"GiveRole contact everywhere", func(ctx context.Context, tx *db.Tx) error {
				return GiveRole(ctx, tx, h.carlo.ID, access.Contact, access.Everywhere)
			}},
			{"GiveRole admin", func(ctx context.Context, tx *db.Tx) error {
				return GiveRole(ctx, tx, h.carlo.ID, access.Admin, access.Everywhere)
			}},
			{"holdings", func(ctx context.Context, tx *db.Tx) error { _, err := holdings(ctx, tx, h.league); return err }},
			{"giveHouse staff", func(ctx context.Context, tx *db.Tx) error {
				return giveHouse(ctx, tx, h.egelund, h.carlo.ID, access.Staff)
			}},
			{"giveHouse admin", func(ctx context.Context, tx *db.Tx) error {
				return giveHouse(ctx, tx, h.egelund, h.carlo.ID, access.Admin)
			}},
			{"giveHouse contact", func(ctx context.Context, tx *db.Tx) error {
				return giveHouse(ctx, tx, h.egelund, h.carlo.ID, access.Contact)
			}},
			{"giveHouse of another org", func(ctx context.Context, tx *db.Tx) error {
				return giveHouse(ctx, tx, h.mosby, h.carlo.ID, access.Staff)
			}},
			{"takeHouse staff", func(ctx context.Context, tx *db.Tx) error {
				return takeHouse(ctx, tx, h.league, h.staff.ID, access.Staff)
			}},
			{"takeHouse last admin", func(ctx context.Context, tx *db.Tx) error {
				return takeHouse(ctx, tx, h.league, h.admin.ID, access.Admin)
			}},
			{"takeHouse of another org", func(ctx context.Context, tx *db.Tx) error {
				return takeHouse(ctx, tx, h.mosby, h.staff.ID, access.Staff)
			}},
			{"GiveRole the program's", func(ctx context.Context, tx *db.Tx) error {
				return GiveRole(ctx, tx, h.carlo.ID, "house", access.Everywhere)
			}},
			{"TakeRole contact", func(ctx context.Context, tx *db.Tx) error {
				return TakeRole(ctx, tx, h.bodil.ID, access.Contact, access.At(h.egelund))
			}},
			{"TakeRole staff", func(ctx context.Context, tx *db.Tx) error {
				return TakeRole(ctx, tx, h.staff.ID, access.Staff, access.Everywhere)
			}},
			{"TakeRole last admin", func(ctx context.Context, tx *db.Tx) error {
				return TakeRole(ctx, tx, h.admin.ID, access.Admin, access.Everywhere)
			}},
		}
		actors := []struct {
			name string
			who  access.Actor
		}{
			{"visitor", visitor}, {"colleague", h.asCarlo}, {"stranger", h.asDorte}, {"contact", h.asBodil},
			{"staff", h.asStaff}, {"admin", h.asAdmin}, {"system", system},
		}
		var table strings.Builder
		fmt.Fprintf(&table, "%-28s", "")
		for _, a := range actors {
			fmt.Fprintf(&table, " %-9s", a.name)
		}
		for _, c := range commands {
			fmt.Fprintf(&table, "\n%-28s", c.name)
			for _, a := range actors {
				err := h.try(t, a.who, func(ctx context.Context, tx *db.Tx) error {
					if err := c.do(ctx, tx); err != nil {
						return err
					}
					return errUndo
				})
				fmt.Fprintf(&table, " %-9s", verdict(t, err))
			}
		}
		golden(t, "access.txt", strings.ReplaceAll(table.String(), " \n", "\n")+"\n")
	})
}

func verdict(t *testing.T, err error) string {
	t.Helper()
	if errors.Is(err, errUndo) {
		return "yes"
	}
	p, ok := errors.AsType[*problem.Problem](err)
	if !ok {
		t.Fatal(err)
	}
	return fmt.Sprint(int(p.Kind))
}

// V8.2.2: somebody else's person and one who does not exist are the same.
func TestV8_2_2_AForeignPersonIsNotFound(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		for name, do := range map[string]func(context.Context, *db.Tx, id.Person) error{
			"approve": Approve, "decline": Decline, "leave": Leave, "contact": makeContact, "no contact": unmakeContact,
		} {
			for _, one := range []id.Person{h.carlo.ID, "nobody"} {
				err := h.try(t, h.asDorte, func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, one) })
				if !problem.Is(err, problem.NotFound) || err.Error() != "web.not_found" {
					t.Errorf("%s %s: %v", name, one, err)
				}
			}
		}
	})
}
