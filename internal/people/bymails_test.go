package people

import (
	"context"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/problem"
)

func TestPeopleByTheirAddresses(t *testing.T) {
	each(t, func(t *testing.T, h house) {
		find := func(who access.Actor, emails ...string) (found map[string]Person, err error) {
			err = h.d.Read(t.Context(), who, func(ctx context.Context, tx *db.Tx) (err error) {
				found, err = ByMails(ctx, tx, h.egelund, emails)
				return err
			})
			return found, err
		}
		found, err := find(h.asBodil, " Carlo@Egelund.example", "dorte@mosby.example", "nobody@egelund.example", "", "carlo@")
		if err != nil || len(found) != 2 || found["carlo@egelund.example"].ID != h.carlo.ID || found["dorte@mosby.example"].Org != h.mosby {
			t.Errorf("%+v, %v", found, err)
		}
		if found, err := find(h.asBodil, "", "carlo@"); err != nil || len(found) != 0 {
			t.Errorf("no address finds %+v, %v", found, err)
		}
		for name, who := range map[string]access.Actor{"another's contact person": h.asDorte, "a visitor": {}} {
			if _, err := find(who, "carlo@egelund.example"); !problem.Is(err, problem.Forbidden) {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
