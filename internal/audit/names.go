package audit

import (
	"context"
	"maps"

	"faelled/internal/db"
)

// Named is what people call an object: "Faktura F1071", "Marksted Kommune".
type Named struct {
	Text   string
	Href   string // its own page, for staff; may be empty
	Person bool
	Email  string // of a person
}

// Names are objects by the id that the trail has.
type Names map[string]Named

// Naming finds what some of these ids are called, in the reader's language. Each
// capability has one for its own objects, and leaves all others out.
type Naming func(ctx context.Context, tx *db.Tx, ids []string) (Names, error)

// Join asks one after the other.
func Join(all ...Naming) Naming {
	return func(ctx context.Context, tx *db.Tx, ids []string) (Names, error) {
		found := Names{}
		for _, ask := range all {
			if len(ids) == 0 {
				break
			}
			some, err := ask(ctx, tx, ids)
			if err != nil {
				return nil, err
			}
			maps.Copy(found, some)
		}
		return found, nil
	}
}
