package approval

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"strconv"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/web"
)

const (
	listPath    = "/godkendelser"
	linkPath    = "/godkend"
	mandatePath = "/kommune/fuldmagt"
	glnPath     = "/kommune/ean"
)

// Routes lists every door into this capability. Those under /godkend/ are for
// whoever has a link from a mail, signed in or not: they act as the signer it was
// sent to, in that one matter. Opening one changes nothing.
var Routes = []web.Route{
	{Pattern: "GET /godkendelser", For: web.SignedIn, Do: showList},
	{Pattern: "GET /godkendelser/{approval}", For: web.SignedIn, Do: show},
	{Pattern: "POST /godkendelser/{approval}/godkend", For: web.SignedIn, Do: answer(yes)},
	{Pattern: "POST /godkendelser/{approval}/afvis", For: web.SignedIn, Do: answer(no)},
	{Pattern: "POST /godkendelser/{approval}/fortryd", For: web.SignedIn, Do: callBack},
	{Pattern: "POST /godkendelser/{approval}/igen", For: web.SignedIn, Do: mend},
	{Pattern: "GET /godkend/tak", For: web.Public, Do: thanks},
	{Pattern: "GET /godkend/{kode}", For: web.Public, Do: web.Unkept(byLink(nil))},
	{Pattern: "POST /godkend/{kode}/ja", For: web.Public, Do: web.Unkept(byLink(yes))},
	{Pattern: "POST /godkend/{kode}/nej", For: web.Public, Do: web.Unkept(byLink(no))},
	{Pattern: "POST /netvaerk/{slug}/tilmeld/godkendelse", For: web.SignedIn, Do: ask},
	{Pattern: "GET /kommune/ean", For: web.SignedIn, Do: showGLNs},
	{Pattern: "POST /kommune/ean", For: web.SignedIn, Do: changeGLN(keepGLN)},
	{Pattern: "POST /kommune/ean/fjern", For: web.SignedIn, Do: changeGLN(dropGLN)},
	{Pattern: "GET /kommune/fuldmagt", For: web.SignedIn, Do: showMandate},
	{Pattern: "POST /kommune/fuldmagt/graense", For: web.SignedIn, Do: changeMandate(setLimit)},
	{Pattern: "POST /kommune/fuldmagt/graense/fjern", For: web.SignedIn, Do: changeMandate(dropLimit)},
	{Pattern: "POST /kommune/fuldmagt/godkender", For: web.SignedIn, Do: changeMandate(addSigner)},
	{Pattern: "POST /kommune/fuldmagt/godkender/fjern", For: web.SignedIn, Do: changeMandate(removeSigner)},
}

// view is a request as a page shows it.
type view struct {
	matter
	Now     registration.Weighed // as it stands today, when the reader decides it
	Meeting string               // day, title and place
	Receipt string               // of what came of it
	MaySign bool
	MayStop bool   // call it back
	MayMend bool   // have the form again, after a no or none
	Base    string // of the doors that answer
	ByLink  bool
	Reason  string // as typed
	Faults  problem.Fields
}

// load finds all that the page shows to whoever reads it.
func load(ctx context.Context, tx *db.Tx, one id.Approval) (v view, err error) {
	a, err := ByID(ctx, tx, one)
	if err != nil {
		return v, err
	}
	if v.matter, err = openMatter(ctx, tx, a); err != nil {
		return v, err
	}
	v.Base = Path(a.ID)
	v.MaySign = v.Open && v.signs(tx.Actor.Person)
	v.MayStop = v.Open && tx.Actor.Is(access.Contact, access.At(a.Org))
	v.MayMend = a.mendable(tx.Now) && tx.Actor.Is(access.Contact, access.At(a.Org))
	if v.Meeting, err = meetingText(ctx, tx, a.Request.Meeting); err != nil {
		return v, err
	}
	if a.State == Approved && mayReadReceipt(tx.Actor, a.Org) {
		if v.Receipt, err = registration.ReceiptOf(ctx, tx, v.matter.Programme, a.Registration); err != nil {
			return v, err
		}
	}
	if !v.MaySign {
		return v, nil
	}
	req := a.Request
	req.Accepted = money.Money{}
	v.Now, err = registration.Weigh(ctx, tx, req, registration.Consent{For: a.Person, Hold: a.hold})
	v.Now.Faults = without(v.Now.Faults, "ok") // what is to be paid is said on the page
	return v, err
}

// mayReadReceipt: a signer who is no contact person has the page of the request.
func mayReadReceipt(who access.Actor, org id.Org) bool {
	return who.IsStaff() || who.Is(access.Contact, access.At(org))
}

// without leaves out the complaints about one field.
func without(bad problem.Fields, name string) (rest problem.Fields) {
	for _, f := range bad {
		if f.Name != name {
			rest = append(rest, f)
		}
	}
	return rest
}

func show(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return page(s, w, r, web.Actor(r), asked{One: id.Approval(r.PathValue("approval"))})
}

// asked is which page to draw, and what was wrong with the form on it.
type asked struct {
	One    id.Approval
	Base   string // for those who came by a link
	Faults problem.Fields
}

