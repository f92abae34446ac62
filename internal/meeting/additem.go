package meeting

import (
	"context"
	"strconv"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/problem"
)

// AddItem puts one item more into a meeting's agenda. Faults are as CheckAgenda
// names them, without the number: starts, ends, kind, title, text. For the
// secretariat and jobs.
func AddItem(ctx context.Context, tx *db.Tx, one id.Meeting, item Item) error {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	if err := lock(ctx, tx, one); err != nil {
		return err
	}
	stored, err := Agenda(ctx, tx, one)
	if err != nil {
		return err
	}
	err = SetAgenda(ctx, tx, one, append(stored, item))
	if bad, ok := problem.FieldsOf(err); ok {
		return ofLast(bad, stored).Err()
	}
	return err
}

// ofLast names faults as those of the item that came after the stored ones. A
// stored one that it lies in the way of is no fault of that one's.
func ofLast(bad problem.Fields, stored []Item) (own problem.Fields) {
	last := strconv.Itoa(len(stored))
	for _, f := range bad {
		for _, name := range []string{"starts", "ends", "kind", "title", "text"} {
			if f.Name == name+"_"+last {
				f.Name = name
			}
		}
		for i, item := range stored {
			if f.Name == "starts_"+strconv.Itoa(i) {
				f.Name, f.About = "starts", item.Title
			}
		}
		own = append(own, f)
	}
	return own
}
