package tabular

import (
	"embed"

	"faelled/internal/i18n"
)

// Locale holds the words of the faults.
//
//go:embed locale
var Locale embed.FS

// fault is the key of why a file cannot be read; empty when it can.
type fault string

var (
	nothing  = fault(i18n.Key("tabular.nothing"))
	tooLarge = fault(i18n.Key("tabular.too_large"))
	tooLong  = fault(i18n.Key("tabular.too_long"))
	tooWide  = fault(i18n.Key("tabular.too_wide"))
	longCell = fault(i18n.Key("tabular.long_cell"))
	oldExcel = fault(i18n.Key("tabular.old_excel"))
	noTable  = fault(i18n.Key("tabular.no_table"))
	broken   = fault(i18n.Key("tabular.broken"))
)
