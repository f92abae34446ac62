package meeting

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"faelled/internal/danish"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/money"
	"faelled/internal/problem"
	"faelled/internal/when"
)

// CostKind is what a cost of a meeting is for.
type CostKind string

// CostKinds are all of them, in the order forms list them.
var CostKinds = []CostKind{"speaker", "moderator", "venue", "catering", "travel", "other"}

// Cost is what was agreed with somebody for a meeting.
type Cost struct {
	ID       string
	Meeting  id.Meeting
	Kind     CostKind
	Who      string // whom it is agreed with
	Minor    int64  `db:"amount_minor"` // without VAT
	Currency string
	Note     string
	AgreedOn when.Date `db:"agreed_on"` // empty: not known
}

// Amount is the agreed sum, without VAT.
func (c Cost) Amount() money.Money { return money.Money{Minor: c.Minor, Currency: c.Currency} }

// costliest is the largest sum that can be agreed, in øre: a slip of the finger is
// larger.
const costliest = 100_000_000

// CheckCost is everything wrong in a cost, under the fields slags, til, beloeb,
// om and aftalt.
func CheckCost(c Cost, today when.Date) problem.Fields {
	var bad problem.Fields
	if !slices.Contains(CostKinds, c.Kind) {
		bad.Add("slags", "meeting.cost_kind_missing", "")
	}
	if c.Who == "" {
		bad.Add("til", "meeting.cost_who_missing", "")
	}
	checkText(&bad, "til", c.Who, longestLine)
	checkText(&bad, "om", c.Note, longestLine)
	for name, text := range map[string]string{"til": c.Who, "om": c.Note} {
		if danish.Surely(text) {
			bad.Add(name, "meeting.cost_cpr", "")
		}
	}
	if c.Minor < 0 || c.Minor > costliest {
		bad.Add("beloeb", "meeting.cost_amount_wrong", "")
	}
	if c.AgreedOn != "" && (!c.AgreedOn.Valid() || c.AgreedOn.After(today)) {
		bad.Add("aftalt", "meeting.cost_day_wrong", "")
	}
	return bad
}

// AddCost keeps what was agreed with somebody. key is the form's: the same form
// again adds nothing. Faults are as CheckCost names them. For the secretariat.
func AddCost(ctx context.Context, tx *db.Tx, key string, c Cost) error {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	asked := c
	if found, err := tx.Recall(ctx, key, asked, &c.ID); found || err != nil {
		return err
	}
	if _, err := ByID(ctx, tx, c.Meeting); err != nil {
		return err
	}
	c.Who, c.Note = strings.Join(strings.Fields(c.Who), " "), strings.Join(strings.Fields(c.Note), " ")
	c.Currency = cmp.Or(c.Currency, money.DKK(0).Currency)
	if err := CheckCost(c, when.On(tx.Now)).Err(); err != nil {
		return err
	}
	c.ID = tx.NewID()
	if err := insertCost(ctx, tx, c); err != nil {
		return err
	}
	if err := tx.Audit(ctx, "meeting.cost_added", string(c.Meeting), map[string]any{"kind": c.Kind, "minor": c.Minor}); err != nil {
		return err
	}
	return tx.Remember(ctx, key, asked, c.ID)
}

// RemoveCost takes back an agreement that was entered wrongly. One that is gone
// already changes nothing. For the secretariat.
func RemoveCost(ctx context.Context, tx *db.Tx, at id.Meeting, one string) error {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	n, err := deleteCost(ctx, tx, at, one)
	if err != nil || n == 0 {
		return err
	}
	return tx.Audit(ctx, "meeting.cost_removed", string(at), nil)
}

// Costs is what was agreed for some meetings, in the order it was entered. For
// the secretariat and jobs: what somebody is paid is nobody else's business.
func Costs(ctx context.Context, tx *db.Tx, meetings ...id.Meeting) (map[id.Meeting][]Cost, error) {
	if err := mayWrite(tx.Actor); err != nil {
		return nil, err
	}
	list, err := costsOf(ctx, tx, meetings)
	found := map[id.Meeting][]Cost{}
	for _, c := range list {
		found[c.Meeting] = append(found[c.Meeting], c)
	}
	return found, err
}

// ForgetCosts deletes the agreements of meetings before a day. For jobs.
func ForgetCosts(ctx context.Context, tx *db.Tx, before when.Date) error {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	return deleteCosts(ctx, tx, before)
}
