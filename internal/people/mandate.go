package people

import (
	"context"
	"slices"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/problem"
)

// Limit is how much, without VAT, a contact person may decide alone in one
// registration. An empty Field is all fields of work without a limit of their own.
type Limit struct {
	Field  string
	Amount money.Money
}

// Signatory is somebody who decides above a limit. An empty Field is all fields
// that have no signatories of their own.
type Signatory struct {
	Field string
	Person
}

// Mandate is all that an organisation has said about who may bind it. Without
// limits its contact persons decide everything.
type Mandate struct {
	Limits  []Limit
	Signers []Signatory
}

// MandateOf is an organisation's: for its contact persons and signers, the
// secretariat and jobs.
func MandateOf(ctx context.Context, tx *db.Tx, org id.Org) (Mandate, error) {
	if err := maySeeMandate(tx.Actor, org); err != nil {
		return Mandate{}, err
	}
	return mandateOf(ctx, tx, org)
}

func mandateOf(ctx context.Context, tx *db.Tx, org id.Org) (m Mandate, err error) {
	if m.Limits, err = limitsOf(ctx, tx, org); err != nil {
		return m, err
	}
	m.Signers, err = signersOf(ctx, tx, org)
	return m, err
}

// LimitIn is the limit that holds for contact persons of an organisation in a
// field; limited is false when there is none. It is asked for every registration:
// those are for the caller to guard.
func LimitIn(ctx context.Context, tx *db.Tx, org id.Org, field string) (most money.Money, limited bool, err error) {
	limits, err := limitsOf(ctx, tx, org)
	if err != nil || len(limits) == 0 {
		return money.Money{}, false, err
	}
	most, limited = Mandate{Limits: limits}.Limit(field)
	return most, limited, nil
}

// SignersIn are those who may commit an organisation's money in a field, by name:
// active people of it with the role, at this moment. Their names are no secret:
// whoever asks must know whom.
func SignersIn(ctx context.Context, tx *db.Tx, org id.Org, field string) ([]Person, error) {
	all, err := signersOf(ctx, tx, org)
	return Mandate{Signers: all}.SignersFor(field), err
}

// Candidates are the active people of an organisation, by name: those who can be
// named to decide. For those who see its mandate.
func Candidates(ctx context.Context, tx *db.Tx, org id.Org) ([]Person, error) {
	if err := maySeeMandate(tx.Actor, org); err != nil {
		return nil, err
	}
	all, err := personsOf(ctx, tx, org)
	return slices.DeleteFunc(all, func(p Person) bool { return p.State != Active }), err
}

// SetLimit says how much contact persons may decide alone in a field. The
// organisation's signers and the secretariat may set any; its contact persons only
// make it stricter. Somebody must be there to decide above it. Faults are under
// graense.
func SetLimit(ctx context.Context, tx *db.Tx, org id.Org, l Limit) error {
	if err := maySeeMandate(tx.Actor, org); err != nil {
		return err
	}
	bad := checkField("felt", &l.Field)
	m, err := lockMandate(ctx, tx, org)
	if err != nil {
		return err
	}
	if err := append(bad, m.checkLimit(l, mayLoosen(tx.Actor, org))...).Err(); err != nil {
		return err
	}
	l.Field = m.spelt(l.Field)
	if err := saveLimit(ctx, tx, org, l); err != nil {
		return err
	}
	return tx.Audit(ctx, "people.limit_set", string(org), map[string]any{"field": l.Field, "minor": l.Amount.Minor})
}

// DropLimit lets contact persons decide everything in a field again, or what the
// limit for all others says. For signers and the secretariat.
func DropLimit(ctx context.Context, tx *db.Tx, org id.Org, field string) error {
	if !mayLoosen(tx.Actor, org) {
		return problem.New(problem.Forbidden, "people.signers_only")
	}
	if _, err := lockMandate(ctx, tx, org); err != nil {
		return err
	}
	if dropped, err := deleteLimit(ctx, tx, org, field); err != nil || !dropped {
		return err
	}
	return tx.Audit(ctx, "people.limit_dropped", string(org), map[string]any{"field": field})
}

// AddSigner has one of an organisation's people decide above the limits in a
// field. Signers and the secretariat name them. A contact person may name the
// first, while there is no limit: until then contact persons decide everything, so
// it takes nothing from anybody. Faults are under hvem.
func AddSigner(ctx context.Context, tx *db.Tx, org id.Org, field string, one id.Person) error {
	if err := maySeeMandate(tx.Actor, org); err != nil {
		return err
	}
	m, err := lockMandate(ctx, tx, org)
	if err != nil {
		return err
	}
	if !mayLoosen(tx.Actor, org) && len(m.Signers)+len(m.Limits) > 0 {
		return problem.New(problem.Forbidden, "people.signers_only")
	}
	bad := checkField("omraade", &field)
	if here, err := stays(ctx, tx, one, org); err != nil {
		return err
	} else if !here {
		bad.Add("hvem", "people.signer_of_org", "")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	field = m.spelt(field)
	added, err := insertSigner(ctx, tx, org, field, one)
	if err != nil {
		return err
	}
	given, err := insertRole(ctx, tx, one, access.Signer, access.At(org))
	if err != nil || !added && !given {
		return err
	}
	return tx.Audit(ctx, "people.signer_added", string(one), map[string]any{"org": org, "field": field})
}

// RemoveSigner ends that. Nobody takes away the last who decides above a limit.
// For signers and the secretariat. Faults are under hvem.
func RemoveSigner(ctx context.Context, tx *db.Tx, org id.Org, field string, one id.Person) error {
	if !mayLoosen(tx.Actor, org) {
		return problem.New(problem.Forbidden, "people.signers_only")
	}
	m, err := lockMandate(ctx, tx, org)
	if err != nil {
		return err
	}
	left, still := m.without(field, one)
	if err := left.checkSigned().Err(); err != nil {
		return err
	}
	if removed, err := deleteSigner(ctx, tx, org, field, one); err != nil || !removed {
		return err
	}
	if !still {
		if _, err := deleteRole(ctx, tx, one, access.Signer, access.At(org)); err != nil {
			return err
		}
	}
	return tx.Audit(ctx, "people.signer_removed", string(one), map[string]any{"org": org, "field": field})
}

// notTheLastSigner keeps those who may not loosen a limit from taking away the one
// who decides above it, whichever way they do it. The secretariat may: people do
// leave, and then it names another.
func notTheLastSigner(ctx context.Context, tx *db.Tx, one Person, role access.Role, in access.Scope) error {
	if !mustSign(tx.Actor, one, role, in) {
		return nil
	}
	m, err := lockMandate(ctx, tx, one.Org)
	if err != nil {
		return err
	}
	if len(m.withoutAny(one.ID).checkSigned()) > 0 {
		return problem.New(problem.Invalid, "people.last_signer_stays")
	}
	return nil
}

// mustSign tells whether somebody may not take the last signer's role.
func mustSign(who access.Actor, of Person, role access.Role, in access.Scope) bool {
	return role == access.Signer && in == access.At(of.Org) && !mayLoosen(who, of.Org)
}

func mandateLock(org id.Org) string { return "mandate " + string(org) }

// lockMandate loads it for a change: two at once wait for each other.
func lockMandate(ctx context.Context, tx *db.Tx, org id.Org) (Mandate, error) {
	if err := tx.Lock(ctx, db.People, mandateLock(org)); err != nil {
		return Mandate{}, err
	}
	return mandateOf(ctx, tx, org)
}
