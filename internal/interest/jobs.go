package interest

import (
	"context"
	"errors"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// Jobs is what the queue may ask for.
func Jobs(post mail.Post) map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"interest.confirm": mail.Job(post, open, confirmMail),
		"interest.meeting": mail.Job(post, open, meetingMail),
		"interest.season":  mail.Job(post, open, seasonMail),
		"interest.look":    look,
		"interest.retain":  func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), Retain) },
	}
}

// look finds those who are to be told of something, every morning: a programme at a
// time.
func look(ctx context.Context, d *db.DB, j jobs.Job) error {
	var list []id.Programme
	err := d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
		list, err = programmesIn(ctx, tx)
		return err
	})
	for _, p := range list {
		err = errors.Join(err, d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error { return tellAll(ctx, tx, p) }))
	}
	return err
}

// tellAll tells those who asked about one programme, each once of each.
func tellAll(ctx context.Context, tx *db.Tx, which id.Programme) error {
	p, err := programme.ByID(ctx, tx, which)
	if err != nil || p.State != programme.Public {
		return err
	}
	meetings, err := meeting.InProgramme(ctx, tx, which)
	if err != nil {
		return err
	}
	next, found, err := programme.NextOf(ctx, tx, which)
	if err != nil {
		return err
	}
	found = found && next.State == programme.Public
	list, err := interestsWhere(ctx, tx, `programme = $1 AND confirmed_at IS NOT NULL`, which)
	if err != nil {
		return err
	}
	for _, n := range list {
		kind := ""
		l := letter{Interest: n.ID}
		switch {
		case found && n.SeasonTold == nil:
			kind, l.Season, n.SeasonTold = "interest.season", next.ID, &tx.Now
		case n.MeetingTold == nil && len(added(n, meetings, tx.Now)) > 0:
			kind, n.MeetingTold = "interest.meeting", &tx.Now
		default:
			continue
		}
		wanted, err := saveTold(ctx, tx, n)
		if err != nil {
			return err
		}
		if !wanted { // they said stop meanwhile
			continue
		}
		if l.Secret, err = newDoor(ctx, tx, n); err != nil {
			return err
		}
		if err := tx.Enqueue(ctx, kind, l); err != nil {
			return err
		}
	}
	return nil
}

// news is what a mail tells. Wish has no address when they want nothing any more.
type news struct {
	Wish      interest
	Secret    string
	Name      string // empty for those who are not known
	Programme programme.Programme
	Season    programme.Programme
	Meetings  []meeting.Meeting
}

func open(ctx context.Context, tx *db.Tx, l letter) (n news, err error) {
	n.Secret = l.Secret
	if n.Wish, err = byID(ctx, tx, l.Interest); problem.Is(err, problem.NotFound) {
		return n, nil
	}
	if err != nil {
		return n, err
	}
	if n.Programme, err = programme.ByID(ctx, tx, n.Wish.Programme); err != nil {
		return n, err
	}
	if l.Season != "" {
		if n.Season, err = programme.ByID(ctx, tx, l.Season); err != nil {
			return n, err
		}
	}
	if n.Wish.Person != "" {
		p, err := people.PersonByID(ctx, tx, n.Wish.Person)
		if err != nil && !problem.Is(err, problem.NotFound) {
			return n, err
		}
		if gone(p) {
			return news{}, nil
		}
		n.Name = p.Name
	}
	all, err := meeting.InProgramme(ctx, tx, n.Wish.Programme)
	n.Meetings = added(n.Wish, all, tx.Now)
	return n, err
}

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"interest.confirm": {Title: i18n.Key("interest.job_confirm"), About: which},
	"interest.meeting": {Title: i18n.Key("interest.job_meeting"), About: which},
	"interest.season":  {Title: i18n.Key("interest.job_season"), About: which},
	"interest.look":    {Title: i18n.Key("interest.job_look")},
	"interest.retain":  {Title: i18n.Key("interest.job_retain")},
}

func which(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var l letter
	if j.Into(&l) != nil {
		return about, nil
	}
	n, err := byID(ctx, tx, l.Interest)
	if problem.Is(err, problem.NotFound) {
		return about, nil
	}
	if err != nil {
		return about, err
	}
	about.Email = n.Email
	p, err := programme.ByID(ctx, tx, n.Programme)
	about.What = p.Name
	return about, err
}
