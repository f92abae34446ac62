package edition

import (
	"context"
	"embed"
	"net/http"
	"path"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
	"faelled/internal/when"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// largeForm is room for a programme with all its meetings, in bytes.
const largeForm = 512 << 10

// Routes lists every door into this capability.
var Routes = []web.Route{
	{Pattern: "GET /sekretariat/forloeb/nyt", For: web.StaffOnly, Do: showBlueprints},
	{Pattern: "GET /sekretariat/forloeb/nyt/netvaerk", For: web.StaffOnly, Do: showNew},
	{Pattern: "POST /sekretariat/forloeb/nyt/netvaerk", For: web.StaffOnly, MaxBody: largeForm, Do: postNew},
	{Pattern: "GET /sekretariat/forloeb/{id}", For: web.StaffOnly, Do: showProgramme},
	{Pattern: "GET /sekretariat/forloeb/{id}/ret", For: web.StaffOnly, Do: showEdit},
	{Pattern: "POST /sekretariat/forloeb/{id}/ret", For: web.StaffOnly, MaxBody: largeForm, Do: postEdit},
	{Pattern: "POST /sekretariat/forloeb/{id}/udgiv", For: web.StaffOnly, Do: postPublish},
	{Pattern: "POST /sekretariat/forloeb/{id}/traek-tilbage", For: web.StaffOnly, Do: postWithdraw},
	{Pattern: "GET /sekretariat/forloeb/{id}/priser", For: web.StaffOnly, Do: showPrices},
	{Pattern: "POST /sekretariat/forloeb/{id}/priser", For: web.StaffOnly, Do: postPrices},
	{Pattern: "GET /sekretariat/forloeb/{id}/naeste-saeson", For: web.StaffOnly, Do: showNext},
	{Pattern: "POST /sekretariat/forloeb/{id}/naeste-saeson", For: web.StaffOnly, MaxBody: largeForm, Do: postNext},
	{Pattern: "GET /sekretariat/forloeb/{id}/aendringer", For: web.StaffOnly, Do: showChanges},
}

func showBlueprints(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return web.Render(w, r, http.StatusOK, blueprintsPage())
}

// newView is all that the form may see.
type newView struct {
	Blueprint blueprint
	From      programme.Programme // the season before; the zero Programme when it is made from a blueprint
	Rooms     []int64             // how many could come to each of its meetings
	Form      form
	Choices   programme.Choices
	Open      int // number of a meeting's row that is shown though it is empty
	Key       string
	Faults    problem.Fields
}

// blueprintOf is the blueprint that the address ends with. Addresses are
// registered literally: …/nyt/{x} would collide with …/{id}/ret.
func blueprintOf(r *http.Request) (blueprint, error) {
	b, ok := findBlueprint(path.Base(r.URL.Path))
	if !ok {
		return b, problem.New(problem.NotFound, "web.not_found")
	}
	return b, nil
}

func showNew(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	b, err := blueprintOf(r)
	if err != nil {
		return err
	}
	return newForm(s, w, r, http.StatusOK, newView{Blueprint: b, Form: b.Form(r.Context())})
}

// postNew makes the programme and goes to its page; or adds or takes away a row;
// or shows the form again with what was typed and every fault.
func postNew(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	b, err := blueprintOf(r)
	if err != nil {
		return err
	}
	return saveNew(s, w, r, newView{Blueprint: b})
}

// saveNew makes what the form says, from a blueprint or the season before.
func saveNew(s *web.Site, w http.ResponseWriter, r *http.Request, v newView) error {
	f := readForm(r.PostForm)
	if changed, ok := f.edit(r.PostFormValue("goer")); ok {
		v.Form = changed
		if len(changed.Meetings) > len(f.Meetings) {
			v.Open = len(f.Meetings)
		}
		return newForm(s, w, r, http.StatusOK, v)
	}
	v.Form = f.tidy()
	req, unread := v.Form.request(v.Blueprint.Kind, i18n.T(r.Context(), string(v.Blueprint.Meeting)))
	req.Key, req.Programme.Previous = r.PostFormValue("key"), v.From.ID
	for i := range min(len(req.Meetings), len(v.Rooms)) {
		req.Meetings[i].Capacity = v.Rooms[i]
	}
	var made id.Programme
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		made, err = Create(ctx, tx, req)
		return merge(unread, err)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		v.Faults = faults
		return newForm(s, w, r, http.StatusUnprocessableEntity, v)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, programme.StaffPath(made)+"?gemt=1")
}

