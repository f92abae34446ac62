package approval

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"slices"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
)

// Jobs is what the queue may ask for. "waiting.approval" comes from the waiting
// list, with a registration that became too large for whoever stands on it.
func Jobs(post mail.Post) map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"approval.tell":     func(ctx context.Context, d *db.DB, j jobs.Job) error { return tellSigner(ctx, d, j, post) },
		"approval.remind":   on(remind),
		"approval.expire":   on(expire),
		"approval.answered": mail.Job(post, openCase, answerMail),
		"approval.retain":   func(ctx context.Context, d *db.DB, j jobs.Job) error { return d.Write(ctx, j.Actor(), Retain) },
		"waiting.approval":  askFor,
	}
}

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"approval.tell":     {Title: i18n.Key("approval.job_tell"), About: whichLetter},
	"approval.remind":   {Title: i18n.Key("approval.job_remind")},
	"approval.expire":   {Title: i18n.Key("approval.job_expire")},
	"approval.answered": {Title: i18n.Key("approval.job_answered"), About: whichAsker},
	"approval.retain":   {Title: i18n.Key("approval.job_retain")},
	"waiting.approval":  {Title: i18n.Key("approval.job_waiting")},
}

func whichLetter(ctx context.Context, tx *db.Tx, j jobs.Job) (jobs.About, error) {
	var l letter
	if j.Into(&l) != nil {
		return jobs.About{}, nil
	}
	return people.Addressee(ctx, tx, l.Signer)
}

func whichAsker(ctx context.Context, tx *db.Tx, j jobs.Job) (jobs.About, error) {
	var one id.Approval
	if j.Into(&one) != nil {
		return jobs.About{}, nil
	}
	a, err := byID(ctx, tx, one)
	if errors.Is(err, sql.ErrNoRows) {
		return jobs.About{}, nil
	}
	if err != nil {
		return jobs.About{}, err
	}
	return people.Addressee(ctx, tx, a.Person)
}

// on is a job that is one command about one request.
func on(do func(context.Context, *db.Tx, id.Approval) error) jobs.Handler {
	return func(ctx context.Context, d *db.DB, j jobs.Job) error {
		var one id.Approval
		if err := j.Into(&one); err != nil {
			return err
		}
		return d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error {
			if err := do(ctx, tx, one); !problem.Is(err, problem.NotFound) {
				return err
			}
			return nil // deleted since
		})
	}
}

// remind writes to those who sign now: they may be others than when it was asked.
func remind(ctx context.Context, tx *db.Tx, one id.Approval) error {
	a, err := ByID(ctx, tx, one)
	if err != nil || !a.open(tx.Now) {
		return err
	}
	signers, err := a.signers(ctx, tx)
	for _, s := range signers {
		err = errors.Join(err, tx.Enqueue(ctx, "approval.tell", letter{a.ID, s.ID, true}))
	}
	return err
}

// askFor asks for somebody on the waiting list. What cannot be asked for any more
// is for whoever waits to see on the list: it is no fault of the job.
func askFor(ctx context.Context, d *db.DB, j jobs.Job) error {
	var req registration.Request
	if err := j.Into(&req); err != nil {
		return err
	}
	req.Key = string(j.ID)
	return d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error {
		_, err := Ask(ctx, tx, req)
		if _, refused := problem.FieldsOf(err); refused {
			return jobs.Dead(err)
		}
		return err
	})
}

// matter is a request with all that its pages and mails tell.
type matter struct {
	Approval
	Programme programme.Programme
	Org       people.Org
	Asker     people.Person
	Decider   people.Person // zero while it waits, and when time decided
	Signers   []people.Person
	Open      bool
}

func openMatter(ctx context.Context, tx *db.Tx, a Approval) (c matter, err error) {
	c.Approval, c.Open = a, a.open(tx.Now)
	if c.Programme, err = programme.ByID(ctx, tx, a.Programme); err != nil {
		return c, err
	}
	if c.Org, err = people.OrgByID(ctx, tx, a.Org); err != nil {
		return c, err
	}
	if c.Asker, err = people.PersonByID(ctx, tx, a.Person); err != nil {
		return c, err
	}
	if a.DecidedBy != "" {
		if c.Decider, err = people.PersonByID(ctx, tx, a.DecidedBy); err != nil {
			return c, err
		}
	}
	c.Signers, err = a.signers(ctx, tx)
	return c, err
}

// openCase finds a request for a mail. One that is gone has nothing to tell.
func openCase(ctx context.Context, tx *db.Tx, one id.Approval) (matter, error) {
	a, err := byID(ctx, tx, one)
	if errors.Is(err, sql.ErrNoRows) {
		return matter{}, jobs.Dead(err)
	}
	if err != nil {
		return matter{}, err
	}
	return openMatter(ctx, tx, a)
}

// tellSigner writes to one signer, with a link of their own. Only its hash is
// kept, so it is made where the mail is; written again, the mail has another.
func tellSigner(ctx context.Context, d *db.DB, j jobs.Job, post mail.Post) error {
	var l letter
	if err := j.Into(&l); err != nil {
		return err
	}
	var c matter
	secret := rand.Text()
	err := d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
		if err := tx.Lock(ctx, db.Approvals, string(l.Approval)); err != nil {
			return err
		}
		if c, err = openCase(ctx, tx, l.Approval); err != nil || !c.Open || !c.signs(l.Signer) {
			return err
		}
		return insertLink(ctx, tx, link{hash(secret), l.Approval, l.Signer})
	})
	if err != nil || !c.Open || !c.signs(l.Signer) {
		return err
	}
	m, err := askMail(ctx, post, c, l, post.BaseURL+linkPath+"/"+secret)
	if err != nil {
		return err
	}
	m.Key = string(j.ID)
	return post.Send(ctx, m)
}

func (c matter) signs(one id.Person) bool {
	return slices.ContainsFunc(c.Signers, func(p people.Person) bool { return p.ID == one })
}

func (c matter) signer(one id.Person) (found people.Person) {
	for _, p := range c.Signers {
		if p.ID == one {
			found = p
		}
	}
	return found
}

// hash is what is kept of a secret.
func hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// Retain deletes what was typed a year after the decision.
func Retain(ctx context.Context, tx *db.Tx) error {
	return deleteDecided(ctx, tx, tx.Now.AddDate(-keep, 0, 0))
}
