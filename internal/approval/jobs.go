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
		"approval.handed":   mail.Job(post, openCase, handedMail),
		"waiting.approval":  askFor,
	}
}

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"approval.tell":     {Title: i18n.Key("approval.job_tell"), About: whichLetter},
	"approval.remind":   {Title: i18n.Key("approval.job_remind"), About: whichAsker},
	"approval.expire":   {Title: i18n.Key("approval.job_expire"), About: whichAsker},
	"approval.answered": {Title: i18n.Key("approval.job_answered"), About: whichAsker},
	"approval.retain":   {Title: i18n.Key("approval.job_retain")},
	"approval.handed":   {Title: i18n.Key("approval.job_handed"), About: whichAsker},
	"waiting.approval":  {Title: i18n.Key("approval.job_waiting"), About: whoWaited},
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

func whoWaited(ctx context.Context, tx *db.Tx, j jobs.Job) (jobs.About, error) {
	return people.Addressee(ctx, tx, j.Actor().OnBehalf)
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
		err = errors.Join(err, tx.Enqueue(ctx, "approval.tell", letter{a.ID, s.ID, true}, db.Once(string(a.ID)+" "+string(s.ID)+" again")))
	}
	return err
}

// askFor asks for somebody who got places from the waiting list. What has become
// theirs to decide meanwhile is registered; what cannot be asked for any more they
// are told, and the places are free.
func askFor(ctx context.Context, d *db.DB, j jobs.Job) error {
	var over registration.Handover
	if err := j.Into(&over); err != nil {
		return err
	}
	req := over.Request
	req.Key = string(j.ID)
	err := d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error {
		one, err := askWith(ctx, tx, req, over.Hold)
		switch {
		case err == nil: // now somebody has to say yes
			return tx.Enqueue(ctx, "approval.handed", one, db.Once(string(one)))
		case notNeeded(err):
			_, err = registration.Approved(ctx, tx, req, registration.Consent{For: tx.Actor.OnBehalf, Hold: over.Hold})
		}
		return err
	})
	bad, refused := problem.FieldsOf(err)
	if !refused {
		return err
	}
	return d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error {
		back := registration.HandedBack{Wait: over.Wait, Why: bad[0].Key, About: bad[0].About}
		return errors.Join(tx.Enqueue(ctx, "approval.unasked", back, db.Once(string(j.ID))), registration.Release(ctx, tx, over.Hold))
	})
}

// notNeeded tells whether whoever asks may decide it alone.
func notNeeded(err error) bool {
	bad, _ := problem.FieldsOf(err)
	return len(bad) == 1 && bad[0].Key == "approval.not_needed"
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
