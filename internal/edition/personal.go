package edition

import (
	"faelled/internal/audit"
	"faelled/internal/i18n"
)

// Sentences say what the codes of the audit trail mean. (The capability has no
// table, so it holds nothing personal.)
var Sentences = audit.Sentences{"edition.created": i18n.Key("edition.trail_created")}
