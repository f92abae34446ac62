package attendance

import (
	"context"
	"slices"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// Invite gives a contributor a personal link, by mail: one of those who have a part
// in the meeting. Sent to another address, the links before it are dead. The same
// form again sends nothing. For the secretariat. Faults are under medvirkende and
// mail.
func Invite(ctx context.Context, tx *db.Tx, key string, m meeting.Meeting, c Contributor) error {
	if err := mayPlan(tx.Actor); err != nil {
		return err
	}
	asked := c
	if found, err := tx.Recall(ctx, key, asked, &c.ID); found || err != nil {
		return err
	}
	if err := lockLinks(ctx, tx, m.ID); err != nil {
		return err
	}
	lines, err := linesOf(ctx, tx, m)
	if err != nil {
		return err
	}
	var bad problem.Fields
	if !slices.ContainsFunc(contributorsOf(m, lines), func(o Contributor) bool { return o.key() == c.key() }) {
		bad.Add("medvirkende", "attendance.contributor_missing", "")
	}
	email, ok := people.ParseEmail(c.Email)
	if !ok {
		bad.Add("mail", "attendance.email_wrong", "")
	}
	if linksOver(m, when.On(tx.Now)) {
		bad.Add("", "attendance.links_over", "")
	}
	if err := bad.Err(); err != nil {
		return err
	}
	c.ID, c.Meeting, c.Email, c.SentAt = tx.NewID(), m.ID, email, tx.Now
	if c.ID, err = upsertContributor(ctx, tx, c); err != nil {
		return err
	}
	if err := sendLink(ctx, tx, m.ID, c.ID); err != nil {
		return err
	}
	return tx.Remember(ctx, key, asked, c.ID)
}

// inviteAgain sends a contributor a new link to the address they have. For the
// secretariat.
func inviteAgain(ctx context.Context, tx *db.Tx, key string, m meeting.Meeting, one string) error {
	if err := mayPlan(tx.Actor); err != nil {
		return err
	}
	var sent string
	if found, err := tx.Recall(ctx, key, one, &sent); found || err != nil {
		return err
	}
	if err := lockLinks(ctx, tx, m.ID); err != nil {
		return err
	}
	all, err := contributorsAt(ctx, tx, m.ID)
	if err != nil {
		return err
	}
	lines, err := linesOf(ctx, tx, m)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(c Contributor) bool { return c.ID == one && c.takesPart(m, lines) })
	if i < 0 || linksOver(m, when.On(tx.Now)) {
		return problem.New(problem.NotFound, "attendance.no_link")
	}
	all[i].SentAt = tx.Now
	if _, err := upsertContributor(ctx, tx, all[i]); err != nil {
		return err
	}
	if err := sendLink(ctx, tx, m.ID, one); err != nil {
		return err
	}
	return tx.Remember(ctx, key, one, one)
}

// lockLinks makes the command alone with a meeting's links: no mail gets a secret for
// an address that is being changed.
func lockLinks(ctx context.Context, tx *db.Tx, m id.Meeting) error {
	return tx.Lock(ctx, db.Seats, string(m))
}

// sendLink notes it, without saying to whom, and asks for the mail.
func sendLink(ctx context.Context, tx *db.Tx, m id.Meeting, one string) error {
	if err := tx.Audit(ctx, "attendance.invited", string(m), nil); err != nil {
		return err
	}
	return tx.Enqueue(ctx, "attendance.invite", invitation{one})
}

// closeLink ends a contributor's access at once, and forgets them. For the
// secretariat.
func closeLink(ctx context.Context, tx *db.Tx, m meeting.Meeting, one string) error {
	if err := mayPlan(tx.Actor); err != nil {
		return err
	}
	if err := lockLinks(ctx, tx, m.ID); err != nil {
		return err
	}
	n, err := deleteContributor(ctx, tx, m.ID, one)
	if err != nil || n == 0 {
		return err
	}
	return tx.Audit(ctx, "attendance.closed_link", string(m.ID), nil)
}

// linksOver tells whether a meeting's links have ceased: they count until the day
// after it.
func linksOver(m meeting.Meeting, today when.Date) bool {
	return m.State == meeting.Cancelled || over(m, today)
}
