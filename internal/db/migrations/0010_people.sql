-- +goose Up
CREATE TABLE orgs (
	id            TEXT PRIMARY KEY,
	kind          TEXT NOT NULL CHECK (kind IN ('municipality', 'association', 'centre', 'ministry', 'union', 'other')),
	name          TEXT NOT NULL,
	official_name TEXT NOT NULL,
	sort_key      TEXT NOT NULL,
	code          TEXT NOT NULL, -- a municipality's four digits, else empty
	cvr           TEXT NOT NULL, -- eight digits, empty when not known
	street        TEXT NOT NULL,
	postcode      TEXT NOT NULL,
	city          TEXT NOT NULL,
	region        TEXT NOT NULL,
	email         TEXT NOT NULL,
	phone         TEXT NOT NULL,
	population    BIGINT NOT NULL -- thousands, about
);
CREATE INDEX orgs_order ON orgs (sort_key, id);
CREATE UNIQUE INDEX orgs_code ON orgs (code) WHERE code <> '';

CREATE TABLE org_names (
	org           TEXT NOT NULL REFERENCES orgs (id),
	name          TEXT NOT NULL,
	official_name TEXT NOT NULL,
	valid_from    TEXT, -- NULL: since before we knew it
	valid_to      TEXT, -- last day; NULL: until further notice
	n             BIGINT NOT NULL, -- from 1, in order
	PRIMARY KEY (org, n)
);

CREATE TABLE org_glns (
	gln   TEXT PRIMARY KEY, -- thirteen digits; one place has one owner
	org   TEXT NOT NULL REFERENCES orgs (id),
	label TEXT NOT NULL
);
CREATE INDEX org_glns_org ON org_glns (org, gln);

CREATE TABLE org_domains (
	domain TEXT PRIMARY KEY, -- what stands after @, small letters
	org    TEXT NOT NULL REFERENCES orgs (id)
);
CREATE INDEX org_domains_org ON org_domains (org, domain);

CREATE TABLE persons (
	id       TEXT PRIMARY KEY,
	name     TEXT NOT NULL,
	email    TEXT NOT NULL UNIQUE, -- small letters
	title    TEXT NOT NULL,
	phone    TEXT NOT NULL,
	lang     TEXT NOT NULL,
	sort_key TEXT NOT NULL,
	org      TEXT NOT NULL REFERENCES orgs (id),
	state    TEXT NOT NULL CHECK (state IN ('active', 'pending', 'ended')), -- of the affiliation to org
	since    TIMESTAMP NOT NULL -- when the affiliation got its state
);
CREATE INDEX persons_org ON persons (org, sort_key, id);
CREATE INDEX persons_pending ON persons (since, id) WHERE state = 'pending';

CREATE TABLE roles (
	person TEXT NOT NULL REFERENCES persons (id),
	role   TEXT NOT NULL,
	scope  TEXT NOT NULL,
	since  TIMESTAMP NOT NULL,
	PRIMARY KEY (person, role, scope)
);
CREATE INDEX roles_scope ON roles (scope, role, person);
