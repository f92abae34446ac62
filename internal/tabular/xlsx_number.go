package tabular

import (
	"encoding/xml"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// dated says whether a number is a day, an hour, both or only a number.
type dated struct{ day, hour bool }

// readStyles finds out which cell styles show dates.
func (w *workbook) readStyles(name string) error {
	formats := map[string]string{} // those of the workbook's own
	cells := false
	return w.walk(name, func(token xml.Token) error {
		switch e := token.(type) {
		case xml.StartElement:
			switch e.Name.Local {
			case "numFmt":
				formats[attribute(e, "numFmtId")] = attribute(e, "formatCode")
			case "cellXfs":
				cells = true
			case "xf":
				if number := attribute(e, "numFmtId"); cells {
					w.dates = append(w.dates, datedAs(number, formats[number]))
				}
			}
		case xml.EndElement:
			cells = cells && e.Name.Local != "cellXfs"
		}
		return nil
	})
}

// aside is what a format shows as it stands, and its colours and conditions.
var aside = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)

// datedAs reads a number format: 14 to 22 and 45 to 47 are dates and hours in
// every workbook (ECMA-376, part 1, 18.8.30), others say it by their letters.
func datedAs(number, code string) dated {
	switch number {
	case "14", "15", "16", "17":
		return dated{day: true}
	case "18", "19", "20", "21", "45", "46", "47":
		return dated{hour: true}
	case "22":
		return dated{day: true, hour: true}
	}
	letters := strings.ToLower(aside.ReplaceAllString(code, ""))
	if strings.Contains(letters, "general") || strings.Contains(letters, "standard") {
		return dated{}
	}
	return dated{day: strings.ContainsAny(letters, "dy"), hour: strings.ContainsAny(letters, "hs")}
}

// lastSerial is 31 December 9999, the last day a spreadsheet knows.
const lastSerial = 2958465

func (w *workbook) numberShown(raw, style string) string {
	as := dated{}
	if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(w.dates) {
		as = w.dates[i]
	}
	if as == (dated{}) && strings.Trim(raw, "0123456789") == "" {
		return raw
	}
	n, err := strconv.ParseFloat(raw, 64)
	switch {
	case err != nil || math.IsInf(n, 0) || math.IsNaN(n):
		return raw
	case as != (dated{}) && n >= 0 && n <= lastSerial:
		return w.dateShown(n, as)
	}
	// Spreadsheets show 15 digits; the rest is what floats get wrong.
	n, _ = strconv.ParseFloat(strconv.FormatFloat(n, 'g', 15, 64), 64)
	return strings.Replace(strconv.FormatFloat(n, 'f', -1, 64), ".", ",", 1)
}

func (w *workbook) dateShown(n float64, as dated) string {
	begin := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if w.y1904 {
		begin = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	days := math.Floor(n)
	minutes := math.Round((n - days) * 24 * 60)
	at := begin.AddDate(0, 0, int(days)).Add(time.Duration(minutes) * time.Minute)
	switch {
	case as.day && as.hour && minutes > 0:
		return at.Format("2006-01-02 15:04")
	case as.day:
		return at.Format("2006-01-02")
	}
	return at.Format("15:04")
}
