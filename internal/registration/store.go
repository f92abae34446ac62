package registration

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/money"
	"faelled/internal/when"
)

// record is one registration as it is kept.
type record struct {
	ID        id.Registration
	Number    int64
	Programme id.Programme
	Meeting   id.Meeting
	Org       id.Org
	Person    id.Person
	Joined    bool
	GLN       string
	OrderRef  string `db:"order_ref"`
	BuyerRef  string `db:"buyer_ref"`
	Email     string
	Message   string
	Seated    int64
	NetMinor  int64 `db:"net_minor"`
	Currency  string
	Quote     string    // JSON
	CreatedAt time.Time `db:"created_at"`
	Marks     mark      // what a list picks it out by

	ApprovedBy id.Person `db:"approved_by"` // who had the right to such a sum; empty when nobody needed any
	LimitMinor *int64    `db:"limit_minor"` // what its sender decided alone; nil for any sum
}

func (r record) net() money.Money { return money.Money{Minor: r.NetMinor, Currency: r.Currency} }

const recordColumns = `id, number, programme, meeting, org, person, joined, gln, order_ref, buyer_ref, email, message,
	seated, net_minor, currency, quote, created_at, approved_by, limit_minor, marks`

// termsOf lists an organisation's terms in a programme.
func termsOf(ctx context.Context, tx *db.Tx, p id.Programme, org id.Org) (terms []term, err error) {
	err = tx.Select(ctx, &terms, `SELECT id, meeting, price_list, joined_at FROM memberships WHERE programme = $1 AND org = $2 ORDER BY id`, p, org)
	if err != nil {
		return nil, fmt.Errorf("terms of %s in %s: %w", org, p, err)
	}
	for i := range terms {
		terms[i].JoinedAt = terms[i].JoinedAt.UTC()
	}
	return terms, nil
}

