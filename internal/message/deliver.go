package message

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// Each recipient gets a message once, as far as SMTP allows. The mail goes to the
// server word by word; when all of it is there but the final dot, the recipient is
// marked as trying, and that is committed. Before the mark nothing has been sent: a
// server throws away what has no dot. After it, the mail is never sent again by
// itself: if the program dies between the dot and the answer, the recipient is
// unsure, which staff sees and decides. docs/adr/0010 says why.

// errWithdrawn: nobody waits for this mail any more.
var errWithdrawn = errors.New("message: called back, paused, or somebody else's")

// giveUp is how long a mail is tried while the server does not take it. It is a
// little less than the queue's own patience with mail, so that it is us who give up,
// and the message comes to an end.
const giveUp = 70 * time.Hour

// letter is one mail to be sent.
type letter struct {
	Message   Message
	Programme programme.Programme
	To        Recipient
	Org       people.Org
	Out       bool // they want no such mail
}

// deliver is the handler of one recipient's job.
func deliver(post mail.Post) jobs.Handler {
	return func(ctx context.Context, d *db.DB, j jobs.Job) error {
		var o one
		if err := j.Into(&o); err != nil {
			return err
		}
		l, err := openLetter(ctx, d, j, o)
		if err != nil || l.To.State != Queued {
			return err
		}
		h := &handover{d: d, j: j, o: o}
		m := h.mail(ctx, post, l)
		err = post.Send(ctx, m)
		if errors.Is(err, errWithdrawn) {
			return nil
		}
		return h.settle(context.WithoutCancel(ctx), l, err) // that a program stops does not undo what was sent
	}
}

// openLetter loads what a mail needs. A recipient who is found as trying was handed
// over by a program that died: nobody knows how it went.
func openLetter(ctx context.Context, d *db.DB, j jobs.Job, o one) (l letter, err error) {
	err = d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
		l, err = loadLetter(ctx, tx, o)
		return err
	})
	if problem.Is(err, problem.NotFound) {
		return letter{}, nil // deleted, with everything about it
	}
	var to Arrival
	var why string
	switch {
	case err != nil:
		return l, err
	case l.To.State == Trying:
		to = Unsure
	case l.To.State == Queued && l.Out: // unsubscribed since the message was sent
		to, why = Suppressed, whyOptedOut
	default:
		return l, nil
	}
	from := l.To.State
	l.To.State = to
	return l, d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error {
		return settle(ctx, tx, l.To, to, why, from)
	})
}

func loadLetter(ctx context.Context, tx *db.Tx, o one) (l letter, err error) {
	if l.Message, err = byID(ctx, tx, o.Message); err != nil {
		return l, err
	}
	if l.To, err = recipient(ctx, tx, o.Message, o.N); err != nil {
		return l, err
	}
	if l.Message.State != Sending && l.To.State == Queued {
		l.To.State = Skipped // it waits on, or was called back: this job has nothing to do
	}
	if l.Org, err = people.OrgByID(ctx, tx, l.To.Org); err != nil {
		return l, err
	}
	if l.Message.Kind == News {
		if l.Out, err = isOut(ctx, tx, l.To.Person, l.Message.Programme); err != nil {
			return l, err
		}
	}
	l.Programme, err = programme.ByID(ctx, tx, l.Message.Programme)
	return l, err
}

// handover is one try.
type handover struct {
	d *db.DB
	j jobs.Job
	o one
}

// mail writes the mail, with the mark just before the dot.
func (h *handover) mail(ctx context.Context, post mail.Post, l letter) mail.Message {
	var door string
	if l.Message.Kind == News {
		door = rand.Text()
	}
	m := write(ctx, post, l, door)
	m.Handing = func(ctx context.Context) error {
		return h.d.Write(ctx, h.j.Actor(), func(ctx context.Context, tx *db.Tx) error {
			mine, err := tryRecipient(ctx, tx, h.o, fingerprint(door))
			if err == nil && !mine {
				err = errWithdrawn
			}
			return err
		})
	}
	return m
}

// fingerprint is how an address to unsubscribe at is kept: whoever reads the
// database cannot use it. nil for none.
func fingerprint(door string) *string {
	if door == "" {
		return nil
	}
	sum := sha256.Sum256([]byte(door))
	text := hex.EncodeToString(sum[:])
	return &text
}

// settle writes down how a try went. Its error is what the queue should know: it
// tries again.
func (h *handover) settle(ctx context.Context, l letter, sent error) error {
	to, why, again := judge(sent, h.d.Now().Sub(h.j.CreatedAt))
	err := h.d.Write(ctx, h.j.Actor(), func(ctx context.Context, tx *db.Tx) error {
		return settle(ctx, tx, l.To, to, why, Queued, Trying, Unsure)
	})
	if again && err == nil {
		return sent
	}
	return err
}

// judge is what a try came to, and whether another one is worth while. age is how
// long the mail has waited.
func judge(sent error, age time.Duration) (to Arrival, why string, again bool) {
	status := mail.StatusOf(sent)
	switch {
	case sent == nil:
		return Arrived, "", false
	case mail.Silent(sent):
		return Unsure, "", false
	case permanent(sent) && status != "":
		return Bounced, status, false
	case permanent(sent):
		return Failed, "", false
	case age > giveUp:
		if status == "" {
			status = whyLate
		}
		return Failed, status, false
	}
	return Queued, status, true
}

// permanent asks an error as package jobs does.
func permanent(err error) bool {
	e, ok := errors.AsType[interface {
		error
		Permanent() bool
	}](err)
	return ok && e.Permanent()
}

// settle moves one recipient on from some states, tells people what it says about
// the address, and ends the message after the last one.
func settle(ctx context.Context, tx *db.Tx, r Recipient, to Arrival, why string, from ...Arrival) error {
	if err := tx.Lock(ctx, db.Messages, string(r.Message)); err != nil {
		return err
	}
	if to == Queued { // tried again, unless the rest has been called back meanwhile
		m, err := byID(ctx, tx, r.Message)
		if err != nil {
			return err
		}
		if m.State != Sending && m.State != Paused {
			to, why = Skipped, whyCalledBack
		}
	}
	moved, err := settleRecipient(ctx, tx, one{r.Message, r.N}, to, why, from...)
	if err != nil || !moved {
		return err
	}
	switch to {
	case Bounced:
		err = people.MailReturned(ctx, tx, people.Return{Person: r.Person, Email: r.Email, Hard: mail.Hard(why) && !r.elsewhere, Status: why})
	case Arrived:
		err = people.MailTried(ctx, tx, r.Person)
	}
	if err != nil {
		return err
	}
	return endWhenDone(ctx, tx, r.Message)
}

// test is the payload of "message.test": the message as one person would get it, to
// whoever asked.
type test struct {
	Message id.Message
	As      id.Person
	To      id.Person
}
