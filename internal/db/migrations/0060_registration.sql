-- +goose Up
CREATE TABLE memberships (
	id        TEXT PRIMARY KEY,
	programme TEXT NOT NULL REFERENCES programmes (id),
	org       TEXT NOT NULL REFERENCES orgs (id),
	meeting   TEXT NOT NULL REFERENCES meetings (id), -- the first that this term covers
	joined_at TIMESTAMP NOT NULL,
	UNIQUE (programme, org, meeting)
);
CREATE INDEX memberships_org ON memberships (org, programme);

CREATE TABLE registrations (
	id         TEXT PRIMARY KEY,
	number     BIGINT NOT NULL UNIQUE, -- the year and six digits of no meaning
	programme  TEXT NOT NULL REFERENCES programmes (id),
	meeting    TEXT NOT NULL REFERENCES meetings (id),
	org        TEXT NOT NULL REFERENCES orgs (id),
	person     TEXT NOT NULL REFERENCES persons (id), -- who sent it
	joined     BOOLEAN NOT NULL,
	gln        TEXT NOT NULL,
	order_ref  TEXT NOT NULL,
	buyer_ref  TEXT NOT NULL,
	email      TEXT NOT NULL, -- for the receipt
	message    TEXT NOT NULL, -- to the secretariat
	seated     BIGINT NOT NULL, -- how many people
	net_minor  BIGINT NOT NULL,
	currency   TEXT NOT NULL,
	quote      TEXT NOT NULL, -- JSON: the price as it was explained
	created_at TIMESTAMP NOT NULL
);
CREATE INDEX registrations_latest ON registrations (created_at, id);
CREATE INDEX registrations_member ON registrations (programme, org, id);

CREATE TABLE seats (
	id           TEXT PRIMARY KEY,
	registration TEXT NOT NULL REFERENCES registrations (id),
	programme    TEXT NOT NULL REFERENCES programmes (id),
	meeting      TEXT NOT NULL REFERENCES meetings (id),
	org          TEXT NOT NULL REFERENCES orgs (id), -- whose number it counts in
	person       TEXT NOT NULL REFERENCES persons (id),
	created_at   TIMESTAMP NOT NULL,
	UNIQUE (meeting, person)
);
CREATE INDEX seats_org ON seats (meeting, org, person);
CREATE INDEX seats_member ON seats (org, programme, person);
CREATE INDEX seats_person ON seats (person, meeting);
CREATE INDEX seats_registration ON seats (registration, person);

-- How many seats are taken at meetings with limited room, so that nobody has to
-- count them while others wait. A meeting without a row is counted.
CREATE TABLE rooms (
	meeting TEXT PRIMARY KEY REFERENCES meetings (id),
	taken   BIGINT NOT NULL
);

CREATE TABLE registration_drafts (
	person     TEXT NOT NULL REFERENCES persons (id),
	programme  TEXT NOT NULL REFERENCES programmes (id),
	key        TEXT NOT NULL,   -- one-time key of the form when it is sent
	sent       BIGINT NOT NULL, -- number of what came of it; 0 until then
	data       TEXT NOT NULL,   -- JSON: what was typed
	updated_at TIMESTAMP NOT NULL,
	PRIMARY KEY (person, programme)
);
CREATE INDEX registration_drafts_old ON registration_drafts (updated_at);
