package idea

import (
	"context"
	"net/http"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

// Routes lists every door into this capability.
var Routes = []web.Route{
	{Pattern: "GET /netvaerk/{slug}/ideer", For: web.SignedIn, Do: showBoard},
	{Pattern: "GET /netvaerk/{slug}/ideer/ny", For: web.SignedIn, Do: showNew},
	{Pattern: "POST /netvaerk/{slug}/ideer/ny", For: web.SignedIn, Do: postNew},
	{Pattern: "GET /netvaerk/{slug}/ideer/{ide}", For: web.SignedIn, Do: showIdea},
	{Pattern: "POST /netvaerk/{slug}/ideer/{ide}/stoet", For: web.SignedIn, Do: postSupport},
	{Pattern: "POST /netvaerk/{slug}/ideer/{ide}/slet", For: web.SignedIn, Do: postTakeBack},
	{Pattern: "POST /netvaerk/{slug}/ideer/{ide}/svar", For: web.StaffOnly, Do: postAnswer},
	{Pattern: "POST /netvaerk/{slug}/ideer/{ide}/notat", For: web.StaffOnly, Do: postRemark},
	{Pattern: "POST /netvaerk/{slug}/ideer/{ide}/saml", For: web.StaffOnly, Do: postUnite},
	{Pattern: "GET /netvaerk/{slug}/ideer/{ide}/program", For: web.StaffOnly, Do: showPlan},
	{Pattern: "POST /netvaerk/{slug}/ideer/{ide}/program", For: web.StaffOnly, Do: postPlan},
}

// find is the network of the address.
func find(ctx context.Context, tx *db.Tx, r *http.Request) (programme.Programme, bool, error) {
	return programme.BySlug(ctx, tx, web.KindNetwork, r.PathValue("slug"))
}

// at finds the idea of the address, for those who see it.
func at(ctx context.Context, tx *db.Tx, r *http.Request) (p programme.Programme, i Idea, who reader, err error) {
	if p, _, err = find(ctx, tx, r); err != nil {
		return p, i, who, err
	}
	i, who, err = open(ctx, tx, id.Idea(r.PathValue("ide")))
	if err == nil && i.Programme != p.ID {
		err = problem.New(problem.NotFound, "web.not_found")
	}
	return p, i, who, err
}

func showBoard(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var b board
	var moved bool
	q := r.URL.Query()
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if b.Programme, moved, err = find(ctx, tx, r); err != nil || moved {
			return err
		}
		b, err = boardOf(ctx, tx, b.Programme, heap(q.Get("vis")), id.Idea(q.Get("efter")))
		return err
	})
	if err != nil {
		return err
	}
	if moved {
		return web.Redirect(w, r, Path(b.Programme))
	}
	return web.Render(w, r, http.StatusOK, boardShown(b, q.Get("sket")))
}

// formView is the form of a new idea.
type formView struct {
	Programme programme.Programme
	Typed     Wish
	Faults    problem.Fields
}

func loadForm(s *web.Site, r *http.Request) (v formView, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.Programme, _, err = find(ctx, tx, r); err != nil {
			return err
		}
		return mayGive(ctx, tx, v.Programme.ID)
	})
	return v, err
}

func showNew(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := loadForm(s, r)
	if err != nil {
		return err
	}
	v.Typed = Wish{Key: s.DB.NewID(), Kind: Dilemma, Shown: Named}
	if r.URL.Query().Get("slags") == "tema" {
		v.Typed.Kind = Theme
	}
	return web.Render(w, r, http.StatusOK, formPage(v))
}

func postNew(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := loadForm(s, r)
	if err != nil {
		return err
	}
	v.Typed = Wish{
		Key: r.PostFormValue("key"), Programme: v.Programme.ID, Kind: Kind(r.PostFormValue("slags")), Title: r.PostFormValue("titel"), Text: r.PostFormValue("tekst"),
		Hard: r.PostFormValue("svaert"), Ways: r.PostFormValue("veje"), Shown: Shown(r.PostFormValue("synlig")),
	}
	var one id.Idea
	err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		one, err = Give(ctx, tx, v.Typed)
		return err
	})
	if faults, ok := problem.FieldsOf(err); ok {
		v.Faults = faults
		return web.Render(w, r, http.StatusUnprocessableEntity, formPage(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Path(v.Programme)+"/"+string(one)+"?sket=sendt")
}

// postSupport leads back to where the button was pressed.
func postSupport(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var to string
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		p, i, _, err := at(ctx, tx, r)
		if err != nil {
			return err
		}
		if to = i.path(p); r.PostFormValue("fra") == "liste" {
			to = Path(p) + "#i-" + string(i.ID)
		}
		return Support(ctx, tx, i.ID, r.PostFormValue("vil") == "ja")
	})
	if err != nil {
		return err
	}
	return web.Redirect(w, r, to)
}

func postTakeBack(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var p programme.Programme
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		var i Idea
		if p, i, _, err = at(ctx, tx, r); err != nil {
			return err
		}
		return TakeBack(ctx, tx, i.ID)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		return showPage(s, w, r, typedReply{Faults: faults}, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, Path(p)+"?sket=slettet")
}

// whoSees is what the other members may be told.
func (v formView) whoSees(ctx context.Context) []web.ChoiceCard {
	at := v.Typed.Shown
	return []web.ChoiceCard{
		{Value: string(Named), Title: i18n.T(ctx, "idea.shown_named"), Text: i18n.T(ctx, "idea.shown_named_hint"), Checked: at == Named},
		{Value: string(Unnamed), Title: i18n.T(ctx, "idea.shown_unnamed"), Text: i18n.T(ctx, "idea.shown_unnamed_hint"), Checked: at == Unnamed},
		{Value: string(ToStaff), Title: i18n.T(ctx, "idea.shown_staff"), Text: i18n.T(ctx, "idea.shown_staff_hint"), Checked: at == ToStaff},
	}
}
