-- +goose Up
-- What the list of all invoices says above its page, without reading them all.
CREATE TABLE invoice_sums (
	seller         TEXT NOT NULL REFERENCES orgs (id),
	programme      TEXT NOT NULL,
	year           TEXT NOT NULL, -- of issuing
	currency       TEXT NOT NULL,
	programme_name TEXT NOT NULL, -- on the latest invoice
	invoices       BIGINT NOT NULL,
	net_minor      BIGINT NOT NULL,
	PRIMARY KEY (seller, programme, year, currency)
);
INSERT INTO invoice_sums (seller, programme, year, currency, programme_name, invoices, net_minor)
SELECT seller, programme, substr(issued_on, 1, 4), currency, max(programme_name), count(*), CAST(sum(net_minor) AS BIGINT)
FROM invoices WHERE state = 'issued' GROUP BY seller, programme, substr(issued_on, 1, 4), currency;

-- Drafts are few. The latest of everything, of a programme, of a buyer; and within a year.
CREATE INDEX invoices_drafts ON invoices (id) WHERE state = 'draft';
CREATE INDEX invoices_drafts_programme ON invoices (programme, id) WHERE state = 'draft';
CREATE INDEX invoices_buyer_latest ON invoices (buyer, id);
DROP INDEX invoices_issued;
CREATE INDEX invoices_year ON invoices (issued_on, id);
CREATE INDEX invoices_programme_year ON invoices (programme, issued_on, id);
