-- +goose Up
-- A credit note is an invoice of less than nothing that corrects another one.
ALTER TABLE invoices ADD COLUMN corrects TEXT NOT NULL DEFAULT '';
CREATE INDEX invoices_corrects ON invoices (corrects) WHERE corrects <> '';
