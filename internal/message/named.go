package message

import (
	"context"

	"faelled/internal/audit"
	"faelled/internal/db"
	"faelled/internal/i18n"
)

// Objects is what messages are called, for the pages that have only ids.
func Objects(ctx context.Context, tx *db.Tx, ids []string) (audit.Names, error) {
	list, err := messagesByID(ctx, tx, ids)
	found := audit.Names{}
	for _, m := range list {
		found[string(m.ID)] = audit.Named{Text: i18n.F(ctx, "message.named", i18n.Args{"Subject": m.title(ctx)}), Href: path(m.ID)}
	}
	return found, err
}

// title is a message's subject, or that it has none yet.
func (m Message) title(ctx context.Context) string {
	if m.Subject == "" {
		return i18n.T(ctx, "message.untitled")
	}
	return m.Subject
}
