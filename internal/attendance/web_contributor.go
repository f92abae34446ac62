package attendance

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"faelled/internal/i18n"
	"faelled/internal/money"
	"faelled/internal/web"
)

// contributorPath is where a personal link leads; the secret follows.
const contributorPath = "/medvirkende/"

// showPart shows a contributor their own part of the day.
func showPart(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	private(w)
	p, err := opened(r.Context(), s.DB, r.PathValue("kode"))
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, partPage(p))
}

// private keeps the address, which is a secret, out of what other sites are told:
// also the online meeting's.
func private(w http.ResponseWriter) { w.Header().Set("Referrer-Policy", "no-referrer") }

// head is the band of the page: it leads to nothing that wants a sign-in.
func (p part) head(ctx context.Context) web.Head {
	return web.Head{Kind: p.Programme.Kind, KindText: p.Programme.Name, Title: p.Meeting.Title, Lead: p.Meeting.When(ctx), Plain: true}
}

// title is whose part it is: a venue is more than one.
func (p part) title(ctx context.Context) string {
	args := i18n.Args{"Name": p.Who.called(ctx)}
	if p.Who.Party == Venue {
		return i18n.F(ctx, "attendance.part_of_venue", args)
	}
	return i18n.F(ctx, "attendance.part_of", args)
}

func (p part) fee() money.Money { return total(p.Fees) }

func (p part) food() []count   { return tally(foods, foodOf, wishesOf(p.Needs)) }
func (p part) access() []count { return tally(aids, accessOf, wishesOf(p.Needs)) }

// notes is what people wrote about their needs: first whole and by name, for those who
// let the venue know, "Åsa Ørn, Egelund: Vegetar"; then each text of the others by
// itself, in an order that is not the list's. What is put together points at somebody.
func (p part) notes(ctx context.Context) (list []string) {
	var food, access []string
	for _, n := range p.Needs {
		if n.Named {
			text := strings.Join(parts(words(ctx, n.Food, n.FoodNote), words(ctx, n.Access, n.AccessNote)), "; ")
			list = append(list, i18n.F(ctx, "attendance.need_of", i18n.Args{"Name": n.Name, "Org": n.From.Name, "What": text}))
			continue
		}
		food, access = append(food, parts(n.FoodNote)...), append(access, parts(n.AccessNote)...)
	}
	slices.Sort(food)
	slices.Sort(access)
	for _, text := range food {
		list = append(list, i18n.T(ctx, "attendance.food")+": "+text)
	}
	for _, text := range access {
		list = append(list, i18n.T(ctx, "attendance.access")+": "+text)
	}
	return list
}

// parts are the texts that are not empty.
func parts(texts ...string) (list []string) {
	for _, t := range texts {
		if t != "" {
			list = append(list, t)
		}
	}
	return list
}
