package attendance

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/registration"
	"faelled/internal/tabular"
	"faelled/internal/web"
)

// doorView is the list of guests, as those who receive them see it.
type doorView struct {
	scene
	Guests  []guest // who match what was typed
	All     int
	Here    int
	Typed   string
	Key     string // of the form: with it a tap that is sent twice is one mark
	Staff   bool
	Open    bool // a colleague can still come in somebody's place
	Saved   string
	Already string // that somebody was marked once more, who had come before
	Faults  problem.Fields
}

// showDoor lets the page use the camera, to read the guests' codes.
func showDoor(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	return door(s, w, r, http.StatusOK, nil)
}

func door(s *web.Site, w http.ResponseWriter, r *http.Request, status int, faults problem.Fields) error {
	v := doorView{Typed: strings.TrimSpace(r.URL.Query().Get("q")), Key: s.DB.NewID(), Staff: web.Actor(r).IsStaff(), Faults: faults}
	moved, err := reading(s, r, func(ctx context.Context, tx *db.Tx, sc scene) error {
		v.scene = sc
		all, err := guests(ctx, tx, sc)
		v.All, v.Here, v.Guests = len(all), here(all), matching(all, v.Typed)
		v.Open = !registration.Begun(sc.Meeting, tx.Now)
		for _, g := range all {
			if string(g.Person.ID) == r.URL.Query().Get("gemt") {
				v.Saved = g.Name
			}
			if string(g.Person.ID) == r.URL.Query().Get("alt") {
				v.Already = g.Name + ": " + g.already(ctx)
			}
		}
		return err
	})
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/fremmoede")
	}
	if f, ok := tabular.Asked(r); ok && r.Method == http.MethodGet {
		return v.export(s, w, r, f)
	}
	w.Header().Set("Permissions-Policy", strings.Replace(w.Header().Get("Permissions-Policy"), "camera=()", "camera=(self)", 1))
	return web.Render(w, r, status, doorPage(v))
}

// deviceOfForm is the device of those who mark without our script.
const deviceOfForm = "form"

// postDoor is one tap, or one typed code, without our script.
func postDoor(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var back string
	moved, err := writing(s, r, func(ctx context.Context, tx *db.Tx, sc scene) error {
		back = DoorPath(sc.Programme, sc.Meeting)
		mark, err := tapped(ctx, tx, sc, r)
		if err != nil {
			return err
		}
		became, err := takeOne(ctx, tx, sc, mark)
		query := url.Values{became: {string(mark.Person)}}
		if q := r.PostFormValue("soegt"); q != "" {
			query.Set("q", q)
		}
		back += "?" + query.Encode() + "#p-" + string(mark.Person)
		return err
	})
	if faults, ok := problem.FieldsOf(err); ok {
		return door(s, w, r, http.StatusUnprocessableEntity, faults)
	}
	if err != nil {
		return err
	}
	if moved != "" {
		return web.Redirect(w, r, moved+"/fremmoede")
	}
	return web.Redirect(w, r, back)
}

// takeOne keeps one mark, and tells by which word the page says what became of it.
// What stands already is left as it is: the first time is when they came.
func takeOne(ctx context.Context, tx *db.Tx, sc scene, m Mark) (became string, err error) {
	roll, err := atDoor(ctx, tx, sc.Meeting)
	if err != nil {
		return "", err
	}
	if m.State != Unknown && roll[m.Person].State == m.State {
		return "alt", nil
	}
	if early(m.State, m.At, sc.Meeting.Day) {
		return "", problem.Fields{{Key: "attendance.too_early"}}.Err()
	}
	done, err := Take(ctx, tx, sc.Meeting.ID, []Mark{m})
	if err == nil && len(done.Refused) > 0 {
		err = problem.Fields{{Key: "attendance.no_seat"}}.Err()
	}
	return "gemt", err
}

// early tells whether it is before the day of the meeting: then the list can be
// made ready, and no more.
func (v doorView) early() bool { return v.Today < v.Meeting.Day }

// states are those that can be marked today.
func (v doorView) states() []State {
	if v.early() {
		return []State{Late, Excused}
	}
	return states
}

// tapped reads the button that was pressed, or the code that was typed.
func tapped(ctx context.Context, tx *db.Tx, sc scene, r *http.Request) (Mark, error) {
	person, state, button := strings.Cut(r.PostFormValue("m"), " ")
	if !button {
		g, err := byCode(ctx, tx, sc, r.PostFormValue("kode"))
		if err != nil {
			return Mark{}, err
		}
		person, state = string(g.Person.ID), string(Came)
	}
	return Mark{
		ID: r.PostFormValue("key") + "." + person + "." + state, Person: id.Person(person), State: State(state), At: tx.Now, Device: deviceOfForm,
	}, nil
}

// byCode is the guest at this meeting whose code was typed.
func byCode(ctx context.Context, tx *db.Tx, sc scene, typed string) (guest, error) {
	list, err := guests(ctx, tx, sc)
	if err != nil {
		return guest{}, err
	}
	if code := parseCode(typed); code != "" {
		for _, g := range list {
			if g.Code == code {
				return g, nil
			}
		}
	}
	return guest{}, problem.Fields{{Name: "kode", Key: "attendance.code_unknown"}}.Err()
}

