package billing

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/files"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
)

// Jobs are what the queue may ask of billing. Invoices are in Danish whoever
// caused them; sample marks each of them as made up.
func Jobs(words *i18n.Words, sample bool) map[string]jobs.Handler {
	danish := func(ctx context.Context) context.Context { return words.For(ctx, "da") }
	return map[string]jobs.Handler{
		"billing.issue": func(ctx context.Context, d *db.DB, j jobs.Job) error {
			note := ""
			if sample {
				note = i18n.T(danish(ctx), "billing.sample")
			}
			return issueJob(danish(ctx), d, j, note)
		},
		"billing.render": func(ctx context.Context, d *db.DB, j jobs.Job) error {
			return renderJob(danish(ctx), d, j)
		},
	}
}

// issueJob ends after one read when another job has issued the draft with its
// own: most do.
func issueJob(ctx context.Context, d *db.DB, j jobs.Job, note string) error {
	var one id.Invoice
	if err := j.Into(&one); err != nil {
		return err
	}
	var seller id.Org
	if err := d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
		seller, err = sellerOfDraft(ctx, tx, one)
		return err
	}); err != nil || seller == "" {
		return err
	}
	var held error
	if err := d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
		held, err = Issue(ctx, tx, one, note)
		return err
	}); err != nil {
		return err
	}
	return held
}

// renderJob draws the PDF outside any transaction, and keeps it unless there is
// one.
func renderJob(ctx context.Context, d *db.DB, j jobs.Job) error {
	var one id.Invoice
	if err := j.Into(&one); err != nil {
		return err
	}
	var s snapshot
	var missing bool
	if err := d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error {
		rows, err := issuedByID(ctx, tx, one)
		if err != nil || len(rows) == 0 {
			return err
		}
		missing = rows[0].PDF == ""
		s, err = thaw(ctx, tx, rows[0].Snapshot)
		return err
	}); err != nil || !missing {
		return err
	}
	drawn, err := render(ctx, s)
	if err != nil {
		return err
	}
	return d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error {
		kept, err := files.Put(ctx, tx, "application/pdf", s.Number+".pdf", drawn)
		if err != nil {
			return err
		}
		return setPDF(ctx, tx, one, kept)
	})
}
