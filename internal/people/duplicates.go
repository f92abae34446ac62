package people

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
)

// likeness is why two people may be one.
type likeness string

const (
	sameName    likeness = "name"  // and the same organisation
	sameMailbox likeness = "mail"  // the same name before @, at two domains of one organisation
	samePhone   likeness = "phone" // in one organisation
)

// pair is two people who may be one. The one we have known longest is first.
type pair struct {
	One, Other id.Person
	Why        []likeness
}

// key tells a pair from all others, and where it stands in the list.
func (p pair) key() string { return string(p.One) + " " + string(p.Other) }

// switchboard is how many people may share a telephone before it says nothing of
// who they are.
const switchboard = 3

// pairsAmong finds the people of an organisation who may be one, in a fixed order.
// Nobody is compared with those of another organisation: who works at two places
// is known at both.
func pairsAmong(all []Person) (found []pair) {
	found = append(found, alike(all, sameName, 0, func(p Person) string { return i18n.SearchKey(p.Name) })...)
	found = append(found, alike(all, sameMailbox, 0, func(p Person) string {
		mailbox, _, _ := strings.Cut(p.Email, "@")
		return mailbox
	})...)
	found = append(found, alike(all, samePhone, switchboard, func(p Person) string { return phoneKey(p.Phone) })...)
	slices.SortStableFunc(found, func(a, b pair) int { return cmp.Compare(a.key(), b.key()) })
	var merged []pair
	for _, p := range found {
		if n := len(merged); n > 0 && merged[n-1].key() == p.key() {
			merged[n-1].Why = append(merged[n-1].Why, p.Why...)
		} else {
			merged = append(merged, p)
		}
	}
	return merged
}

// alike pairs those of an organisation with the same key. More than most are no
// likeness; 0 is no bound.
func alike(all []Person, why likeness, most int, key func(Person) string) (found []pair) {
	type place struct {
		org id.Org
		key string
	}
	groups := map[place][]id.Person{}
	for _, p := range all {
		if k := key(p); k != "" {
			groups[place{p.Org, k}] = append(groups[place{p.Org, k}], p.ID)
		}
	}
	for _, group := range groups {
		if len(group) < 2 || most > 0 && len(group) > most {
			continue
		}
		slices.Sort(group)
		for _, other := range group[1:] {
			found = append(found, pair{group[0], other, []likeness{why}})
		}
	}
	return found
}

// phoneKey is the last eight digits, as Danish numbers have; empty when there are
// fewer.
func phoneKey(phone string) string {
	digits := strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, phone)
	if len(digits) < 8 {
		return ""
	}
	return digits[len(digits)-8:]
}

// duplicates are the pairs after one, as many as a page shows, and how many there
// are in all: for the secretariat.
func duplicates(ctx context.Context, tx *db.Tx, after string) (page []pair, all int, err error) {
	if err := mayEditOrg(tx.Actor); err != nil {
		return nil, 0, err
	}
	persons, err := present(ctx, tx)
	found := pairsAmong(persons)
	begin, _ := slices.BinarySearchFunc(found, after, func(p pair, key string) int {
		if p.key() <= key {
			return -1
		}
		return 1
	})
	return found[begin:min(len(found), begin+pageSize)], len(found), err
}
