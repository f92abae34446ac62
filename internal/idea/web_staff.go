package idea

import (
	"context"
	"net/http"
	"strconv"

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

// ideaView is one idea, and for the secretariat all that can be done with it.
type ideaView struct {
	Card
	Programme programme.Programme
	Reader    reader
	Kept      Card // that it lives on in, when the reader sees that
	Notes     []noteView
	Others    []Idea // that it could be united with
	Keys      [3]string
	Typed     typedReply
	Done      string
}

// noteView is a note, and who wrote it.
type noteView struct {
	Note
	Author string
}

// typedReply is what the secretariat typed in one of the forms of the page, and
// what was wrong with it.
type typedReply struct {
	State, Note, Remark, With string
	Faults                    problem.Fields
}

func showIdea(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return showPage(s, w, r, typedReply{}, http.StatusOK)
}

func showPage(s *web.Site, w http.ResponseWriter, r *http.Request, typed typedReply, status int) error {
	v := ideaView{Typed: typed, Done: r.URL.Query().Get("sket"), Keys: [3]string{s.DB.NewID(), s.DB.NewID(), s.DB.NewID()}}
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		var i Idea
		if v.Programme, i, v.Reader, err = at(ctx, tx, r); err != nil {
			return err
		}
		return v.load(ctx, tx, i)
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, status, ideaPage(v))
}

func (v *ideaView) load(ctx context.Context, tx *db.Tx, i Idea) error {
	list := []Idea{i}
	if i.PartOf != "" {
		kept, err := byID(ctx, tx, i.PartOf)
		if err != nil {
			return err
		}
		if v.Reader.sees(kept) {
			list = append(list, kept)
		}
	}
	shown, err := cards(ctx, tx, v.Programme, v.Reader, list)
	if err != nil {
		return err
	}
	if v.Card = shown[0]; len(shown) > 1 {
		v.Kept = shown[1]
	}
	if !v.Reader.Staff {
		return nil
	}
	if err := v.loadNotes(ctx, tx); err != nil {
		return err
	}
	all, err := inProgramme(ctx, tx, v.Programme.ID)
	for _, other := range all {
		if len(cannotUnite(i, other)) == 0 {
			v.Others = append(v.Others, other)
		}
	}
	return err
}

func (v *ideaView) loadNotes(ctx context.Context, tx *db.Tx) error {
	notes, err := notesOn(ctx, tx, v.ID)
	if err != nil {
		return err
	}
	var by []id.Person
	for _, n := range notes {
		by = append(by, n.Author)
	}
	known, err := people.Persons(ctx, tx, by)
	for _, n := range notes {
		v.Notes = append(v.Notes, noteView{n, known[n.Author].Name})
	}
	return err
}

func (v ideaView) others(ctx context.Context) []web.Option {
	options := []web.Option{{Text: i18n.T(ctx, "idea.unite_choose")}}
	for _, i := range v.Others {
		options = append(options, web.Option{Value: string(i.ID), Text: i.Title})
	}
	return options
}

// answers are what the secretariat can say.
func (v ideaView) answers(ctx context.Context) []web.ChoiceCard {
	chosen := v.Typed.State
	return []web.ChoiceCard{
		{Value: string(Discussed), Title: i18n.T(ctx, "idea.say_discussed"), Text: i18n.T(ctx, "idea.say_discussed_hint"), Checked: chosen == string(Discussed)},
		{Value: string(Aside), Title: i18n.T(ctx, "idea.say_aside"), Text: i18n.T(ctx, "idea.say_aside_hint"), Checked: chosen == string(Aside)},
	}
}

// change runs a command on the idea of the address, and shows its page again with
// what was wrong.
func change(s *web.Site, w http.ResponseWriter, r *http.Request, typed typedReply, do func(context.Context, *db.Tx, Idea) error) error {
	var to string
	err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		p, i, _, err := at(ctx, tx, r)
		if err != nil {
			return err
		}
		to = i.path(p) + "?sket=gemt"
		return do(ctx, tx, i)
	})
	if faults, ok := problem.FieldsOf(err); ok {
		typed.Faults = faults
		return showPage(s, w, r, typed, http.StatusUnprocessableEntity)
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, to)
}

// seen is the version of the idea that the form was drawn from.
func seen(r *http.Request) int64 {
	n, _ := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	return n
}

func postAnswer(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	typed := typedReply{State: r.PostFormValue("svar"), Note: r.PostFormValue("besked")}
	return change(s, w, r, typed, func(ctx context.Context, tx *db.Tx, i Idea) error {
		return Answer(ctx, tx, Reply{Key: r.PostFormValue("key"), Idea: i.ID, Version: seen(r), State: State(typed.State), Note: typed.Note})
	})
}

