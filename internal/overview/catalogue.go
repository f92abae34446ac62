package overview

import (
	"context"
	"slices"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/people"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/registration"
	"faelled/internal/when"
)

// offer is what anybody may take part in, and when it meets next. Readers share
// it: copy before changing.
type offer struct {
	Programmes []programme.Programme
	Coming     []meeting.Meeting // of today and later, not the cancelled ones, by day
}

// mostComing is how many meetings are read to find the next of each programme.
const mostComing = 1000

// catalogue is everything that is published.
func catalogue(ctx context.Context, tx *db.Tx) (offer, error) {
	today := when.On(tx.Now)
	return db.Shared(tx, "overview.catalogue "+string(today), func() (o offer, err error) {
		if o.Programmes, err = programme.Published(ctx, tx); err != nil {
			return o, err
		}
		o.Coming, err = meeting.Upcoming(ctx, tx, today, mostComing)
		return o, err
	})
}

// country is what the front page tells of the municipalities. Readers share it.
type country struct {
	Municipalities []people.Org
	Reach          int64 // organisations that take part in anything
}

func municipalities(ctx context.Context, tx *db.Tx) (country, error) {
	return db.Shared(tx, "overview.country", func() (c country, err error) {
		if c.Municipalities, err = people.OrgList(ctx, tx, people.Municipality); err != nil {
			return c, err
		}
		c.Reach, err = registration.Reach(ctx, tx)
		return c, err
	})
}

// dates are some of the meetings of all that is published, by day. Readers share
// them.
type dates struct {
	Programmes map[id.Programme]programme.Programme
	Meetings   []meeting.Meeting
	Taken      map[id.Meeting]registration.Count // of those with limited room that are still to come
	Years      []string                          // in which something has been, the latest first
	Year       string                            // the one of Meetings, when they are past
}

// comingDates are those of today and later, cancelled ones too.
func comingDates(ctx context.Context, tx *db.Tx) (dates, error) {
	today := when.On(tx.Now)
	return db.Shared(tx, "overview.coming "+string(today), func() (dates, error) {
		d, err := allDates(ctx, tx)
		if err != nil {
			return d, err
		}
		d.Meetings = slices.DeleteFunc(d.Meetings, func(m meeting.Meeting) bool { return m.Day < today })
		d.Taken, err = registration.CountBy(ctx, tx, limited(d.Meetings))
		return d, err
	})
}

// pastDates are those of a year up to today; of the latest year when none is
// asked for.
func pastDates(ctx context.Context, tx *db.Tx, year string) (dates, error) {
	today := when.On(tx.Now)
	return db.Shared(tx, "overview.past "+year+" "+string(today), func() (dates, error) {
		d, err := allDates(ctx, tx)
		if err != nil {
			return d, err
		}
		d.Meetings = slices.DeleteFunc(d.Meetings, func(m meeting.Meeting) bool { return !m.Over(tx.Now) })
		for _, m := range slices.Backward(d.Meetings) {
			if y := yearOf(m); !slices.Contains(d.Years, y) {
				d.Years = append(d.Years, y)
			}
		}
		if year != "" && !slices.Contains(d.Years, year) {
			return d, problem.New(problem.NotFound, "web.not_found")
		}
		if d.Year = year; year == "" && len(d.Years) > 0 {
			d.Year = d.Years[0]
		}
		d.Meetings = slices.DeleteFunc(d.Meetings, func(m meeting.Meeting) bool { return yearOf(m) != d.Year })
		return d, nil
	})
}

func allDates(ctx context.Context, tx *db.Tx) (d dates, err error) {
	o, err := programme.Published(ctx, tx)
	if err != nil {
		return d, err
	}
	d.Programmes = make(map[id.Programme]programme.Programme, len(o))
	all := make([]id.Programme, len(o))
	for i, p := range o {
		d.Programmes[p.ID], all[i] = p, p.ID
	}
	d.Meetings, err = meeting.InProgrammes(ctx, tx, all)
	return d, err
}

func yearOf(m meeting.Meeting) string { return string(m.Day[:len("2021")]) }
