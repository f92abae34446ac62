package waiting

import (
	"context"
	"time"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
)

// letter is the payload of the mails to who asked.
type letter struct {
	Wait   id.Wait
	Number int64  `json:",omitempty"` // of the registration it became
	People int64  `json:",omitempty"` // how many of them got a seat, or got none when the list closed
	Why    string `json:",omitempty"` // key of why it could not be
	About  string `json:",omitempty"`
}

// Jobs is what the queue may ask for. "registration.freed", "meeting.room" and
// "approval.unasked" come from neighbours that do not know who waits.
func Jobs(post mail.Post) map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"waiting.look":       look,
		"registration.freed": look,
		"meeting.room":       look,
		"waiting.joined":     mail.Job(post, open, joinedMail),
		"waiting.seated":     mail.Job(post, open, seatedMail),
		"waiting.dearer":     mail.Job(post, open, dearerMail),
		"waiting.refused":    mail.Job(post, open, refusedMail),
		"waiting.closed":     mail.Job(post, open, closedMail),
		"approval.unasked":   mail.Job(post, openBack, refusedMail),
		"waiting.retain":     func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), Retain) },
	}
}

// keepDays is how long a wait that has ended is kept, for questions about it.
const keepDays = 90

// Retain deletes waits that ended long ago, with the names in them.
func Retain(ctx context.Context, tx *db.Tx) error {
	return deleteEnded(ctx, tx, tx.Now.Add(-keepDays*24*time.Hour))
}

// news is what a mail tells.
type news struct {
	letter
	W         Wait
	Programme programme.Programme
	Meeting   meeting.Meeting
	Org       people.Org
	To        people.Person
	Ahead     int64             // how many groups wait before them
	Others    []meeting.Meeting // that are still to come, by day
}

func open(ctx context.Context, tx *db.Tx, l letter) (n news, err error) {
	n.letter = l
	if n.W, err = byID(ctx, tx, l.Wait); err != nil {
		return n, err
	}
	if n.Programme, err = programme.ByID(ctx, tx, n.W.Programme); err != nil {
		return n, err
	}
	if n.Org, err = people.OrgByID(ctx, tx, n.W.Org); err != nil {
		return n, err
	}
	if n.Others, err = meeting.InProgramme(ctx, tx, n.W.Programme); err != nil {
		return n, err
	}
	rest := n.Others[:0:0]
	for _, m := range n.Others {
		if m.ID == n.W.Meeting {
			n.Meeting = m
		} else if !closed(m, tx.Now) {
			rest = append(rest, m)
		}
	}
	n.Others = rest
	line, err := lineAt(ctx, tx, n.W.Meeting)
	if err != nil {
		return n, err
	}
	n.Ahead = before(line, n.W.ID)
	if n.To, err = people.PersonByID(ctx, tx, n.W.Person); problem.Is(err, problem.NotFound) {
		return n, nil
	}
	return n, err
}

// openBack is for those whose sum could not be asked about.
func openBack(ctx context.Context, tx *db.Tx, b registration.HandedBack) (news, error) {
	return open(ctx, tx, letter{Wait: b.Wait, Why: b.Why, About: b.About})
}

// before is how many groups of a line wait before one: a registration is one,
// however many people are in it.
func before(line []Wait, one id.Wait) (n int64) {
	for _, w := range line {
		if w.ID == one {
			break
		}
		n++
	}
	return n
}

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"waiting.look":       {Title: i18n.Key("waiting.job_look"), About: whichMeeting},
	"registration.freed": {Title: i18n.Key("waiting.job_freed"), About: whichMeeting},
	"meeting.room":       {Title: i18n.Key("waiting.job_room"), About: whichMeeting},
	"waiting.joined":     {Title: i18n.Key("waiting.job_joined"), About: whichWait},
	"waiting.seated":     {Title: i18n.Key("waiting.job_seated"), About: whichWait},
	"waiting.dearer":     {Title: i18n.Key("waiting.job_dearer"), About: whichWait},
	"waiting.refused":    {Title: i18n.Key("waiting.job_refused"), About: whichWait},
	"waiting.closed":     {Title: i18n.Key("waiting.job_closed"), About: whichWait},
	"approval.unasked":   {Title: i18n.Key("waiting.job_refused"), About: whichWait},
	"waiting.retain":     {Title: i18n.Key("waiting.job_retain")},
}

func whichMeeting(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var one id.Meeting
	if j.Into(&one) == nil {
		about.What, err = called(ctx, tx, one)
	}
	return about, err
}

func whichWait(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var l letter
	if j.Into(&l) != nil {
		return about, nil
	}
	w, err := byID(ctx, tx, l.Wait)
	if problem.Is(err, problem.NotFound) {
		return about, nil
	}
	if err != nil {
		return about, err
	}
	if about, err = people.Addressee(ctx, tx, w.Person); err != nil {
		return about, err
	}
	about.Email = w.Email
	about.What, err = called(ctx, tx, w.Meeting)
	return about, err
}

func called(ctx context.Context, tx *db.Tx, one id.Meeting) (string, error) {
	names, err := meeting.Objects(ctx, tx, []string{string(one)})
	return names[string(one)].Text, err
}
