-- +goose Up
CREATE TABLE sellers (
	org          TEXT PRIMARY KEY REFERENCES orgs (id),
	name         TEXT NOT NULL, -- all texts as they stand on the invoice
	cvr          TEXT NOT NULL,
	street       TEXT NOT NULL,
	postcode     TEXT NOT NULL,
	city         TEXT NOT NULL,
	contact      TEXT NOT NULL, -- an office, seldom a name
	email        TEXT NOT NULL,
	phone        TEXT NOT NULL,
	bank         TEXT NOT NULL, -- registration number
	account      TEXT NOT NULL,
	gln          TEXT NOT NULL,
	prefix       TEXT NOT NULL UNIQUE, -- before the number
	first_number BIGINT NOT NULL CHECK (first_number > 0)
);

CREATE TABLE price_lists (
	id         TEXT PRIMARY KEY,
	programme  TEXT NOT NULL,
	vat        TEXT NOT NULL CHECK (vat IN ('S', 'E', 'O')),
	rate_bp    BIGINT NOT NULL, -- basis points
	reason     TEXT NOT NULL,
	valid_from TEXT NOT NULL, -- first day; empty: always was
	valid_to   TEXT NOT NULL, -- last day; empty: until further notice
	UNIQUE (programme, valid_from)
);
CREATE TABLE price_tiers (
	price_list TEXT NOT NULL REFERENCES price_lists (id),
	from_n     BIGINT NOT NULL, -- participants
	to_n       BIGINT NOT NULL,
	minor      BIGINT NOT NULL, -- a meeting, excl. VAT
	currency   TEXT NOT NULL,
	PRIMARY KEY (price_list, from_n)
);

CREATE TABLE invoices (
	id              TEXT PRIMARY KEY,
	seller          TEXT NOT NULL REFERENCES orgs (id),
	buyer           TEXT NOT NULL REFERENCES orgs (id),
	programme       TEXT NOT NULL,
	programme_name  TEXT NOT NULL,
	registration    TEXT NOT NULL,
	gln             TEXT NOT NULL,
	order_ref       TEXT NOT NULL,
	buyer_ref       TEXT NOT NULL, -- the person the buyer wants named
	accounting_cost TEXT NOT NULL,
	email           TEXT NOT NULL,
	what            TEXT NOT NULL, -- the line's text when there is one line
	lines           BIGINT NOT NULL,
	net_minor       BIGINT NOT NULL,
	vat_minor       BIGINT NOT NULL,
	currency        TEXT NOT NULL,
	created_at      TIMESTAMP NOT NULL,
	state           TEXT NOT NULL CHECK (state IN ('draft', 'issued')),
	number          BIGINT,    -- in the seller's series; NULL while a draft, as all below
	issued_on       TEXT,
	due_on          TEXT,
	issued_at       TIMESTAMP,
	snapshot        TEXT REFERENCES files (hash), -- JSON: all that was true then
	xml             TEXT REFERENCES files (hash), -- the e-invoice
	pdf             TEXT REFERENCES files (hash), -- drawn from the snapshot; NULL until then
	UNIQUE (seller, number),
	CHECK ((state = 'issued') = (number IS NOT NULL AND issued_on IS NOT NULL AND due_on IS NOT NULL
		AND issued_at IS NOT NULL AND snapshot IS NOT NULL AND xml IS NOT NULL))
);
CREATE INDEX invoices_buyer ON invoices (buyer, programme, id);
CREATE INDEX invoices_programme ON invoices (programme, id);
CREATE INDEX invoices_waiting ON invoices (seller, id) WHERE state = 'draft';
CREATE INDEX invoices_issued ON invoices (issued_on);

CREATE TABLE invoice_lines (
	invoice      TEXT NOT NULL REFERENCES invoices (id),
	n            BIGINT NOT NULL, -- from 1
	meeting      TEXT NOT NULL,
	text         TEXT NOT NULL,
	quantity     BIGINT NOT NULL,
	unit_minor   BIGINT NOT NULL, -- in the invoice's currency, excl. VAT
	vat          TEXT NOT NULL,
	rate_bp      BIGINT NOT NULL,
	reason       TEXT NOT NULL,
	delivered    TEXT, -- NULL: not known
	heads        BIGINT NOT NULL, -- people it is for
	net_minor    BIGINT NOT NULL,
	PRIMARY KEY (invoice, n)
);
