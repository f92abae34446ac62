package billing

import (
	"context"
	"net/http"
	"slices"
	"strconv"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/web"
)

const sellersPath = "/sekretariat/saelgere"

// standing is an organisation that may sell, and how its series stands.
type standing struct {
	Org  people.Org
	Next string // number; empty when it is not set up
}

// sellerView is all that the form may see.
type sellerView struct {
	Org    people.Org
	Typed  Seller
	First  string // as typed
	Begun  bool   // some invoice has a number of the series
	Next   string // number, when it has begun
	Faults problem.Fields
}

func sellerList(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var list []standing
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		list, err = standings(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, sellersPage(list, maySell(web.Actor(r)) == nil))
}

// standings are all organisations but municipalities: those buy.
func standings(ctx context.Context, tx *db.Tx) ([]standing, error) {
	if err := mayPrice(tx.Actor); err != nil {
		return nil, err
	}
	orgs, err := people.OrgList(ctx, tx)
	if err != nil {
		return nil, err
	}
	next, err := nextNumbers(ctx, tx)
	if err != nil {
		return nil, err
	}
	orgs = slices.DeleteFunc(orgs, func(o people.Org) bool { return o.Kind == people.Municipality })
	list := make([]standing, len(orgs))
	for i, o := range orgs {
		list[i] = standing{o, next[o.ID]}
	}
	return list, nil
}

func editSeller(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return sellerForm(s, w, r, http.StatusOK, nil)
}

// saveSeller keeps what was typed, or shows it again with every fault.
func saveSeller(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	f := r.PostFormValue
	first, _ := strconv.ParseInt(f("first"), 10, 64) // no number is 0, which is refused at its field
	typed := Seller{
		Org: id.Org(r.PathValue("org")), Name: f("name"), CVR: f("cvr"), GLN: f("gln"), Street: f("street"), Postcode: f("postcode"), City: f("city"),
		Contact: f("contact"), Email: f("email"), Phone: f("phone"), Bank: f("bank"), Account: f("account"), Prefix: f("prefix"), First: first,
	}
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		if _, err := people.OrgByID(ctx, tx, typed.Org); err != nil {
			return err
		}
		return SetSeller(ctx, tx, typed)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		return sellerForm(s, w, r, http.StatusUnprocessableEntity, &sellerView{Typed: typed, First: f("first"), Faults: faults})
	}
	if err != nil {
		return err
	}
	web.Redirect(w, r, sellersPath)
	return nil
}

// sellerForm shows what is kept, or what was typed: the series only when it has not
// begun. For an organisation that is
// not set up it suggests what we know.
func sellerForm(s *web.Site, w http.ResponseWriter, r *http.Request, status int, typed *sellerView) error {
	var v sellerView
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if err := maySell(tx.Actor); err != nil {
			return err
		}
		if v.Org, err = people.OrgByID(ctx, tx, id.Org(r.PathValue("org"))); err != nil {
			return err
		}
		v.Typed, err = SellerOf(ctx, tx, v.Org.ID)
		if problem.Is(err, problem.NotFound) {
			v.Typed, err = suggested(v.Org), nil
		}
		if err != nil {
			return err
		}
		v.First = strconv.FormatInt(v.Typed.First, 10)
		if v.Begun, err = seriesBegun(ctx, tx, v.Org.ID); err != nil || !v.Begun {
			return err
		}
		n, err := nextNumber(ctx, tx, v.Typed)
		v.Next = numberText(v.Typed.Prefix, n)
		return err
	})
	if err != nil {
		return err
	}
	if typed != nil {
		v.Typed, v.First, v.Faults = typed.Typed, typed.First, typed.Faults
	}
	return web.Render(w, r, status, sellerPage(v))
}

func suggested(o people.Org) Seller {
	return Seller{Org: o.ID, Name: o.OfficialName, CVR: o.CVR, Street: o.Street, Postcode: o.Postcode, City: o.City, Email: o.Email, Phone: o.Phone, First: 1001}
}
