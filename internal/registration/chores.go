package registration

import (
	"context"
	"database/sql"
	"errors"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/meeting"
	"faelled/internal/people"
)

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"registration.confirm":      {Title: i18n.Key("registration.job_confirm"), About: whichTicket},
	"registration.receipt":      {Title: i18n.Key("registration.job_receipt"), About: whichTicket},
	"registration.on_behalf":    {Title: i18n.Key("registration.job_behalf"), About: whichTicket},
	"registration.notify_staff": {Title: i18n.Key("registration.job_staff"), About: whichTicket},
	"registration.changed":      {Title: i18n.Key("registration.job_changed"), About: whichNotice},
	"registration.cancelled":    {Title: i18n.Key("registration.job_cancelled"), About: whichNotice},
	"registration.excuse":       {Title: i18n.Key("registration.job_excuse"), About: whichNotice},
	"registration.tell_contact": {Title: i18n.Key("registration.job_contact"), About: whichAbsence},
	"registration.withdrew":     {Title: i18n.Key("registration.job_withdrew"), About: whoHears},
	"registration.left":         {Title: i18n.Key("registration.job_left"), About: whichNotice},
	"registration.moved":        {Title: i18n.Key("registration.job_moved"), About: whichTransfer},
	"registration.promoted":     {Title: i18n.Key("registration.job_promoted"), About: whichNotice},
	"registration.settle":       {Title: i18n.Key("registration.job_settle"), About: whichSettlement},
	"registration.lapse":        {Title: i18n.Key("registration.job_lapse")},
	"registration.retain":       {Title: i18n.Key("registration.job_retain")},
	"meeting.changed":           {Title: i18n.Key("registration.job_tell_changed"), About: whichChange},
	"meeting.cancelled":         {Title: i18n.Key("registration.job_tell_cancelled"), About: whichMeeting},
}

// whichTicket: a mail to a guest names them, and one to the sender the address
// that the receipt goes to. What goes to the secretariat is for nobody here.
func whichTicket(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var t ticket
	if j.Into(&t) != nil {
		return about, nil
	}
	r, err := recordByID(ctx, tx, t.Registration)
	if errors.Is(err, sql.ErrNoRows) {
		return about, nil
	}
	if err != nil {
		return about, err
	}
	switch {
	case t.Person != "":
		about, err = people.Addressee(ctx, tx, t.Person)
	case j.Kind == "registration.receipt":
		about, err = people.Addressee(ctx, tx, r.Person)
		about.Email = r.Email
	}
	if err != nil {
		return about, err
	}
	names, err := Objects(ctx, tx, []string{string(r.ID)})
	about.What = names[string(r.ID)].Text
	return about, err
}

func whichNotice(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var n notice
	if j.Into(&n) != nil {
		return about, nil
	}
	if about, err = people.Addressee(ctx, tx, n.Person); err != nil {
		return about, err
	}
	about.What, err = called(ctx, tx, n.Meeting)
	return about, err
}

func whoHears(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var f farewell
	if j.Into(&f) != nil {
		return about, nil
	}
	return people.Addressee(ctx, tx, f.To)
}

func whichTransfer(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var t transfer
	if j.Into(&t) != nil {
		return about, nil
	}
	if about, err = people.Addressee(ctx, tx, t.Person); err != nil {
		return about, err
	}
	about.What, err = called(ctx, tx, t.To)
	return about, err
}

// whichAbsence: the mail goes to the contact person.
func whichAbsence(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var a absence
	if j.Into(&a) != nil {
		return about, nil
	}
	if about, err = people.Addressee(ctx, tx, a.Contact); err != nil {
		return about, err
	}
	about.What, err = called(ctx, tx, a.Meeting)
	return about, err
}

func whichSettlement(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var s settlement
	if j.Into(&s) != nil {
		return about, nil
	}
	org, err := people.Orgs(ctx, tx, []id.Org{s.Org})
	if err != nil {
		return about, err
	}
	about.Whom = orgName(org[s.Org])
	about.What, err = called(ctx, tx, s.Meeting)
	return about, err
}

func whichMeeting(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var one id.Meeting
	if j.Into(&one) == nil {
		about.What, err = called(ctx, tx, one)
	}
	return about, err
}

func whichChange(ctx context.Context, tx *db.Tx, j jobs.Job) (about jobs.About, err error) {
	var c meeting.Change
	if j.Into(&c) == nil {
		about.What, err = called(ctx, tx, c.Meeting)
	}
	return about, err
}

func called(ctx context.Context, tx *db.Tx, one id.Meeting) (string, error) {
	names, err := meeting.Objects(ctx, tx, []string{string(one)})
	return names[string(one)].Text, err
}
