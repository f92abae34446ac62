package evaluation

import (
	"context"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/jobs"
	"faelled/internal/mail"
	"faelled/internal/people"
	"faelled/internal/when"
)

// Jobs is what the queue may ask for.
func Jobs(post mail.Post) map[string]jobs.Handler {
	return map[string]jobs.Handler{
		"evaluation.look":    look,
		"evaluation.ask":     write(post),
		"evaluation.summary": mail.Job(post, tellingOf, summaryMail),
		"evaluation.retain": func(ctx context.Context, d *db.DB, j jobs.Job) error {
			return d.Write(ctx, j.Actor(), Retain)
		},
	}
}

// Chores tell the secretariat what the jobs are.
var Chores = jobs.Chores{
	"evaluation.look":    {Title: i18n.Key("evaluation.job_look")},
	"evaluation.retain":  {Title: i18n.Key("evaluation.job_retain")},
	"evaluation.ask":     {Title: i18n.Key("evaluation.job_ask"), About: whom},
	"evaluation.summary": {Title: i18n.Key("evaluation.job_summary"), About: whom},
}

func whom(ctx context.Context, tx *db.Tx, j jobs.Job) (jobs.About, error) {
	var a asked
	if j.Into(&a) != nil {
		return jobs.About{}, nil
	}
	return people.Addressee(ctx, tx, a.Person)
}

// step is what the clock does to one evaluation.
type step struct {
	meeting id.Meeting
	do      func(context.Context, *db.Tx, id.Meeting) error
}

// steps are all that it is time for.
func steps(ctx context.Context, tx *db.Tx) (list []step, err error) {
	ask, err := toAsk(ctx, tx)
	if err != nil {
		return nil, err
	}
	for _, m := range ask {
		list = append(list, step{m, Ask})
	}
	open, err := openOnes(ctx, tx)
	for _, e := range open {
		switch {
		case e.over(tx.Now):
			list = append(list, step{e.Meeting, Close})
		case e.late(tx.Now):
			list = append(list, step{e.Meeting, Remind})
		}
	}
	return list, err
}

// Waiting tells whether it is time to ask, remind or close anywhere.
func Waiting(ctx context.Context, tx *db.Tx) (bool, error) {
	list, err := steps(ctx, tx)
	return len(list) > 0, err
}

// look does what it is time for, a commit for each meeting. The commands ask
// again whether it is.
func look(ctx context.Context, d *db.DB, j jobs.Job) error {
	var list []step
	err := d.Read(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) (err error) {
		list, err = steps(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	for _, s := range list {
		if err := d.Write(ctx, j.Actor(), func(ctx context.Context, tx *db.Tx) error { return s.do(ctx, tx, s.meeting) }); err != nil {
			return err
		}
	}
	return nil
}

// Retain deletes what has been kept long enough.
func Retain(ctx context.Context, tx *db.Tx) error {
	if err := deleteSummaries(ctx, tx, when.On(tx.Now.AddDate(-summaryYears, 0, 0))); err != nil {
		return err
	}
	return deleteOld(ctx, tx, tx.Now.AddDate(-answerYears, 0, 0))
}
