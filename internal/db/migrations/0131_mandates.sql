-- +goose Up
-- How much a contact person may decide alone, and who decides above that. An
-- empty field is all fields that have no row of their own.
CREATE TABLE mandates (
	org      TEXT NOT NULL REFERENCES orgs (id),
	field    TEXT NOT NULL,
	minor    BIGINT NOT NULL, -- without VAT
	currency TEXT NOT NULL,
	PRIMARY KEY (org, field)
);

CREATE TABLE signers (
	org    TEXT NOT NULL REFERENCES orgs (id),
	field  TEXT NOT NULL,
	person TEXT NOT NULL REFERENCES persons (id),
	PRIMARY KEY (org, field, person)
);
CREATE INDEX signers_person ON signers (person);

ALTER TABLE org_glns ADD COLUMN field TEXT NOT NULL DEFAULT '';
