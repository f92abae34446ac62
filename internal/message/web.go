package message

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/web"
)

const (
	listPath = "/sekretariat/beskeder"
	gonePath = listPath + "/retur"
	minePath = "/mig/nyheder"
)

// largeBody has room for the longest text, each letter of which may be six bytes
// in a form.
const largeBody = 256 << 10

// Routes lists every door to messages.
var Routes = []web.Route{
	{Pattern: "GET " + listPath, For: web.StaffOnly, Do: showList},
	{Pattern: "GET " + listPath + "/ny", For: web.StaffOnly, Do: showNew},
	{Pattern: "POST " + listPath + "/ny", For: web.StaffOnly, Do: makeNew},
	{Pattern: "GET " + gonePath, For: web.StaffOnly, Do: showGone},
	{Pattern: "GET " + listPath + "/{besked}", For: web.StaffOnly, Do: showOne},
	{Pattern: "GET " + listPath + "/{besked}/modtagere", For: web.StaffOnly, Do: showLog},
	{Pattern: "GET " + listPath + "/{besked}/ret", For: web.StaffOnly, Do: showEdit},
	{Pattern: "POST " + listPath + "/{besked}/ret", For: web.StaffOnly, MaxBody: largeBody, Do: saveEdit},
	{Pattern: "POST " + listPath + "/{besked}/proeve", For: web.StaffOnly, Do: change(doTest)},
	{Pattern: "POST " + listPath + "/{besked}/send", For: web.StaffOnly, Do: change(doSend)},
	{Pattern: "POST " + listPath + "/{besked}/planlaeg", For: web.StaffOnly, Do: change(doSchedule)},
	{Pattern: "POST " + listPath + "/{besked}/kald-tilbage", For: web.StaffOnly, Do: change(simply(CallBack))},
	{Pattern: "POST " + listPath + "/{besked}/pause", For: web.StaffOnly, Do: change(simply(Pause))},
	{Pattern: "POST " + listPath + "/{besked}/fortsaet", For: web.StaffOnly, Do: change(simply(Resume))},
	{Pattern: "POST " + listPath + "/{besked}/igen", For: web.StaffOnly, Do: change(simply(SendUnsure))},
	{Pattern: "POST " + listPath + "/{besked}/slet", For: web.StaffOnly, Do: change(doDelete)},
	{Pattern: "GET " + optoutPath + "/{token}", For: web.Public, Do: web.Unkept(showDoor)},
	{Pattern: "POST " + optoutPath + "/{token}", For: web.Public, Do: web.Unkept(useDoor(Unsubscribe))},
	{Pattern: "POST " + optoutPath + "/{token}/fortryd", For: web.Public, Do: web.Unkept(useDoor(Undo))},
	{Pattern: "GET " + minePath, For: web.SignedIn, Do: showMine},
	{Pattern: "POST " + minePath, For: web.SignedIn, Do: chooseMine},
}

func path(one id.Message) string { return listPath + "/" + string(one) }

// pageSize is how many messages, or recipients, a page shows.
const pageSize = 50

// listView is a page of messages, the latest first.
type listView struct {
	List []listed
	More id.Message // the page goes on below this one; none when empty
	Gone int        // persons whose address takes no mail
}

// listed is one message in the list.
type listed struct {
	Message
	Programme programme.Programme
	Counts    Counts
}

func showList(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var v listView
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) (err error) {
		v, err = loadList(ctx, tx, id.Message(r.FormValue("foer")))
		return err
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, http.StatusOK, listPage(v))
}

func loadList(ctx context.Context, tx *db.Tx, before id.Message) (v listView, err error) {
	if err := mayWrite(tx.Actor); err != nil {
		return v, err
	}
	list, err := messagesBefore(ctx, tx, before, pageSize+1)
	if err != nil {
		return v, err
	}
	if len(list) > pageSize {
		list = list[:pageSize]
		v.More = list[pageSize-1].ID
	}
	var ids []id.Message
	var programmes []id.Programme
	for _, m := range list {
		ids, programmes = append(ids, m.ID), append(programmes, m.Programme)
	}
	counts, err := countRecipients(ctx, tx, ids)
	if err != nil {
		return v, err
	}
	in, err := programme.ByIDs(ctx, tx, programmes)
	if err != nil {
		return v, err
	}
	for _, m := range list {
		n := counts[m.ID]
		if m.Counts != nil {
			n = m.Counts
		}
		v.List = append(v.List, listed{m, in[m.Programme], n})
	}
	gone, err := people.AllUnreachable(ctx, tx)
	v.Gone = len(gone)
	return v, err
}