func newForm(s *web.Site, w http.ResponseWriter, r *http.Request, status int, v newView) error {
	v.Key = s.DB.NewID()
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		v.Choices, err = choices(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	if len(v.Form.Meetings) == 0 {
		v.Form.Meetings = []meetingRow{{Where: atVenue}}
	}
	if len(v.Form.Prices.Tiers) == 0 {
		v.Form.Prices.Tiers = []tierRow{{}}
	}
	return web.Render(w, r, status, newPage(v))
}

// choices are programme's, with those sellers only that can send invoices.
func choices(ctx context.Context, tx *db.Tx) (programme.Choices, error) {
	c, err := programme.LoadChoices(ctx, tx)
	if err != nil {
		return c, err
	}
	var sellers []people.Org
	for _, o := range c.Orgs { // a handful
		_, err := billing.SellerOf(ctx, tx, o.ID)
		switch {
		case err == nil:
			sellers = append(sellers, o)
		case !problem.Is(err, problem.NotFound):
			return c, err
		}
	}
	c.Sellers = sellers
	return c, nil
}

// programmeView is all that the secretariat's page about a programme may see.
type programmeView struct {
	Programme programme.Programme
	Names     people.Names
	Meetings  []meeting.Meeting
	Prices    billing.PriceList
	Priced    bool
	Missing   problem.Fields      // before it can be published
	Previous  programme.Programme // the season before; the zero Programme when there is none
	Next      programme.Programme // the season after; likewise
	ToCome    []meeting.Meeting
	Agendas   map[id.Meeting]bool // which of those to come have one
	Saved     bool
	Published bool // just now
	Refused   bool
	Today     when.Date
}

func showProgramme(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return programmePageOf(s, w, r, http.StatusOK, false)
}

func programmePageOf(s *web.Site, w http.ResponseWriter, r *http.Request, status int, refused bool) error {
	q := r.URL.Query()
	v := programmeView{Saved: q.Has("gemt"), Published: q.Has("udgivet"), Refused: refused}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return v.load(ctx, tx, id.Programme(r.PathValue("id"))) })
	if err != nil {
		return err
	}
	return web.Render(w, r, status, programmePage(v))
}

func (v *programmeView) load(ctx context.Context, tx *db.Tx, one id.Programme) (err error) {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	v.Today = when.On(tx.Now)
	if v.Programme, err = programme.ByID(ctx, tx, one); err != nil {
		return err
	}
	p := v.Programme
	if v.Names, err = people.NamesFor(ctx, tx, append([]id.Org{p.Owner, p.Operator, p.Seller}, p.Inviters...), p.Contacts); err != nil {
		return err
	}
	if v.Meetings, err = meeting.InProgramme(ctx, tx, one); err != nil {
		return err
	}
	v.ToCome = toCome(v.Meetings, tx.Now)
	if v.Agendas, err = meeting.WithAgenda(ctx, tx, idsOf(v.ToCome)); err != nil {
		return err
	}
	if v.Prices, v.Priced, err = pricesNow(ctx, tx, one); err != nil {
		return err
	}
	if p.Previous != "" {
		if v.Previous, err = programme.ByID(ctx, tx, p.Previous); err != nil {
			return err
		}
	}
	if v.Next, _, err = programme.NextOf(ctx, tx, one); err != nil {
		return err
	}
	if p.State == programme.Draft {
		v.Missing, err = missing(ctx, tx, one)
	}
	return err
}

func idsOf(list []meeting.Meeting) (ids []id.Meeting) {
	for _, m := range list {
		ids = append(ids, m.ID)
	}
	return ids
}

// editView is all that the form may see.
type editView struct {
	Programme programme.Programme // as it is kept
	Form      programme.Form      // as it is typed
	Choices   programme.Choices
	Faults    problem.Fields
}

func showEdit(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return editPageOf(s, w, r, http.StatusOK, nil, nil)
}

