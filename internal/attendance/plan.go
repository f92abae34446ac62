package attendance

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"faelled/internal/access"
	"faelled/internal/danish"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// Party is who does something on the day.
type Party string

const (
	Speaker     Party = "speaker"
	Moderator   Party = "moderator"
	Venue       Party = "venue"
	Secretariat Party = "secretariat"
)

// parties are all of them, in the order forms list them.
var parties = []Party{Secretariat, Venue, Moderator, Speaker}

// task is a line of a run-sheet that the secretariat has added.
type task struct {
	ID      string
	Meeting id.Meeting
	Clock   string // local time, "08:30"
	What    string
	Party   Party
	Name    string
	Note    string
}

// dayContact is whom to call on the day.
type dayContact struct {
	Meeting           id.Meeting
	Name, Phone, Note string
}

// line is a line of the run-sheet as it is shown.
type line struct {
	At, Until time.Time // Until is zero for what only begins
	What      string
	Party     Party
	Who, Note string
	Voices    []meeting.Voice // who has a part in it, when it is of the programme
	Task      string          // its id, when the secretariat has added it
}

// runSheet is the programme of the day and all that is done beside it, by time.
// What is added stands before what begins at the same moment.
func runSheet(day when.Date, items []meeting.Item, tasks []task) (list []line) {
	for _, t := range tasks {
		if at, err := when.Local(day, t.Clock); err == nil { // an hour that the clocks leave out is no time of this day
			list = append(list, line{At: at, What: t.What, Party: t.Party, Who: t.Name, Note: t.Note, Task: t.ID})
		}
	}
	for _, item := range items {
		l := line{At: item.Starts, Until: item.Ends, What: item.Title, Party: Secretariat, Voices: item.Voices}
		var names []string
		for _, v := range item.Voices {
			names = append(names, v.Name)
			if l.Party = Speaker; v.Role == access.Moderator {
				l.Party = Moderator
			}
		}
		if item.Kind == meeting.Break {
			l.Party = Venue
		}
		l.Who = strings.Join(names, ", ")
		list = append(list, l)
	}
	slices.SortStableFunc(list, func(a, b line) int { return a.At.Compare(b.At) })
	return list
}

const (
	longestText = 200
	mostTasks   = 60
)

// checkTask is everything wrong in a line, under the fields kl, hvad, hvem, navn
// and note.
func checkTask(day when.Date, t task) problem.Fields {
	var bad problem.Fields
	if _, err := when.Local(day, t.Clock); err != nil {
		bad.Add("kl", "attendance.clock_wrong", t.Clock)
	}
	if t.What == "" {
		bad.Add("hvad", "attendance.what_missing", "")
	}
	if !slices.Contains(parties, t.Party) {
		bad.Add("hvem", "attendance.party_missing", "")
	}
	checkText(&bad, "hvad", t.What)
	checkText(&bad, "navn", t.Name)
	checkText(&bad, "note", t.Note)
	return bad
}

func checkText(bad *problem.Fields, name, text string) {
	switch {
	case utf8.RuneCountInString(text) > longestText:
		bad.Add(name, "attendance.too_long", "")
	case !utf8.ValidString(text) || strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) && r != '\u00a0' }):
		bad.Add(name, "attendance.unprintable", "")
	case danish.Surely(text):
		bad.Add(name, "attendance.cpr", "")
	}
}

// tidyClock makes a typed time of day what is kept: "8.30" and "9" become "08:30"
// and "09:00". What is none is left.
func tidyClock(day when.Date, typed string) string {
	text := strings.TrimSpace(typed)
	if text != "" && !strings.ContainsAny(text, ".:") {
		text += ".00"
	}
	at, err := when.Local(day, text)
	if err != nil {
		return strings.TrimSpace(typed)
	}
	return at.In(when.Zone).Format("15:04")
}

// addTask adds a line to a run-sheet. The same form again adds nothing. For the
// secretariat.
func addTask(ctx context.Context, tx *db.Tx, key string, m meeting.Meeting, t task) error {
	if err := mayPlan(tx.Actor); err != nil {
		return err
	}
	asked := t
	if found, err := tx.Recall(ctx, key, asked, &t.ID); found || err != nil {
		return err
	}
	t.Meeting, t.Clock, t.What, t.Name, t.Note = m.ID, tidyClock(m.Day, t.Clock), oneLine(t.What), oneLine(t.Name), oneLine(t.Note)
	bad := checkTask(m.Day, t)
	if kept, err := tasksOf(ctx, tx, m.ID); err != nil {
		return err
	} else if len(kept) >= mostTasks {
		bad.Add("", "attendance.too_many_tasks", "")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	t.ID = tx.NewID()
	if err := insertTask(ctx, tx, t); err != nil {
		return err
	}
	if err := tx.Audit(ctx, "attendance.planned", string(m.ID), nil); err != nil {
		return err
	}
	return tx.Remember(ctx, key, asked, t.ID)
}

// removeTask takes a line out again. For the secretariat.
func removeTask(ctx context.Context, tx *db.Tx, m meeting.Meeting, one string) error {
	if err := mayPlan(tx.Actor); err != nil {
		return err
	}
	n, err := deleteTask(ctx, tx, m.ID, one)
	if err != nil || n == 0 {
		return err
	}
	return tx.Audit(ctx, "attendance.planned", string(m.ID), nil)
}

// setContact says whom to call on the day. Faults are under kontakt, telefon and
// besked. For the secretariat.
func setContact(ctx context.Context, tx *db.Tx, c dayContact) error {
	if err := mayPlan(tx.Actor); err != nil {
		return err
	}
	c.Name, c.Phone, c.Note = oneLine(c.Name), oneLine(c.Phone), oneLine(c.Note)
	var bad problem.Fields
	checkText(&bad, "kontakt", c.Name)
	checkText(&bad, "telefon", c.Phone)
	checkText(&bad, "besked", c.Note)
	if err := bad.Err(); err != nil {
		return err
	}
	if err := upsertContact(ctx, tx, c); err != nil {
		return err
	}
	return tx.Audit(ctx, "attendance.planned", string(c.Meeting), nil)
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Word is the party in a word.
func (p Party) Word(ctx context.Context) string {
	switch p {
	case Speaker:
		return i18n.T(ctx, "attendance.party_speaker")
	case Moderator:
		return i18n.T(ctx, "attendance.party_moderator")
	case Venue:
		return i18n.T(ctx, "attendance.party_venue")
	}
	return i18n.T(ctx, "attendance.party_secretariat")
}

// doer is who does a line: the name, and as what.
func (l line) doer(ctx context.Context) string { return cmp.Or(l.Who, l.Party.Word(ctx)) }

// hours is when: "kl. 8.30" or "kl. 9.50–11.00".
func (l line) hours(ctx context.Context) string {
	if l.Until.IsZero() {
		return when.Clock(ctx, l.At)
	}
	return when.Span(ctx, l.At, l.Until)
}
