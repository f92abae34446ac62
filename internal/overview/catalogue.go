package overview

import (
	"context"
	"fmt"
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
	offerings  []offering        // the same, by programme
}

// catalogue is everything that is published. It is found anew when a programme or
// a meeting has changed, not when somebody registers.
func catalogue(ctx context.Context, tx *db.Tx) (offer, error) {
	today := string(when.On(tx.Now))
	return db.Shared(tx, "overview.catalogue "+today, func() (o offer, err error) {
		programmes, err := programme.Stamp(ctx, tx)
		if err != nil {
			return o, err
		}
		meetings, err := meeting.Stamp(ctx, tx)
		if err != nil {
			return o, err
		}
		return db.Kept(tx, "overview.catalogue", fmt.Sprint(today, " ", programmes, " ", meetings), func() (o offer, err error) {
			if o.Programmes, err = programme.Published(ctx, tx); err != nil {
				return o, err
			}
			if o.Coming, err = meeting.Coming(ctx, tx, when.On(tx.Now)); err != nil {
				return o, err
			}
			shown := make(map[id.Programme]bool, len(o.Programmes))
			for _, p := range o.Programmes {
				shown[p.ID] = true
			}
			o.Coming = slices.DeleteFunc(o.Coming, func(m meeting.Meeting) bool { return !shown[m.Programme] })
			o.offerings = offerings(o)
			return o, nil
		})
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
