package audit

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/db/dbtest"
)

var key = []byte("kept outside the database")

func TestTamperingIsFound(t *testing.T) {
	cases := map[string]struct{ tamper, says string }{
		"nobody":       {`SELECT 1`, ""},
		"edit":         {`UPDATE audit SET object = 'other' WHERE seq = 3`, "after row 2"},
		"edited time":  {`UPDATE audit SET at = '2026-03-02 12:00:01' WHERE seq = 3`, "after row 2"},
		"deletion":     {`DELETE FROM audit WHERE seq = 3`, "after row 2"},
		"deleted end":  {`DELETE FROM audit WHERE seq = 5`, "ends at row 4"},
		"moved fields": {`UPDATE audit SET actor = '', on_behalf = actor WHERE seq = 3`, "after row 2"},
		"unsealed":     {`UPDATE audit SET seq = NULL, seal = NULL WHERE seq = 5`, "ends at row 4"},
	}
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		who := access.Actor{Person: "office"}
		err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
			for i := range 5 {
				if err := tx.Audit(ctx, "thing.done", fmt.Sprint(i), nil); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for range 3 { // batches of two: the chain goes on across them
			if err := d.Write(t.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
				_, err := Seal(ctx, tx, key, 2)
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		for name, c := range cases {
			t.Run(name, func(t *testing.T) {
				undo := fmt.Errorf("undo")
				err := d.Write(t.Context(), who, func(ctx context.Context, tx *db.Tx) error {
					if _, err := tx.Exec(ctx, c.tamper); err != nil {
						return err
					}
					if err := Verify(ctx, tx, key); (err == nil) != (c.says == "") || err != nil && !strings.HasSuffix(strings.Split(err.Error(), ",")[0], c.says) {
						t.Errorf("verify says %v, want %q", err, c.says)
					}
					return undo
				})
				if err != undo {
					t.Fatal(err)
				}
			})
		}
	})
}
