package people

import (
	"context"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"faelled/internal/db"
	"faelled/internal/i18n"
	"faelled/internal/id"
)

// municipalities are the 98 of Denmark since 2007: code, name, official name,
// region and number of people in thousands. Numbers for invoices are not in it:
// the secretariat fills them in.
//
//go:embed municipalities.csv
var municipalities string

// LoadMunicipalities adds the 98 municipalities, those that are missing: for the
// first start of the program.
func LoadMunicipalities(ctx context.Context, tx *db.Tx) error {
	if err := mayManageOrgs(tx.Actor); err != nil {
		return err
	}
	if err := tx.Lock(ctx, db.People, reach); err != nil {
		return err
	}
	known, err := codes(ctx, tx)
	if err != nil {
		return err
	}
	all, err := parseMunicipalities(municipalities)
	if err != nil {
		return err
	}
	orgs := slices.DeleteFunc(all, func(o Org) bool { return slices.Contains(known, o.Code) })
	if len(orgs) == 0 {
		return nil
	}
	names := make([]nameRow, len(orgs))
	for i := range orgs {
		orgs[i].ID = id.Org(tx.NewID())
		names[i] = firstName(orgs[i])
	}
	if err := insertOrgs(ctx, tx, orgs); err != nil {
		return err
	}
	if err := insertNames(ctx, tx, names); err != nil {
		return err
	}
	return tx.Audit(ctx, "people.municipalities_loaded", "", len(orgs))
}

func parseMunicipalities(text string) ([]Org, error) {
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("municipalities: %w", err)
	}
	orgs := make([]Org, len(rows)-1)
	for i, row := range rows[1:] {
		population, err := strconv.ParseInt(row[5], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("municipality %s: %w", row[0], err)
		}
		orgs[i] = Org{
			Kind: Municipality, Code: row[0], Name: row[1], OfficialName: row[2], SortKey: i18n.SortKey(row[1]),
			Region: row[4], Population: population,
		}
	}
	return orgs, nil
}
