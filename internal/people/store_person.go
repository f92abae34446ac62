package people

import (
	"context"
	"fmt"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
)

// personRow is a person as kept: when the affiliation got its state, too.
type personRow struct {
	Person
	Since time.Time
}

// identityRow is a person with one of their roles; without any, it is empty.
type identityRow struct {
	Identity
	Role  access.Role
	Scope access.Scope
}

func identity(ctx context.Context, tx *db.Tx, one id.Person) (rows []identityRow, err error) {
	return rows, tx.Select(ctx, &rows, `
		SELECT p.id, p.name, p.email, p.title, p.phone, p.lang, p.sort_key, p.org, p.state, COALESCE(p.merged_into, '') AS merged_into, o.name AS org_name,
			COALESCE(r.role, '') AS role, COALESCE(r.scope, '') AS scope
		FROM persons p JOIN orgs o ON o.id = p.org LEFT JOIN roles r ON r.person = p.id
		WHERE p.id = $1 AND p.state = 'active'`, one)
}

// insertPersons leaves out those whose address somebody has, and tells how many
// it took. The rows must be sorted by address: two commands that insert the same
// ones wait for each other in one order.
func insertPersons(ctx context.Context, tx *db.Tx, rows []personRow) (int64, error) {
	result, err := tx.Named(ctx, `
		INSERT INTO persons (id, name, email, title, phone, lang, sort_key, org, state, since)
		VALUES (:id, :name, :email, :title, :phone, :lang, :sort_key, :org, :state, :since)
		ON CONFLICT (email) DO NOTHING`, rows)
	if err != nil {
		return 0, fmt.Errorf("insert persons: %w", err)
	}
	return result.RowsAffected()
}

// affiliate gives a person who has left a new affiliation, and what is known of
// them there. It changes nobody who is active or pending, and tells whether it
// changed anything. No role of an earlier affiliation comes along.
func affiliate(ctx context.Context, tx *db.Tx, p Person) (bool, error) {
	changed, err := one(tx.Named(ctx, `
		UPDATE persons SET org = :org, state = :state, since = :since,
			name = :name, sort_key = :sort_key, title = :title, phone = :phone, lang = :lang
		WHERE id = :id AND state = 'ended'`, personRow{p, tx.Now}))
	if err != nil || !changed {
		return false, err
	}
	return true, deleteRoles(ctx, tx, p.ID)
}

// setState moves an affiliation on to another state, once: only one that is still
// what the command saw, to the same organisation.
func setState(ctx context.Context, tx *db.Tx, seen Person, to string) (bool, error) {
	return one(tx.Exec(ctx, `UPDATE persons SET state = $1, since = $2 WHERE id = $3 AND org = $4 AND state = $5`,
		to, tx.Now, seen.ID, seen.Org, seen.State))
}

// stays tells whether a person is active in an organisation, and keeps them so
// until the commit: on PostgreSQL whoever ends the affiliation waits. SQLite's
// writer is alone.
func stays(ctx context.Context, tx *db.Tx, p id.Person, org id.Org) (bool, error) {
	query := `SELECT id FROM persons WHERE id = $1 AND org = $2 AND state = 'active'`
	if tx.Postgres() {
		query += ` FOR SHARE`
	}
	var found []id.Person
	err := tx.Select(ctx, &found, query, p, org)
	return len(found) == 1, err
}

// updatePerson changes somebody who still is where they were when they were
// loaded: it may not be the actor's to do any more.
func updatePerson(ctx context.Context, tx *db.Tx, p Person) (changed bool, err error) {
	changed, err = one(tx.Named(ctx, `
		UPDATE persons SET name = :name, sort_key = :sort_key, title = :title, phone = :phone, lang = :lang
		WHERE id = :id AND org = :org AND state = :state`, p))
	if err != nil {
		return false, fmt.Errorf("update person %s: %w", p.ID, err)
	}
	return changed, nil
}

func insertRole(ctx context.Context, tx *db.Tx, to id.Person, role access.Role, in access.Scope) (bool, error) {
	return one(tx.Exec(ctx, `INSERT INTO roles (person, role, scope, since) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		to, role, in, tx.Now))
}

func deleteRole(ctx context.Context, tx *db.Tx, of id.Person, role access.Role, in access.Scope) (bool, error) {
	return one(tx.Exec(ctx, `DELETE FROM roles WHERE person = $1 AND role = $2 AND scope = $3`, of, role, in))
}

// deleteRoles takes all of somebody's roles, and what belongs to one.
func deleteRoles(ctx context.Context, tx *db.Tx, of id.Person) error {
	if _, err := tx.Exec(ctx, `DELETE FROM signers WHERE person = $1`, of); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `DELETE FROM roles WHERE person = $1`, of)
	return err
}

// result is what database/sql tells of a change.
type result interface{ RowsAffected() (int64, error) }

// one tells whether a change reached its row.
func one(r result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := r.RowsAffected()
	return n == 1, err
}

// census counts everybody, by organisation; those without people are left out.
func census(ctx context.Context, tx *db.Tx) (rows []Census, err error) {
	return rows, tx.Select(ctx, &rows, `
		SELECT p.org, SUM(CASE WHEN p.state = 'active' THEN 1 ELSE 0 END) AS people,
			SUM(CASE WHEN p.state = 'pending' THEN 1 ELSE 0 END) AS pending,
			COUNT(r.person) AS contacts
		FROM persons p LEFT JOIN roles r ON r.person = p.id AND r.role = 'contact' AND r.scope = 'org:' || p.org AND p.state = 'active'
		WHERE p.state <> 'ended' GROUP BY p.org`)
}

// held is how many hold a role in a scope.
type held struct {
	Scope access.Scope
	N     int
}

// holdersOf counts who holds a role in some scopes, one organisation's or more.
func holdersOf(ctx context.Context, tx *db.Tx, role access.Role, scopes []access.Scope) (rows []held, err error) {
	err = tx.SelectIn(ctx, &rows, `
		SELECT r.scope, COUNT(*) AS n FROM roles r JOIN persons p ON p.id = r.person AND p.state = 'active'
		WHERE r.scope IN (?) AND r.role = ? GROUP BY r.scope`, scopes, role)
	return rows, err
}
