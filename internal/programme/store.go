package programme

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"faelled/internal/db"
	"faelled/internal/id"
)

// row is a programme with its lists, which are read in the same query: the
// public page is the most read one of the house.
type row struct {
	Programme
	SortKey     string `db:"sort_key"`
	InviterList string `db:"inviter_list"` // ids with spaces between
	ContactList string `db:"contact_list"`
}

const columns = `
	p.id, p.kind, p.slug, p.name, p.sort_key, p.short_name, p.field, p.lead, p.purpose, p.audience, p.benefits,
	p.owning_org AS owner, p.operating_org AS operator, p.selling_org AS seller, p.state,
	p.season_from, p.season_to, p.deadline, p.max_per_org, p.covers, p.invoicing, p.email, p.published_at, p.version, p.previous,
	COALESCE((SELECT string_agg(i.org, ' ' ORDER BY i.n) FROM programme_inviters i WHERE i.programme = p.id), '') AS inviter_list,
	COALESCE((SELECT string_agg(c.person, ' ' ORDER BY c.n) FROM programme_contacts c WHERE c.programme = p.id), '') AS contact_list`

func (r row) whole() Programme {
	p := r.Programme
	p.Inviters, p.Contacts = ids[id.Org](r.InviterList), ids[id.Person](r.ContactList)
	if p.PublishedAt != nil {
		at := p.PublishedAt.UTC()
		p.PublishedAt = &at
	}
	return p
}

func ids[T ~string](list string) (all []T) {
	for _, one := range strings.Fields(list) {
		all = append(all, T(one))
	}
	return all
}

func byID(ctx context.Context, tx *db.Tx, one id.Programme) (Programme, error) {
	var r row
	err := tx.Get(ctx, &r, `SELECT `+columns+` FROM programmes p WHERE p.id = $1`, one)
	return r.whole(), err
}

func bySlug(ctx context.Context, tx *db.Tx, kind Kind, slug string) (Programme, error) {
	var r row
	err := tx.Get(ctx, &r, `
		SELECT `+columns+` FROM programmes p
		WHERE p.id = (SELECT s.programme FROM programme_slugs s WHERE s.kind = $1 AND s.slug = $2)`, kind, slug)
	return r.whole(), err
}

func nextOf(ctx context.Context, tx *db.Tx, one id.Programme) (Programme, error) {
	var r row
	err := tx.Get(ctx, &r, `SELECT `+columns+` FROM programmes p WHERE p.previous = $1 AND p.previous <> ''`, one)
	return r.whole(), err
}

func byIDs(ctx context.Context, tx *db.Tx, list []id.Programme) ([]Programme, error) {
	var rows []row
	err := tx.SelectIn(ctx, &rows, `SELECT `+columns+` FROM programmes p WHERE p.id IN (?)`, list)
	return wholes(rows), err
}

func inState(ctx context.Context, tx *db.Tx, states ...State) ([]Programme, error) {
	var rows []row
	err := tx.SelectIn(ctx, &rows, `
		SELECT `+columns+` FROM programmes p WHERE p.state IN (?) ORDER BY p.sort_key, p.id`, states)
	return wholes(rows), err
}

func wholes(rows []row) []Programme {
	all := make([]Programme, len(rows))
	for i, r := range rows {
		all[i] = r.whole()
	}
	return all
}

// takenBy is whose address a slug is or was; empty when nobody's.
func takenBy(ctx context.Context, tx *db.Tx, kind Kind, slug string) (one id.Programme, err error) {
	err = tx.Get(ctx, &one, `SELECT programme FROM programme_slugs WHERE kind = $1 AND slug = $2`, kind, slug)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return one, err
}

func insert(ctx context.Context, tx *db.Tx, r row) error {
	_, err := tx.Named(ctx, `
		INSERT INTO programmes (id, kind, slug, name, sort_key, short_name, field, lead, purpose, audience, benefits,
			owning_org, operating_org, selling_org, state, season_from, season_to, deadline, max_per_org, covers, invoicing,
			email, published_at, version, previous)
		VALUES (:id, :kind, :slug, :name, :sort_key, :short_name, :field, :lead, :purpose, :audience, :benefits,
			:owner, :operator, :seller, :state, :season_from, :season_to, :deadline, :max_per_org, :covers, :invoicing,
			:email, :published_at, :version, :previous)`, r)
	if err != nil {
		return fmt.Errorf("insert programme %s: %w", r.ID, err)
	}
	return saveLists(ctx, tx, r.Programme)
}

func update(ctx context.Context, tx *db.Tx, r row) error {
	_, err := tx.Named(ctx, `
		UPDATE programmes SET slug = :slug, name = :name, sort_key = :sort_key, short_name = :short_name, field = :field,
			lead = :lead, purpose = :purpose, audience = :audience, benefits = :benefits,
			owning_org = :owner, operating_org = :operator, selling_org = :seller, state = :state,
			season_from = :season_from, season_to = :season_to, deadline = :deadline, max_per_org = :max_per_org,
			covers = :covers, invoicing = :invoicing, email = :email, published_at = :published_at, version = :version
		WHERE id = :id`, r)
	if err != nil {
		return fmt.Errorf("update programme %s: %w", r.ID, err)
	}
	for _, table := range []string{
		`DELETE FROM programme_inviters WHERE programme = $1`, `DELETE FROM programme_contacts WHERE programme = $1`,
	} {
		if _, err := tx.Exec(ctx, table, r.ID); err != nil {
			return err
		}
	}
	return saveLists(ctx, tx, r.Programme)
}

func saveLists(ctx context.Context, tx *db.Tx, p Programme) error {
	for i, org := range p.Inviters {
		if _, err := tx.Exec(ctx, `INSERT INTO programme_inviters (programme, n, org) VALUES ($1, $2, $3)`, p.ID, i+1, org); err != nil {
			return err
		}
	}
	for i, person := range p.Contacts {
		if _, err := tx.Exec(ctx, `INSERT INTO programme_contacts (programme, n, person) VALUES ($1, $2, $3)`, p.ID, i+1, person); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO programme_slugs (kind, slug, programme) VALUES ($1, $2, $3) ON CONFLICT (kind, slug) DO NOTHING`,
		p.Kind, p.Slug, p.ID)
	return err
}
