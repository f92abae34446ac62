package material

import (
	"embed"
	"time"

	"faelled/internal/id"
)

// Locale holds the capability's words.
//
//go:embed locale
var Locale embed.FS

// Phase is whether something is to be read before a meeting or taken home.
type Phase string

const (
	Before Phase = "before"
	After  Phase = "after"
)

// Reach is who may see a material. The secretariat sees all.
type Reach string

const (
	Public  Reach = "public"
	Members Reach = "members" // with a seat at any meeting, and contact persons of member organisations
	Seated  Reach = "seated"  // with a seat at the meeting
)

// Material is a file or a link.
type Material struct {
	ID        id.Material
	Programme id.Programme
	Meeting   id.Meeting // empty: of the whole network
	Title     string
	Speaker   string // whom it is from; may be empty
	Phase     Phase
	Reach     Reach
	Link      string  // empty: a file
	File      id.File // empty: a link
	Media     string
	Filename  string
	Size      int64     // bytes
	N         int64     // place in the list
	ShownFrom time.Time `db:"shown_from"` // UTC; hidden until then
	Downloads int64     // how often it was fetched, by whomever
	Version   int64     // raised by every change; Edit refuses an older one
	AddedAt   time.Time `db:"added_at"` // UTC
}

// Wish is a material as the secretariat wants it.
type Wish struct {
	Key       string `json:"-"` // one-time key
	Programme id.Programme
	Meeting   id.Meeting
	Title     string
	Speaker   string
	Phase     Phase
	Reach     Reach
	Link      string
	ShownFrom time.Time // zero: at once
	N         int64     // 0: last
	Document  Document  // empty: a link, or the file there was
}