// postEdit saves and goes to the programme's page, or shows the form again with
// what was typed and every fault.
func postEdit(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	typed, one := programme.ReadForm(r.PostForm), id.Programme(r.PathValue("id"))
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		if err := mayWrite(tx.Actor); err != nil {
			return err
		}
		old, err := programme.ByID(ctx, tx, one)
		if err != nil {
			return err
		}
		p, unread := typed.Programme(old.Kind)
		p.ID = one
		return merge(unread, Edit(ctx, tx, p))
	})
	if faults, ok := problem.FieldsOf(err); ok {
		return editPageOf(s, w, r, http.StatusUnprocessableEntity, &typed, faults)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, programme.StaffPath(one)+"?gemt=1")
}

func editPageOf(s *web.Site, w http.ResponseWriter, r *http.Request, status int, typed *programme.Form, faults problem.Fields) error {
	v := editView{Faults: faults}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.Choices, err = choices(ctx, tx); err != nil {
			return err
		}
		v.Programme, err = programme.ByID(ctx, tx, id.Programme(r.PathValue("id")))
		return err
	})
	if err != nil {
		return err
	}
	v.Form = programme.FormOf(r.Context(), v.Programme)
	if typed != nil {
		v.Form = *typed
	}
	return web.Render(w, r, status, editPage(v))
}

func postPublish(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return change(s, w, r, "?udgivet=1", Publish)
}

func postWithdraw(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return change(s, w, r, "?gemt=1", programme.Withdraw)
}

// change runs a command that needs nothing but the programme, and goes to its
// page, which says what was done. What it refuses is on that page, too.
func change(s *web.Site, w http.ResponseWriter, r *http.Request, done string, command func(context.Context, *db.Tx, id.Programme) error) error {
	one := id.Programme(r.PathValue("id"))
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return command(ctx, tx, one) })
	if problem.Is(err, problem.Invalid) {
		return programmePageOf(s, w, r, http.StatusUnprocessableEntity, true)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, programme.StaffPath(one)+done)
}

// priceView is all that the price form may see.
type priceView struct {
	Programme programme.Programme
	Form      priceForm
	Faults    problem.Fields
}

func showPrices(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return pricePageOf(s, w, r, http.StatusOK, nil, nil)
}

func postPrices(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	prices := readPrices(r.PostForm)
	if changed, ok := (form{Prices: prices}).edit(r.PostFormValue("goer")); ok {
		return pricePageOf(s, w, r, http.StatusOK, &changed.Prices, nil)
	}
	prices = prices.tidy()
	one := id.Programme(r.PathValue("id"))
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		if err := mayWrite(tx.Actor); err != nil {
			return err
		}
		p, err := programme.ByID(ctx, tx, one)
		if err != nil {
			return err
		}
		var unread problem.Fields
		l := prices.list(&unread)
		l.Programme = one
		if len(unread) == 0 && unpriced(l, p.MaxPerOrg) {
			unread.Add(tierField(len(l.Tiers)-1, "to"), "edition.no_price_for_most", "")
		}
		_, err = billing.AddPriceList(ctx, tx, l)
		return merge(unread, err)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		return pricePageOf(s, w, r, http.StatusUnprocessableEntity, &prices, faults)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, programme.StaffPath(one)+"?gemt=1")
}

func pricePageOf(s *web.Site, w http.ResponseWriter, r *http.Request, status int, typed *priceForm, faults problem.Fields) error {
	v := priceView{Faults: faults}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if err := mayWrite(tx.Actor); err != nil {
			return err
		}
		if v.Programme, err = programme.ByID(ctx, tx, id.Programme(r.PathValue("id"))); err != nil || typed != nil {
			return err
		}
		l, _, err := pricesNow(ctx, tx, v.Programme.ID)
		v.Form = pricesOf(l)
		v.Form.ValidFrom = when.Day(r.Context(), when.On(tx.Now).Add(1)) // a list may begin today already
		return err
	})
	if err != nil {
		return err
	}
	if typed != nil {
		v.Form = *typed
	}
	if len(v.Form.Tiers) == 0 {
		v.Form.Tiers = []tierRow{{}}
	}
	return web.Render(w, r, status, pricePage(v))
}