func page(s *web.Site, w http.ResponseWriter, r *http.Request, who access.Actor, q asked) error {
	var v view
	err := s.DB.Read(r.Context(), who, func(ctx context.Context, tx *db.Tx) (err error) {
		v, err = load(ctx, tx, q.One)
		return err
	})
	if err != nil {
		return err
	}
	v.Faults, v.Reason = q.Faults, r.PostFormValue("grund")
	if q.Base != "" {
		v.Base, v.ByLink, v.MayStop = q.Base, true, false
		v.MayMend = false
	}
	status := http.StatusOK
	if len(v.Faults) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return web.Render(w, r, status, casePage(v))
}

// reply is what a form answers.
type reply func(ctx context.Context, tx *db.Tx, one id.Approval, r *http.Request) error

func yes(ctx context.Context, tx *db.Tx, one id.Approval, r *http.Request) error {
	minor, _ := strconv.ParseInt(r.PostFormValue("pris"), 10, 64)
	return Approve(ctx, tx, one, money.Money{Minor: minor, Currency: r.PostFormValue("valuta")})
}

func no(ctx context.Context, tx *db.Tx, one id.Approval, r *http.Request) error {
	return Refuse(ctx, tx, one, r.PostFormValue("grund"))
}

// answer is a door for those who are signed in.
func answer(do reply) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		one := id.Approval(r.PathValue("approval"))
		err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, one, r) })
		if bad, ok := problem.FieldsOf(err); ok {
			return page(s, w, r, web.Actor(r), asked{One: one, Faults: bad})
		}
		if err != nil {
			return err
		}
		return web.Redirect(w, r, Path(one))
	}
}

func callBack(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return answer(func(ctx context.Context, tx *db.Tx, one id.Approval, _ *http.Request) error {
		return CallBack(ctx, tx, one)
	})(s, w, r)
}

// mend gives the form back, and leads to it.
func mend(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	one := id.Approval(r.PathValue("approval"))
	var to string
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		of, err := Reopen(ctx, tx, one)
		if err != nil {
			return err
		}
		p, err := programme.ByID(ctx, tx, of)
		to = p.Path() + "/tilmeld/tjek"
		return err
	})
	if bad, ok := problem.FieldsOf(err); ok {
		return page(s, w, r, web.Actor(r), asked{One: one, Faults: bad})
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, to)
}

// byLink is a door for whoever has the link that a signer got by mail. It acts as
// that signer, with the roles they have now. do is nil where it only shows.
func byLink(do reply) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", "no-store")
		l, who, err := follow(s, r)
		if errors.Is(err, sql.ErrNoRows) {
			return web.Render(w, r, http.StatusNotFound, gonePage())
		}
		if err != nil {
			return err
		}
		base := linkPath + "/" + r.PathValue("kode")
		if do == nil {
			return page(s, w, r, who, asked{One: l.Approval, Base: base})
		}
		err = s.DB.Write(r.Context(), who, func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, l.Approval, r) })
		if bad, ok := problem.FieldsOf(err); ok {
			return page(s, w, r, who, asked{One: l.Approval, Base: base, Faults: bad})
		}
		if err != nil {
			return err
		}
		return web.Redirect(w, r, linkPath+"/tak")
	}
}

// follow finds what a link is about, and whom it makes of the reader. It leads
// nowhere, sql.ErrNoRows, when there is no such link, the time is over, or the
// person decides nothing any more.
func follow(s *web.Site, r *http.Request) (l link, who access.Actor, err error) {
	err = s.DB.Read(r.Context(), access.System(""), func(ctx context.Context, tx *db.Tx) error {
		if l, err = linkByHash(ctx, tx, hash(r.PathValue("kode"))); err != nil {
			return err
		}
		a, err := byID(ctx, tx, l.Approval)
		if err != nil {
			return err
		}
		p, known, err := people.Identify(ctx, tx, l.Person)
		if err != nil {
			return err
		}
		who = access.Actor{Person: p.ID, Org: p.Org, Grants: p.Grants}
		if !known || !a.open(tx.Now) || maySignAs(ctx, tx, a, p.ID) != nil {
			return sql.ErrNoRows
		}
		return nil
	})
	return l, who, err
}

func thanks(_ *web.Site, w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, thanksPage())
}

// ask is where the form's last page goes when the sum is too large for whoever
// filled it in.
func ask(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	req, to, err := registration.Sendable(s, r)
	var one id.Approval
	if err == nil && to == "" {
		err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
			if one, err = Ask(ctx, tx, req); err != nil {
				return err
			}
			return registration.Discard(ctx, tx, req.Programme)
		})
		to = Path(one)
	}
	if bad, ok := problem.FieldsOf(err); ok {
		if one, err := sentAlready(s, r); err != nil {
			return err
		} else if one != "" {
			return web.Redirect(w, r, Path(one))
		}
		return registration.Mend(s, w, r, bad)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, to)
}

// sentAlready is the request that the same form became when it was sent before: a
// second press of the button comes when the form is put away. Empty when none.
func sentAlready(s *web.Site, r *http.Request) (one id.Approval, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		found, err := tx.Answered(ctx, r.PostFormValue("key"), &one)
		if err != nil || !found {
			one = ""
			return err
		}
		if _, err = ByID(ctx, tx, one); problem.Is(err, problem.NotFound) {
			one, err = "", nil
		}
		return err
	})
	return one, err
}