// now is how it stands, for the page's script: by person the state, and when it
// was marked in milliseconds since 1970. Part tells that only those are in it who
// were marked since the script asked last; Until is what it says when it asks again.
type now struct {
	States  map[id.Person]State `json:"states"`
	At      map[id.Person]int64 `json:"at"`
	All     int64               `json:"all"`
	Part    bool                `json:"part,omitempty"`
	Until   int64               `json:"until"`
	Saved   []string            `json:"saved,omitempty"`
	Refused []string            `json:"refused,omitempty"`
}

// latecomer is how long after its moment a mark may be seen by others: for as long
// as a commit can take, a script is told again what it may know.
const latecomer = time.Minute

// standsNow loads marks only, and only those of people who were marked since a
// moment; all of them when it is zero.
func standsNow(ctx context.Context, tx *db.Tx, sc scene, since time.Time) (now, error) {
	if err := mayReceive(tx.Actor, sc.Programme.ID); err != nil {
		return now{}, err
	}
	n := now{States: map[id.Person]State{}, At: map[id.Person]int64{}, Part: !since.IsZero(), Until: tx.Now.Add(-latecomer).UnixMilli()}
	marks, err := marksSince(ctx, tx, sc.Meeting.ID, since)
	if err != nil {
		return now{}, err
	}
	for p, m := range standing(marks) {
		if m.State != Unknown || n.Part { // an undone mark is news, too
			n.States[p], n.At[p] = m.State, m.At.UnixMilli()
		}
	}
	counts, err := registration.CountBy(ctx, tx, []id.Meeting{sc.Meeting.ID})
	n.All = counts[sc.Meeting.ID].People
	return n, err
}

func showNow(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var n now
	moved, err := reading(s, r, func(ctx context.Context, tx *db.Tx, sc scene) (err error) {
		n, err = standsNow(ctx, tx, sc, sinceOf(r.URL.Query().Get("siden")))
		return err
	})
	return say(w, n, moved, err)
}

// sinceOf reads milliseconds since 1970. What is none is zero: then all is told.
func sinceOf(typed string) time.Time {
	ms, err := strconv.ParseInt(typed, 10, 64)
	if err != nil || ms <= 0 || ms > latestMoment {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// latestMoment is the last that both engines can hold: the year 9999.
const latestMoment = 253_402_300_799_000

// receive takes what a device has marked.
func receive(s *web.Site, w http.ResponseWriter, r *http.Request) error {
	var n now
	moved, err := writing(s, r, func(ctx context.Context, tx *db.Tx, sc scene) error {
		marks, bad := readMarks(r.PostForm, tx.Now)
		done, err := Take(ctx, tx, sc.Meeting.ID, marks)
		if err != nil {
			return err
		}
		n, err = standsNow(ctx, tx, sc, time.Time{})
		n.Saved, n.Refused = done.Saved, append(done.Refused, bad...)
		return err
	})
	return say(w, n, moved, err)
}

func say(w http.ResponseWriter, n now, moved string, err error) error {
	if err != nil {
		return err
	}
	if moved != "" {
		return problem.New(problem.Gone, "attendance.meeting_moved")
	}
	w.Header().Set("Content-Type", "application/json")
	return json.NewEncoder(w).Encode(n)
}

// farClock is how wrong a device's clock may be before it is set right: less may
// be the time that the sending took.
const farClock = 5 * time.Second

// readMarks reads the marks of a sending: fields m, each "id person state
// milliseconds", the device's name as enhed, and what its clock shows as ur. When
// that is wrong, so are the times of its marks, and by as much. bad are the ids of
// those that cannot be read.
func readMarks(form url.Values, at time.Time) (marks []Mark, bad []string) {
	wrong := time.Duration(0)
	if ms, err := strconv.ParseInt(form.Get("ur"), 10, 64); err == nil {
		if by := at.Sub(time.UnixMilli(ms)); by.Abs() > farClock {
			wrong = by
		}
	}
	for _, line := range form["m"] {
		parts := strings.Split(line, " ")
		if len(parts) != 4 {
			bad = append(bad, parts[0])
			continue
		}
		ms, err := strconv.ParseInt(parts[3], 10, 64)
		if err != nil || !time.UnixMilli(ms).Before(at.AddDate(10, 0, 0)) {
			bad = append(bad, parts[0])
			continue
		}
		marks = append(marks, Mark{
			ID: parts[0], Person: id.Person(parts[1]), State: State(parts[2]), At: time.UnixMilli(ms).Add(wrong).UTC(), Device: form.Get("enhed"),
		})
	}
	return marks, bad
}

// counted is "12 af 105 er mødt". The script counts on by itself, in the same words.
func counted(ctx context.Context, came, all any) string {
	return i18n.F(ctx, "attendance.counted", i18n.Args{"Came": came, "All": all})
}