// view is one message with all that its page shows.
type view struct {
	Message
	Programme programme.Programme
	About     *meeting.Meeting // nil when it is about none
	Author    string
	Counts    Counts
	Crowd     crowd     // of one that is not sent
	As        Recipient // whom the preview shows
	AsOrg     people.Org
	Missing   problem.Fields // before it can be sent
	Faults    problem.Fields // of what was just tried
	Day       string         // as typed
	Clock     string
	Done      string // what was just done
}

func showOne(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return showView(s, w, r, view{Done: r.URL.Query().Get("sket")}, http.StatusOK)
}

func showView(s *web.Site, w http.ResponseWriter, r *http.Request, v view, status int) error {
	err := s.DB.Read(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error {
		return v.load(ctx, tx, id.Message(r.PathValue("besked")), id.Person(r.FormValue("som")))
	})
	if err != nil {
		return err
	}
	return web.Render(w, r, status, onePage(v))
}

func (v *view) load(ctx context.Context, tx *db.Tx, which id.Message, as id.Person) (err error) {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	if v.Message, err = byID(ctx, tx, which); err != nil {
		return err
	}
	if v.Programme, err = programme.ByID(ctx, tx, v.Message.Programme); err != nil {
		return err
	}
	if v.Message.Meeting != "" {
		m, err := meeting.ByID(ctx, tx, v.Message.Meeting)
		if err != nil {
			return err
		}
		v.About = &m
	}
	by, err := people.PersonByID(ctx, tx, v.Message.Author)
	if err != nil {
		return err
	}
	v.Author = by.Name
	if err := v.loadCrowd(ctx, tx, as); err != nil || v.As.Org == "" {
		return err
	}
	v.AsOrg, err = people.OrgByID(ctx, tx, v.As.Org)
	return err
}

// loadCrowd finds who is to get it, or who got it.
func (v *view) loadCrowd(ctx context.Context, tx *db.Tx, as id.Person) (err error) {
	v.As.Fields = Fields{}
	if v.Editable() {
		if v.Crowd, err = gather(ctx, tx, v.Message); err != nil {
			return err
		}
		v.Missing = append(checkReady(v.Message), lacking(v.Message, v.Crowd)...)
		v.Counts, v.As = v.Crowd.counts(), v.Crowd.as(as)
		return nil
	}
	if v.Message.Counts != nil {
		v.Counts = v.Message.Counts
		return nil
	}
	all, err := countRecipients(ctx, tx, []id.Message{v.ID})
	if err != nil {
		return err
	}
	v.Counts = all[v.ID]
	after := int64(0)
	if n, err := strconv.ParseInt(string(as), 10, 64); err == nil && n > 0 { // of one that is sent: its number
		after = n - 1
	}
	first, err := recipientsAfter(ctx, tx, v.ID, "", after, 1)
	if len(first) > 0 {
		v.As = first[0]
	}
	return err
}

// doing is a door's part of a command: what the form says, and the change.
type doing func(ctx context.Context, tx *db.Tx, r *http.Request, o Order) error

// change is a door to a command about one message. What is refused is told on the
// message's own page, with what was typed.
func change(do doing) func(*web.Site, http.ResponseWriter, *http.Request) error {
	return func(s *web.Site, w http.ResponseWriter, r *http.Request) error {
		o := Order{id.Message(r.PathValue("besked")), versionOf(r)}
		err := s.DB.Write(r.Context(), web.Actor(r), func(ctx context.Context, tx *db.Tx) error { return do(ctx, tx, r, o) })
		if bad, ok := problem.FieldsOf(err); ok {
			for i := range bad {
				if bad[i].Name != "dag" && bad[i].Name != "kl" { // the other fields are on another page
					bad[i].Name = ""
				}
			}
			return showView(s, w, r, view{Faults: bad, Day: r.PostFormValue("dag"), Clock: r.PostFormValue("kl")}, http.StatusUnprocessableEntity)
		}
		if err != nil {
			return err
		}
		verb := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		if verb == "slet" {
			return web.Redirect(w, r, listPath)
		}
		return web.Redirect(w, r, path(o.Message)+"?sket="+verb)
	}
}

// simply is a command that rests on nothing but which message it is.
func simply(command func(context.Context, *db.Tx, id.Message) error) doing {
	return func(ctx context.Context, tx *db.Tx, _ *http.Request, o Order) error {
		return command(ctx, tx, o.Message)
	}
}

// versionOf is which version of the message a form was about; 0, which none is, when
// it does not say.
func versionOf(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostFormValue("version"), 10, 64)
	if err != nil {
		return 0
	}
	return n
}
