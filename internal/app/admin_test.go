package app

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/people"
)

// The first administrator comes into an empty house, and saying it again
// changes nothing.
func TestTheFirstAdministratorComesIn(t *testing.T) {
	c := Config{DSN: filepath.Join(t.TempDir(), "faelled.db"), BaseURL: "http://127.0.0.1", Workers: 1}
	if err := MakeAdmin(t.Context(), c, "Otto Bækhøj", "otto@centret.example", "Centret"); err == nil || !strings.Contains(err.Error(), "migrate") {
		t.Errorf("tables were made beside the server: %v", err)
	}
	must(t, Migrate(t.Context(), c))
	if err := MakeAdmin(t.Context(), c, "", "otto@centret.example", ""); err == nil || !strings.Contains(err.Error(), "--name") {
		t.Errorf("a new administrator without a name: %v", err)
	}
	for range 2 {
		must(t, MakeAdmin(t.Context(), c, "Otto Bækhøj", "Otto@centret.example", "Centret"))
	}
	must(t, MakeAdmin(t.Context(), c, "", "otto@centret.example", ""))
	if err := MakeAdmin(t.Context(), c, "Otto", "otto", "Centret"); err == nil {
		t.Error("half an address was accepted")
	}
	d, err := open(t.Context(), c)
	must(t, err)
	defer d.Close()
	must(t, d.Read(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
		p, known, err := people.PersonByMail(ctx, tx, "otto@centret.example")
		if err != nil || !known {
			t.Fatalf("known %v, %v", known, err)
		}
		grants, err := people.Grants(ctx, tx, p.ID)
		must(t, err)
		if !(access.Actor{Person: p.ID, Grants: grants}).IsAdmin() {
			t.Errorf("grants %v", grants)
		}
		orgs, err := people.OrgList(ctx, tx)
		if len(orgs) != 1 {
			t.Errorf("%d organisations, want one", len(orgs))
		}
		return err
	}))
}
