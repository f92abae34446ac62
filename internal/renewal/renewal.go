package renewal

import (
	"embed"
	"time"

	"faelled/internal/i18n"
	"faelled/internal/id"
	"faelled/internal/when"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// Fallback is what no answer means.
type Fallback string

const (
	Continue Fallback = "continue" // the same people go on, on the same terms
	Stop     Fallback = "stop"
)

// Round is one season's members being asked about the next.
type Round struct {
	Programme id.Programme // the next season
	Previous  id.Programme
	Fallback  Fallback
	Due       when.Date  // the last day to answer, in Copenhagen
	Person    id.Person  // who asked
	OpenedAt  time.Time  `db:"opened_at"` // UTC
	ClosedAt  *time.Time `db:"closed_at"` // UTC; nil while there is time to answer
}

// State is what an organisation has answered, but for going on: that is having a
// membership in the new season, see Answer.Member.
type State string

const (
	Asked    State = "asked"    // has not answered
	Declined State = "declined" // stops, and says why
	Lapsed   State = "lapsed"   // never answered, and that means to stop
	Stuck    State = "stuck"    // never answered; that means to go on, but it could not be done
)

// Reason is why an organisation stops.
type Reason string

const (
	Themes    Reason = "themes"
	Price     Reason = "price"
	Time      Reason = "time"
	Reorg     Reason = "reorganised" // nobody has the task any more
	Elsewhere Reason = "elsewhere"   // they get it from somebody else
	Other     Reason = "other"       // as the note says
)

// why is a reason in words.
type why struct {
	Reason Reason
	Text   i18n.Key
}

// reasons are all of them as a form lists them.
var reasons = []why{
	{Themes, i18n.Key("renewal.reason_themes")}, {Price, i18n.Key("renewal.reason_price")}, {Time, i18n.Key("renewal.reason_time")},
	{Reorg, i18n.Key("renewal.reason_reorganised")}, {Elsewhere, i18n.Key("renewal.reason_elsewhere")}, {Other, i18n.Key("renewal.reason_other")},
}

// Answer is how one organisation stands in a round.
type Answer struct {
	Programme  id.Programme // the next season
	Org        id.Org
	State      State
	Reason     Reason // of Declined
	Note       string // of Declined, to the secretariat
	Person     id.Person
	AnsweredAt *time.Time `db:"answered_at"` // UTC
	Member     bool       // goes on: it has a membership in the next season
}
