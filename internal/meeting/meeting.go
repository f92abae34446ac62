package meeting

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"faelled/internal/access"
	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/problem"
	"faelled/internal/programme"
	"faelled/internal/when"
)

// State is whether a meeting will be.
type State string

const (
	Planned   State = "planned"
	Cancelled State = "cancelled"
)

// Meeting is one day of a programme.
type Meeting struct {
	ID        id.Meeting
	Programme id.Programme
	Slug      string // its part of the address: the day, with -2 for a second meeting
	Title     string // the theme
	Lead      string // a few sentences; may be empty
	Day       when.Date
	Starts    *time.Time // nil, as Ends, when only the day is known
	Ends      *time.Time
	Venue     string // empty when there is no place to go to
	Street    string
	Postcode  string
	City      string
	IsOnline  bool      `db:"online"`     // also, or only, online; the link may come later
	OnlineURL string    `db:"online_url"` // for those registered only
	Capacity  int64     // people from all organisations; 0: no limit
	FreeUntil when.Date `db:"free_until"` // last day to cancel without paying; empty: until the meeting
	State     State
	Reason    string    // why it was cancelled
	Sequence  int64     // raised by every change; Edit refuses an older one
	ChangedAt time.Time `db:"changed_at"`
}

// ItemKind is what sort of thing happens.
type ItemKind string

const (
	Talk        ItemKind = "talk"                  // vidensoplæg
	Exchange    ItemKind = "exchange"              // ideudveksling
	Inspiration ItemKind = "municipal_inspiration" // kommunal inspiration
	Sparring    ItemKind = "sparring"
	Case        ItemKind = "case" // with dilemmas
	Break       ItemKind = "break"
	Practical   ItemKind = "practical" // welcome, lunch, goodbye
)

// ItemKinds are all of them, in the order forms list them.
var ItemKinds = []ItemKind{Talk, Exchange, Inspiration, Sparring, Case, Break, Practical}

// Item is one point of a meeting's programme.
type Item struct {
	Kind   ItemKind
	Starts time.Time
	Ends   time.Time
	Title  string
	Text   string // may be empty
	Voices []Voice
}

// Voice is somebody with a part in an item.
type Voice struct {
	Name  string
	Title string      // and where from; may be empty
	Role  access.Role // access.Speaker or access.Moderator
}

// ByID finds a meeting; problem.NotFound when there is none.
func ByID(ctx context.Context, tx *db.Tx, one id.Meeting) (Meeting, error) {
	m, err := byID(ctx, tx, one)
	if errors.Is(err, sql.ErrNoRows) {
		err = problem.New(problem.NotFound, "web.not_found")
	}
	return m, err
}

// ByIDs finds several at once; those that do not exist are left out.
func ByIDs(ctx context.Context, tx *db.Tx, ids []id.Meeting) (map[id.Meeting]Meeting, error) {
	found := make(map[id.Meeting]Meeting, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	list, err := byIDs(ctx, tx, ids)
	for _, m := range list {
		found[m.ID] = m
	}
	return found, err
}

// BySlug finds a meeting by its address. moved tells that it has another one
// now: send the reader there. problem.NotFound when there is none. Whether the
// programme may be seen is asked when finding that.
func BySlug(ctx context.Context, tx *db.Tx, in id.Programme, slug string) (m Meeting, moved bool, err error) {
	m, err = bySlug(ctx, tx, in, slug)
	if errors.Is(err, sql.ErrNoRows) {
		return m, false, problem.New(problem.NotFound, "web.not_found")
	}
	return m, m.Slug != slug, err
}

// InProgramme is a programme's meetings, cancelled ones too, by day.
func InProgramme(ctx context.Context, tx *db.Tx, one id.Programme) ([]Meeting, error) {
	return inProgramme(ctx, tx, one)
}

// InProgrammes is the meetings of several programmes together, by day.
func InProgrammes(ctx context.Context, tx *db.Tx, ids []id.Programme) ([]Meeting, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return inProgrammes(ctx, tx, ids)
}

// Upcoming is the next meetings of published programmes from a day on, not the
// cancelled ones, by day.
func Upcoming(ctx context.Context, tx *db.Tx, from when.Date, limit int) ([]Meeting, error) {
	open, err := programme.Published(ctx, tx)
	if err != nil || len(open) == 0 {
		return nil, err
	}
	ids := make([]id.Programme, len(open))
	for i, p := range open {
		ids[i] = p.ID
	}
	return upcoming(ctx, tx, ids, from, limit)
}

// Agenda is a meeting's programme, by time.
func Agenda(ctx context.Context, tx *db.Tx, one id.Meeting) ([]Item, error) {
	return agenda(ctx, tx, one)
}

// Online tells whether one can take part from afar.
func (m Meeting) Online() bool { return m.IsOnline || m.OnlineURL != "" }

// InPerson tells whether there is a place to go to.
func (m Meeting) InPerson() bool { return m.Venue != "" || m.Street != "" || m.City != "" }

// Address is the place in one line: "Odense Congress Center, Ørbækvej 350, 5220
// Odense". Empty when there is none.
func (m Meeting) Address() string {
	var parts []string
	for _, part := range []string{m.Venue, m.Street, strings.TrimSpace(m.Postcode + " " + m.City)} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ", ")
}

// Where is the place in words, "online" included; never the link. When neither
// is known yet, it says so.
func (m Meeting) Where(ctx context.Context) string {
	switch {
	case m.InPerson() && m.Online():
		return i18n.F(ctx, "meeting.where_both", i18n.Args{"Place": m.Address()})
	case m.InPerson():
		return m.Address()
	case m.Online():
		return i18n.T(ctx, "meeting.where_online")
	}
	return i18n.T(ctx, "meeting.where_later")
}

// ShortWhere is where in a word or two: the town, or that it is online.
func (m Meeting) ShortWhere(ctx context.Context) string {
	place := m.City
	if place == "" {
		place = m.Venue
	}
	switch {
	case place != "" && m.Online():
		return i18n.F(ctx, "meeting.where_both", i18n.Args{"Place": place})
	case place != "":
		return place
	}
	return m.Where(ctx)
}

// When is "onsdag 2. juni 2021 kl. 9.30–14.30"; when only the day is known, that
// the time follows.
func (m Meeting) When(ctx context.Context) string {
	switch {
	case m.Starts == nil && m.State == Cancelled:
		return when.Weekday(ctx, m.Day)
	case m.Starts == nil:
		return i18n.F(ctx, "meeting.when_later", i18n.Args{"Day": when.Weekday(ctx, m.Day)})
	}
	return i18n.F(ctx, "meeting.when", i18n.Args{"Day": when.Weekday(ctx, m.Day), "Hours": m.Hours(ctx)})
}

// Hours is "kl. 9.30–14.30"; empty when only the day is known.
func (m Meeting) Hours(ctx context.Context) string {
	if m.Starts == nil || m.Ends == nil {
		return ""
	}
	return when.Span(ctx, *m.Starts, *m.Ends)
}

// HoursText is Hours in a place of its own: "Tid følger" when only the day of a
// planned meeting is known.
func (m Meeting) HoursText(ctx context.Context) string {
	if m.Starts == nil && m.State != Cancelled {
		return i18n.T(ctx, "meeting.hours_later")
	}
	return m.Hours(ctx)
}

// Over tells whether the meeting is past at a moment. One with only a day lasts
// to the end of it.
func (m Meeting) Over(now time.Time) bool {
	if m.Ends != nil {
		return !now.Before(*m.Ends)
	}
	return when.On(now).After(m.Day)
}
