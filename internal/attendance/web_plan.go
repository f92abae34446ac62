package attendance

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/tabular"
	"faelled/internal/web"
	"faelled/internal/when"
)

// PlanPath is the address of a meeting's run-sheet.
func PlanPath(p programme.Programme, m meeting.Meeting) string {
	return meeting.Path(p, m) + "/koereplan"
}

// planView is a run-sheet, and the forms that change it. Typed is what was typed
// into the form that was refused.
type planView struct {
	scene
	Lines   []line
	Contact dayContact
	Costs   []meeting.Cost
	Links   []Contributor
	Typed   url.Values
	Faults  problem.Fields
	Key     string
}

// total is the sum of some agreements, without VAT.
func total(costs []meeting.Cost) money.Money {
	sum := money.DKK(0)
	for _, c := range costs {
		sum = sum.Add(c.Amount())
	}
	return sum
}

func showPlan(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return plan(s, w, r, http.StatusOK, nil)
}

func plan(s *web.Site, w http.ResponseWriter, r *http.Request, status int, faults problem.Fields) error {
	v := planView{Typed: r.PostForm, Faults: faults, Key: s.DB.NewID()}
	moved, err := reading(s, r, v.load)
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/koereplan")
	}
	if format, ok := tabular.Asked(r); ok && r.Method == http.MethodGet {
		return v.export(s, w, r, format)
	}
	return web.Render(w, r, status, planPage(v))
}

// load finds all that a run-sheet has.
func (v *planView) load(ctx context.Context, tx *db.Tx, sc scene) (err error) {
	v.scene = sc
	if err := mayPlan(tx.Actor); err != nil {
		return err
	}
	if v.Lines, err = linesOf(ctx, tx, sc.Meeting); err != nil {
		return err
	}
	if v.Links, err = contributorsAt(ctx, tx, sc.Meeting.ID); err != nil {
		return err
	}
	if v.Contact, err = contactOf(ctx, tx, sc.Meeting.ID); err != nil {
		return err
	}
	costs, err := meeting.Costs(ctx, tx, sc.Meeting.ID)
	v.Costs = costs[sc.Meeting.ID]
	return err
}

// postPlan does what the pressed button says: adds or takes out a line or an
// agreement, or says whom to call.
func postPlan(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	do, one, _ := strings.Cut(r.PostFormValue("goer"), " ")
	back := ""
	moved, err := writing(s, r, func(ctx context.Context, tx *db.Tx, sc scene) error {
		back = PlanPath(sc.Programme, sc.Meeting)
		switch do {
		case "linje":
			return addTask(ctx, tx, r.PostFormValue("key"), sc.Meeting, task{
				Clock: r.PostFormValue("kl"), What: r.PostFormValue("hvad"), Party: Party(r.PostFormValue("hvem")), Name: r.PostFormValue("navn"), Note: r.PostFormValue("note"),
			})
		case "fjern-linje":
			return removeTask(ctx, tx, sc.Meeting, one)
		case "kontakt":
			return setContact(ctx, tx, dayContact{sc.Meeting.ID, r.PostFormValue("kontakt"), r.PostFormValue("telefon"), r.PostFormValue("besked")})
		case "link":
			party, name, _ := strings.Cut(r.PostFormValue("medvirkende"), " ")
			return Invite(ctx, tx, r.PostFormValue("key"), sc.Meeting, Contributor{Party: Party(party), Name: name, Email: r.PostFormValue("mail")})
		case "send-igen":
			return inviteAgain(ctx, tx, r.PostFormValue("key"), sc.Meeting, one)
		case "luk":
			return closeLink(ctx, tx, sc.Meeting, one)
		case "aftale":
			return agree(ctx, tx, sc.Meeting, r.PostForm)
		case "fjern-aftale":
			return meeting.RemoveCost(ctx, tx, sc.Meeting.ID, one)
		}
		return problem.New(problem.Invalid, "web.unreadable")
	})
	if faults, ok := problem.FieldsOf(err); ok {
		return plan(s, w, r, http.StatusUnprocessableEntity, faults)
	}
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/koereplan")
	}
	return web.Redirect(w, r, back)
}

// agree reads an agreement as it was typed, and keeps it.
func agree(ctx context.Context, tx *db.Tx, m meeting.Meeting, form url.Values) error {
	var bad problem.Fields
	amount, ok := money.Parse(form.Get("beloeb"))
	if !ok {
		bad.Add("beloeb", "attendance.amount_wrong", "")
	}
	c := meeting.Cost{
		Meeting: m.ID, Kind: meeting.CostKind(form.Get("slags")), Who: form.Get("til"), Minor: amount.Minor, Note: form.Get("om"),
		AgreedOn: programme.ParseDay(&bad, "aftalt", form.Get("aftalt")),
	}
	return programme.Together(bad, meeting.AddCost(ctx, tx, form.Get("key"), c))
}

func partyOptions(ctx context.Context) (list []web.Option) {
	for _, p := range parties {
		list = append(list, web.Option{Value: string(p), Text: p.Word(ctx)})
	}
	return list
}

func costOptions(ctx context.Context) (list []web.Option) {
	for _, k := range meeting.CostKinds {
		list = append(list, web.Option{Value: string(k), Text: k.Word(ctx)})
	}
	return list
}

// place is where the meeting is, for those who are to find it.
func (v planView) place(ctx context.Context) string { return v.Meeting.Where(ctx) }

// terms are the note on what was agreed, and when it was, as far as they are known.
func terms(ctx context.Context, c meeting.Cost) string {
	var known []string
	if c.Note != "" {
		known = append(known, c.Note)
	}
	if c.AgreedOn != "" {
		known = append(known, i18n.F(ctx, "attendance.agreed_on", i18n.Args{"Day": when.Day(ctx, c.AgreedOn)}))
	}
	return strings.Join(known, " · ")
}

// or is what was typed into a field, or else what is kept.
func (v planView) or(name, kept string) string {
	if v.Typed.Has(name) {
		return v.Typed.Get(name)
	}
	return kept
}

// linkOptions are those who can be given a link.
func (v planView) linkOptions(ctx context.Context) (list []web.Option) {
	for _, c := range contributorsOf(v.Meeting, v.Lines) {
		text := c.Party.Word(ctx)
		if c.Name != "" {
			text = c.Name + ", " + strings.ToLower(text)
		}
		list = append(list, web.Option{Value: c.key(), Text: text})
	}
	return list
}

// linksOver tells whether no link works any more.
func (v planView) linksOver() bool { return linksOver(v.Meeting, v.Today) }
