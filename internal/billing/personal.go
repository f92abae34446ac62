package billing

import (
	"faelled/internal/audit"
	"faelled/internal/i18n"
	"faelled/internal/personal"
)

// Personal is the personal data in these tables. Invoices are kept as the
// bookkeeping act says.
var Personal = []personal.Holding{
	{
		Table: "invoices", Columns: []string{"buyer_ref", "email", "snapshot"},
		What: i18n.Key("billing.personal_invoices"), Why: i18n.Key("billing.personal_invoices_why"), Basis: personal.Obligation, Keep: i18n.Key("billing.personal_invoices_keep"),
	},
	{
		Table: "sellers", Columns: []string{"contact", "email", "phone"},
		What: i18n.Key("billing.personal_sellers"), Why: i18n.Key("billing.personal_sellers_why"), Basis: personal.Contract, Keep: i18n.Key("billing.personal_sellers_keep"),
	},
}

// Sentences say what the codes of the audit trail mean.
var Sentences = audit.Sentences{
	"billing.credit_drafted":   i18n.Key("billing.did_credit"),
	"billing.drafted":          i18n.Key("billing.did_draft"),
	"billing.issued":           i18n.Key("billing.did_issue"),
	"billing.price_list_added": i18n.Key("billing.did_price"),
	"billing.seller_set":       i18n.Key("billing.did_seller"),
}