func postRemark(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	typed := typedReply{Remark: r.PostFormValue("notat")}
	return change(s, w, r, typed, func(ctx context.Context, tx *db.Tx, i Idea) error {
		return Remark(ctx, tx, r.PostFormValue("key"), i.ID, typed.Remark)
	})
}

func postUnite(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	typed := typedReply{With: r.PostFormValue("med")}
	return change(s, w, r, typed, func(ctx context.Context, tx *db.Tx, i Idea) error {
		return Unite(ctx, tx, Union{Key: r.PostFormValue("key"), Gone: i.ID, Kept: id.Idea(typed.With), Version: seen(r)})
	})
}

// planView is the form that puts an idea on a programme.
type planView struct {
	Idea
	Programme programme.Programme
	Meetings  []meeting.Meeting // to come
	Key       string
	Typed     typedSlot
	Faults    problem.Fields
}

// typedSlot is a place on a programme as it is typed.
type typedSlot struct{ Meeting, Starts, Ends, Kind, Title, Text, Note string }

func loadPlan(s *web.Site, r *http.Request) (v planView, err error) {
	err = s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		if v.Programme, v.Idea, _, err = at(ctx, tx, r); err != nil {
			return err
		}
		all, err := meeting.InProgramme(ctx, tx, v.Programme.ID)
		for _, m := range all {
			if usable(m, tx.Now) {
				v.Meetings = append(v.Meetings, m)
			}
		}
		return err
	})
	return v, err
}

func showPlan(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := loadPlan(s, r)
	if err != nil {
		return err
	}
	v.Key, v.Typed = s.DB.NewID(), typedSlot{Kind: string(meeting.Case), Title: v.Title, Meeting: string(v.Meeting)}
	if v.Kind == Theme {
		v.Typed.Kind = string(meeting.Sparring)
	}
	return web.Render(w, r, http.StatusOK, planPage(v))
}

func postPlan(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	v, err := loadPlan(s, r)
	if err != nil {
		return err
	}
	v.Key = r.PostFormValue("key")
	v.Typed = typedSlot{
		Meeting: r.PostFormValue("moede"), Starts: r.PostFormValue("starts"), Ends: r.PostFormValue("ends"), Kind: r.PostFormValue("kind"),
		Title: r.PostFormValue("title"), Text: r.PostFormValue("text"), Note: r.PostFormValue("besked"),
	}
	slot, unread := v.slot()
	slot.Version = seen(r)
	err = s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return programme.Together(unread, Plan(ctx, tx, slot))
	})
	if faults, ok := problem.FieldsOf(err); ok {
		v.Faults = faults
		return web.Render(w, r, http.StatusUnprocessableEntity, planPage(v))
	}
	if err != nil {
		return err
	}
	return web.Redirect(w, r, v.path(v.Programme)+"?sket=program")
}

// slot reads the form. What cannot be read is a fault under its field. Without any
// time the idea is planned for the meeting, and the programme comes later.
func (v planView) slot() (slot Slot, bad problem.Fields) {
	slot = Slot{Key: v.Key, Idea: v.ID, Meeting: id.Meeting(v.Typed.Meeting), Note: v.Typed.Note}
	var day when.Date
	for _, m := range v.Meetings {
		if m.ID == slot.Meeting {
			day = m.Day
		}
	}
	if day == "" {
		return slot, nil // Plan complains of the meeting
	}
	from, to := meeting.ParseHours(&bad, day, meeting.TypedClock{Field: "starts", Text: v.Typed.Starts}, meeting.TypedClock{Field: "ends", Text: v.Typed.Ends})
	switch {
	case from != nil && to != nil:
		slot.Item = meeting.Item{Kind: meeting.ItemKind(v.Typed.Kind), Starts: *from, Ends: *to, Title: v.Typed.Title, Text: v.Typed.Text}
	case from != nil:
		bad.Add("ends", "idea.both_clocks", "")
	case to != nil:
		bad.Add("starts", "idea.both_clocks", "")
	}
	return slot, bad
}

func (v planView) meetings(ctx context.Context) []web.Option {
	options := []web.Option{{Text: i18n.T(ctx, "idea.plan_choose")}}
	for _, m := range v.Meetings {
		options = append(options, web.Option{Value: string(m.ID), Text: when.Day(ctx, m.Day) + ": " + m.Title})
	}
	return options
}

func (v planView) kinds(ctx context.Context) []web.Option {
	var options []web.Option
	for _, k := range meeting.ItemKinds {
		options = append(options, web.Option{Value: string(k), Text: k.Word(ctx)})
	}
	return options
}
