package people

import (
	"context"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/problem"
)

// asked is the payload of "people.asked": one mail to one of those who may answer.
type asked struct{ Person, To id.Person }

// answered is the payload of "people.answered". Org is where they asked to be:
// they may be elsewhere by the time the mail is written.
type answered struct {
	Person   id.Person
	Org      id.Org
	Approved bool
}

// Jobs are what the queue may ask of people: mail about who asks to join, and
// about the answer. "people.left" is for signin.
func Jobs(post mail.Post) map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"people.asked":       func(ctx context.Context, d *db.DB, j jobs.Job) error { return tellOne(ctx, d, j, post) },
		"people.handed_over": mail.Job(post, findHanding, handingMail),
		"people.retain":      func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), RetainImports) },
		"people.answered":    func(ctx context.Context, d *db.DB, j jobs.Job) error { return tellAnswer(ctx, d, j, post) },
	}
}

// tellOne writes to a contact person, or to the secretariat. Once somebody has
// answered there is nothing to tell.
func tellOne(ctx context.Context, d *db.DB, j jobs.Job, post mail.Post) error {
	var a asked
	if err := j.Into(&a); err != nil {
		return err
	}
	var (
		who, to Person
		org     Org
		contact bool
	)
	err := d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
		who, to, org, err = parties(ctx, tx, a.Person, a.To, "")
		if err != nil {
			return err
		}
		grants, err := Grants(ctx, tx, to.ID)
		contact = access.Actor{Person: to.ID, Grants: grants}.Is(access.Contact, access.At(org.ID))
		return err
	})
	if problem.Is(err, problem.NotFound) || err == nil && who.State != Pending {
		return nil
	}
	if err != nil {
		return err
	}
	path := "/kommuner/" + string(org.ID)
	if contact {
		path = "/kommune/kolleger"
	}
	ctx = post.Words.For(ctx, to.Lang)
	args := i18n.Args{"Name": who.Name, "Title": who.Title, "Email": who.Email, "Org": org.OfficialName, "To": to.Name, "Link": post.BaseURL + path}
	return post.Send(ctx, mail.Message{
		To: to.Email, ToName: to.Name, Key: string(j.ID),
		Subject: i18n.F(ctx, "people.mail_asked_subject", args), Text: i18n.F(ctx, "people.mail_asked", args),
	})
}

// tellAnswer writes to whoever asked.
func tellAnswer(ctx context.Context, d *db.DB, j jobs.Job, post mail.Post) error {
	var a answered
	if err := j.Into(&a); err != nil {
		return err
	}
	var (
		to  Person
		org Org
	)
	err := d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
		_, to, org, err = parties(ctx, tx, a.Person, a.Person, a.Org)
		return err
	})
	if problem.Is(err, problem.NotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	ctx = post.Words.For(ctx, to.Lang)
	args := i18n.Args{"Name": to.Name, "Org": org.OfficialName, "Link": post.BaseURL + "/log-ind", "Contact": post.BaseURL + "/kontakt"}
	m := mail.Message{To: to.Email, ToName: to.Name, Key: string(j.ID)}
	if a.Approved {
		m.Subject, m.Text = i18n.T(ctx, "people.mail_approved_subject"), i18n.F(ctx, "people.mail_approved", args)
	} else {
		m.Subject, m.Text = i18n.T(ctx, "people.mail_declined_subject"), i18n.F(ctx, "people.mail_declined", args)
	}
	return post.Send(ctx, m)
}

// parties finds whom a mail is about, whom it goes to, and the organisation: the
// one named, or that of whom it is about.
func parties(ctx context.Context, tx *db.Tx, about, to id.Person, in id.Org) (a, b Person, org Org, err error) {
	if a, err = PersonByID(ctx, tx, about); err != nil {
		return
	}
	if b, err = PersonByID(ctx, tx, to); err != nil {
		return
	}
	if in == "" {
		in = a.Org
	}
	org, err = OrgByID(ctx, tx, in)
	return
}
