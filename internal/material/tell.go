package material

import (
	"context"
	"slices"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
)

// fresh is for how long after it is shown, or there at all, a material is news: what
// an outage kept back longer is told to nobody.
const fresh = 7 * 24 * time.Hour

// tidings is the payload of "material.tell": somebody may like to hear of some new
// materials.
type tidings struct {
	Person    id.Person
	Materials []id.Material
}

// Look has those who may see new materials hear of them, in one mail each. It is
// done once a day, and each material is told once; that of a draft waits until its
// programme is public. For the daily job.
func Look(ctx context.Context, tx *db.Tx) error {
	if !tx.Actor.IsSystem() {
		return problem.New(problem.Forbidden, "web.staff_only")
	}
	if err := tx.Lock(ctx, db.Programmes, "new material"); err != nil {
		return err
	}
	list, err := untold(ctx, tx)
	if err != nil || len(list) == 0 {
		return err
	}
	news, programmes := map[id.Programme][]id.Material{}, []id.Programme{}
	for _, m := range list {
		if tx.Now.Sub(later(m.ShownFrom, m.AddedAt)) <= fresh {
			news[m.Programme] = append(news[m.Programme], m.ID)
			programmes = append(programmes, m.Programme)
		}
	}
	slices.Sort(programmes)
	mails, order := map[id.Person][]id.Material{}, []id.Person{}
	for _, p := range slices.Compact(programmes) {
		readers, err := membersOf(ctx, tx, p)
		if err != nil {
			return err
		}
		for _, who := range readers {
			if mails[who] == nil {
				order = append(order, who)
			}
			mails[who] = append(mails[who], news[p]...)
		}
	}
	for _, who := range order {
		if err := tx.Enqueue(ctx, "material.tell", tidings{who, mails[who]}); err != nil {
			return err
		}
	}
	return told(ctx, tx, list)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// membersOf are those who may be let in to a programme's material: with a seat at
// any of its meetings, or contact persons of organisations that take part. Nobody
// reads about a draft.
func membersOf(ctx context.Context, tx *db.Tx, one id.Programme) (who []id.Person, err error) {
	p, err := programme.ByID(ctx, tx, one)
	if err != nil || p.State != programme.Public {
		return nil, err
	}
	seats, err := registration.SeatsIn(ctx, tx, one)
	if err != nil {
		return nil, err
	}
	for _, s := range seats {
		who = append(who, s.Person)
	}
	members, err := registration.Members(ctx, tx, one)
	if err != nil {
		return nil, err
	}
	orgs := make([]id.Org, len(members))
	for i, m := range members {
		orgs[i] = m.Org
	}
	contacts, err := people.ContactsOf(ctx, tx, orgs)
	for _, c := range contacts {
		who = append(who, c.ID)
	}
	slices.Sort(who)
	return slices.Compact(who), err
}

// asMember is somebody as the pages know them, but with no more rights than members
// have: what only the secretariat sees is told to nobody.
func asMember(ctx context.Context, tx *db.Tx, p people.Person) (access.Actor, error) {
	grants, err := people.Grants(ctx, tx, p.ID)
	grants = slices.DeleteFunc(grants, func(g access.Grant) bool { return g.Role != access.Contact })
	return access.Actor{Person: p.ID, Org: p.Org, Grants: grants}, err
}