func insertTerm(ctx context.Context, tx *db.Tx, p id.Programme, org id.Org, t term) error {
	_, err := tx.Exec(ctx, `INSERT INTO memberships (id, programme, org, meeting, price_list, joined_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		t.ID, p, org, t.First, t.Prices, t.JoinedAt)
	if err != nil {
		return fmt.Errorf("insert membership of %s in %s: %w", org, p, err)
	}
	return nil
}

// taken is a row of roll: one seat, none while it is waited for, or, without a
// person, how many a meeting has.
type taken struct {
	Meeting id.Meeting
	Person  id.Person
	Org     id.Org
	N       int64
}

// none stands in a list that SQL does not allow to be empty.
const none = ""

// roll tells, in one query, which seats an organisation has at some meetings or
// stands by for, which some people have (some may come twice), and how many are
// taken in all, where that is kept. The first of the meetings is the one asked for.
func roll(ctx context.Context, tx *db.Tx, meetings []meeting.Meeting, org id.Org, who []id.Person) (rows []taken, err error) {
	at := idsOf(meetings)
	if len(who) == 0 {
		who = []id.Person{none}
	}
	err = tx.SelectIn(ctx, &rows, `
		SELECT meeting, person, org, 1 AS n FROM seats WHERE meeting IN (?) AND org = ?
		UNION ALL SELECT meeting, person, org, 1 AS n FROM seats WHERE meeting IN (?) AND person IN (?)
		UNION ALL SELECT meeting, person, org, 0 AS n FROM standbys WHERE meeting IN (?) AND (org = ? OR person IN (?))
		UNION ALL SELECT meeting, '' AS person, '' AS org, `+occupied+` AS n FROM rooms WHERE meeting IN (?)`,
		at, org, at, who, at, org, who, front(tx, meetings), at)
	if err != nil {
		return nil, fmt.Errorf("seats of %s: %w", org, err)
	}
	return rows, nil
}

// occupied is how many seats of a room others cannot have: those that are taken,
// and those that somebody waits for, but at front.
const occupied = `CASE WHEN meeting = ? THEN taken ELSE taken + waiting END`

// front is the meeting where the program gives seats to those who wait: the first.
// At the later ones they stand behind whoever waits there, as everybody does.
func front(tx *db.Tx, meetings []meeting.Meeting) id.Meeting {
	if tx.Actor.IsSystem() && len(meetings) > 0 {
		return meetings[0].ID
	}
	return none
}

// rooms is how many seats others cannot have at those of the meetings where it is
// kept.
func rooms(ctx context.Context, tx *db.Tx, meetings []id.Meeting) (map[id.Meeting]int64, error) {
	taken := map[id.Meeting]int64{}
	if len(meetings) == 0 {
		return taken, nil
	}
	var rows []struct {
		Meeting id.Meeting
		Taken   int64
	}
	if err := tx.SelectIn(ctx, &rows, `SELECT meeting, `+occupied+` AS taken FROM rooms WHERE meeting IN (?)`, none, meetings); err != nil {
		return nil, fmt.Errorf("rooms: %w", err)
	}
	for _, r := range rows {
		taken[r.Meeting] = r.Taken
	}
	return taken, nil
}

// lockedRooms is rooms for meetings that are locked, and held against how they
// were when they were loaded. The first is the one asked for; see front.
func lockedRooms(ctx context.Context, tx *db.Tx, meetings []meeting.Meeting) (map[id.Meeting]int64, error) {
	var rows []struct {
		ID       id.Meeting
		Sequence int64
		Taken    *int64
	}
	if err := tx.SelectIn(ctx, &rows, `
		SELECT m.id, m.sequence, `+occupied+` AS taken FROM meetings m LEFT JOIN rooms r ON r.meeting = m.id WHERE m.id IN (?)`,
		front(tx, meetings), idsOf(meetings)); err != nil {
		return nil, fmt.Errorf("rooms: %w", err)
	}
	taken := map[id.Meeting]int64{}
	for _, r := range rows {
		if i := slices.IndexFunc(meetings, is(r.ID)); meetings[i].Sequence != r.Sequence {
			return nil, fmt.Errorf("meeting %s: %w", r.ID, db.ErrStale)
		}
		if r.Taken != nil {
			taken[r.ID] = *r.Taken
		}
	}
	return taken, nil
}

// openRoom begins to keep how many seats are taken at a meeting.
func openRoom(ctx context.Context, tx *db.Tx, m id.Meeting, taken int64) error {
	_, err := tx.Exec(ctx, `INSERT INTO rooms (meeting, taken) VALUES ($1, $2) ON CONFLICT (meeting) DO NOTHING`, m, taken)
	return err
}

// fillRooms counts n more seats at each of some meetings, where that is kept.
func fillRooms(ctx context.Context, tx *db.Tx, meetings []id.Meeting, n int64) error {
	_, err := tx.ExecIn(ctx, `UPDATE rooms SET taken = taken + ? WHERE meeting IN (?)`, n, meetings)
	return err
}

// insertRecord gives the registration a number that no other has, and keeps it.
// Numbers are not counted up: a counter would make all registrations in the
// house wait for each other.
func insertRecord(ctx context.Context, tx *db.Tx, r record) (int64, error) {
	r.Marks = marksOf(r)
	for range 100 {
		h := fnv.New64a()
		h.Write([]byte(tx.NewID()))
		r.Number = int64(r.CreatedAt.In(when.Zone).Year())*1_000_000 + int64(h.Sum64()%1_000_000)
		done, err := tx.Named(ctx, `
			INSERT INTO registrations (`+recordColumns+`)
			VALUES (:id, :number, :programme, :meeting, :org, :person, :joined, :gln, :order_ref, :buyer_ref, :email, :message,
				:seated, :net_minor, :currency, :quote, :created_at, :approved_by, :limit_minor, :marks)
			ON CONFLICT (number) DO NOTHING`, r)
		if err != nil {
			return 0, fmt.Errorf("insert registration %s: %w", r.ID, err)
		}
		if n, err := done.RowsAffected(); n == 1 || err != nil {
			return r.Number, err
		}
	}
	return 0, fmt.Errorf("insert registration %s: no number is free", r.ID)
}

// insertSeats keeps them all, and tells how many were new: a person who got a
// seat at that meeting a moment ago, or a place in its line, through another
// organisation, gets no second.
func insertSeats(ctx context.Context, tx *db.Tx, seats []Seat) (int, error) {
	if len(seats) == 0 {
		return 0, nil
	}
	wait, err := placesIn(ctx, tx, "standbys", seats)
	if err != nil {
		return 0, err
	}
	seats = slices.DeleteFunc(slices.Clone(seats), func(s Seat) bool { return wait[taken{Meeting: s.Meeting, Person: s.Person}] })
	if len(seats) == 0 {
		return 0, nil
	}
	done, err := tx.Named(ctx, `
		INSERT INTO seats (id, registration, programme, meeting, org, person, created_at)
		VALUES (:id, :registration, :programme, :meeting, :org, :person, :created_at)
		ON CONFLICT (meeting, person) DO NOTHING`, seats)
	if err != nil {
		return 0, fmt.Errorf("insert seats of %s: %w", seats[0].Registration, err)
	}
	n, err := done.RowsAffected()
	return int(n), err
}

// recordByID and recordByNumber: sql.ErrNoRows when there is none.
func recordByID(ctx context.Context, tx *db.Tx, one id.Registration) (r record, err error) {
	err = tx.Get(ctx, &r, `SELECT `+recordColumns+` FROM registrations WHERE id = $1`, one)
	r.CreatedAt = r.CreatedAt.UTC()
	return r, err
}

func recordByNumber(ctx context.Context, tx *db.Tx, number int64) (r record, err error) {
	err = tx.Get(ctx, &r, `SELECT `+recordColumns+` FROM registrations WHERE number = $1`, number)
	r.CreatedAt = r.CreatedAt.UTC()
	return r, err
}

const seatColumns = `id, registration, programme, meeting, org, person, created_at`

// seatsWhere lists seats; where is one of this package's own texts.
func seatsWhere(ctx context.Context, tx *db.Tx, where string, args ...any) (seats []Seat, err error) {
	err = tx.Select(ctx, &seats, `SELECT `+seatColumns+` FROM seats WHERE `+where+` ORDER BY id`, args...)
	if err != nil {
		return nil, fmt.Errorf("seats: %w", err)
	}
	for i := range seats {
		seats[i].At = seats[i].At.UTC()
	}
	return seats, nil
}

func seatsOfRegistration(ctx context.Context, tx *db.Tx, one id.Registration) ([]Seat, error) {
	return seatsWhere(ctx, tx, `registration = $1`, one)
}

func seatsOfMember(ctx context.Context, tx *db.Tx, p id.Programme, org id.Org) ([]Seat, error) {
	return seatsWhere(ctx, tx, `org = $1 AND programme = $2`, org, p)
}

func seatsInProgramme(ctx context.Context, tx *db.Tx, p id.Programme) ([]Seat, error) {
	return seatsWhere(ctx, tx, `programme = $1`, p)
}

func seatsAtMeeting(ctx context.Context, tx *db.Tx, m id.Meeting) ([]Seat, error) {
	return seatsWhere(ctx, tx, `meeting = $1`, m)
}
