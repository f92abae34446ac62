package edition

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"faelled/internal/billing"
	"faelled/internal/db"
	"faelled/internal/id"
	"faelled/internal/meeting"
	"faelled/internal/problem"
	"faelled/internal/programme"
)

// Request is a programme to be made, with its prices and meetings.
type Request struct {
	Key       string `json:"-"` // one-time key: the same request twice is done once
	Programme programme.Programme
	Prices    billing.PriceList
	Meetings  []meeting.Meeting
}

// Create makes a draft with its prices and meetings: all of it, or nothing. All
// faults are told at once: those of the programme and of the price list under
// their own fields, those of the nth meeting under m1_title, m1_day and so on.
// For the secretariat and jobs.
func Create(ctx context.Context, tx *db.Tx, req Request) (one id.Programme, err error) {
	if err := mayWrite(tx.Actor); err != nil {
		return "", err
	}
	if done, err := tx.Recall(ctx, req.Key, req, &one); done || err != nil {
		return one, err
	}
	if err := programme.LockAddresses(ctx, tx); err != nil {
		return "", err
	}
	bad, err := programme.Check(ctx, tx, req.Programme)
	if err != nil {
		return "", err
	}
	bad = append(bad, check(req)...)
	if err := checkSeller(ctx, tx, req.Programme.Seller, &bad); err != nil {
		return "", err
	}
	if err := bad.Err(); err != nil {
		return "", err
	}
	if one, err = programme.Add(ctx, tx, req.Programme); err != nil {
		return "", err
	}
	req.Prices.Programme = one
	if _, err := billing.AddPriceList(ctx, tx, req.Prices); err != nil {
		return "", err
	}
	for i, m := range req.Meetings {
		m.Programme = one
		if _, err := meeting.Add(ctx, tx, m); err != nil {
			return "", fmt.Errorf("meeting %d: %w", i+1, err)
		}
	}
	req.Prices.Programme = ""
	if err := tx.Audit(ctx, "edition.created", string(one), len(req.Meetings)); err != nil {
		return "", err
	}
	return one, tx.Remember(ctx, req.Key, req, one)
}

// check is everything wrong in the prices and the meetings.
func check(req Request) problem.Fields {
	bad := billing.CheckPriceList(req.Prices)
	if unpriced(req.Prices, req.Programme.MaxPerOrg) {
		bad.Add("max_per_org", "edition.no_price_for_most", "")
	}
	for i, m := range req.Meetings {
		for _, f := range meeting.Check(m) {
			bad = append(bad, problem.Field{Name: meetingField(i, f.Name), Key: f.Key, About: f.About})
		}
	}
	return bad
}

// meetingField is what the form calls a field of its nth meeting.
func meetingField(i int, name string) string { return fmt.Sprintf("m%d_%s", i+1, name) }

// checkSeller: who cannot send invoices cannot sell.
func checkSeller(ctx context.Context, tx *db.Tx, seller id.Org, bad *problem.Fields) error {
	if seller == "" || len(bad.For("seller")) > 0 {
		return nil // told already
	}
	_, err := billing.SellerOf(ctx, tx, seller)
	if problem.Is(err, problem.NotFound) {
		bad.Add("seller", "edition.seller_unready", "")
		return nil
	}
	return err
}

// Publish shows a draft to everybody, when nothing is missing: what programme
// asks for, a price on the day, a seller that can send invoices, and a meeting
// to come. Faults are under programme's fields, and under prices and meetings.
// For the secretariat and jobs.
func Publish(ctx context.Context, tx *db.Tx, one id.Programme) error {
	if err := mayWrite(tx.Actor); err != nil {
		return err
	}
	if err := programme.LockAddresses(ctx, tx); err != nil {
		return err
	}
	bad, err := missing(ctx, tx, one)
	if err != nil {
		return err
	}
	if err := bad.Err(); err != nil {
		return err
	}
	return programme.Publish(ctx, tx, one)
}

// missing is what a programme lacks before it can be published.
func missing(ctx context.Context, tx *db.Tx, one id.Programme) (problem.Fields, error) {
	p, err := programme.ByID(ctx, tx, one)
	if err != nil {
		return nil, err
	}
	bad := programme.CheckReady(p)
	if err := checkSold(ctx, tx, p, &bad); err != nil {
		return nil, err
	}
	if _, priced, err := pricesNow(ctx, tx, one); err != nil {
		return nil, err
	} else if !priced {
		bad.Add("prices", "edition.prices_missing", "")
	}
	list, err := meeting.InProgramme(ctx, tx, one)
	if len(toCome(list, tx.Now)) == 0 {
		bad.Add("meetings", "edition.meetings_missing", "")
	}
	return bad, err
}

// toCome are the meetings that will be held.
func toCome(list []meeting.Meeting, now time.Time) []meeting.Meeting {
	return slices.DeleteFunc(slices.Clone(list), func(m meeting.Meeting) bool { return m.State != meeting.Planned || m.Over(now) })
}

// oneLine takes away spaces at the ends and in rows.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
