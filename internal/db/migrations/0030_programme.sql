-- +goose Up
CREATE TABLE programmes (
	id            TEXT PRIMARY KEY,
	kind          TEXT NOT NULL CHECK (kind IN ('network', 'leader_network', 'executive', 'partnership', 'competence_project')),
	slug          TEXT NOT NULL, -- the present one; see programme_slugs
	name          TEXT NOT NULL,
	sort_key      TEXT NOT NULL,
	short_name    TEXT NOT NULL,
	field         TEXT NOT NULL,
	lead          TEXT NOT NULL,
	purpose       TEXT NOT NULL,
	audience      TEXT NOT NULL,
	benefits      TEXT NOT NULL,
	owning_org    TEXT NOT NULL REFERENCES orgs (id),
	operating_org TEXT NOT NULL REFERENCES orgs (id),
	selling_org   TEXT NOT NULL REFERENCES orgs (id),
	state         TEXT NOT NULL CHECK (state IN ('draft', 'published')),
	season_from   TEXT, -- first day
	season_to     TEXT, -- last day
	deadline      TEXT, -- last day for new members; NULL: none
	max_per_org   BIGINT NOT NULL CHECK (max_per_org > 0),
	covers        BIGINT NOT NULL CHECK (covers >= 0), -- meetings after the one joined by
	invoicing     TEXT NOT NULL CHECK (invoicing IN ('advance', 'per_meeting')),
	email         TEXT NOT NULL,
	published_at  TIMESTAMP, -- NULL while a draft
	version       BIGINT NOT NULL -- raised by every change
);
CREATE INDEX programmes_order ON programmes (state, sort_key, id);

CREATE TABLE programme_slugs (
	kind      TEXT NOT NULL,
	slug      TEXT NOT NULL, -- present and former: a former one redirects and is never given away
	programme TEXT NOT NULL REFERENCES programmes (id),
	PRIMARY KEY (kind, slug)
);

CREATE TABLE programme_inviters (
	programme TEXT NOT NULL REFERENCES programmes (id),
	n         BIGINT NOT NULL, -- from 1, in order
	org       TEXT NOT NULL REFERENCES orgs (id),
	PRIMARY KEY (programme, n),
	UNIQUE (programme, org)
);

CREATE TABLE programme_contacts (
	programme TEXT NOT NULL REFERENCES programmes (id),
	n         BIGINT NOT NULL, -- from 1, in order
	person    TEXT NOT NULL REFERENCES persons (id),
	PRIMARY KEY (programme, n),
	UNIQUE (programme, person)
);
CREATE INDEX programme_contacts_person ON programme_contacts (person);
