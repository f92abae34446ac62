-- +goose Up
-- Those who make a meeting happen and have no seat at it: speakers, moderators and
-- the venue, with a personal link to their own part of the day. Closing the link
-- deletes it.
CREATE TABLE contributors (
	id      TEXT PRIMARY KEY,
	meeting TEXT NOT NULL REFERENCES meetings (id),
	party   TEXT NOT NULL CHECK (party IN ('speaker', 'moderator', 'venue')),
	name    TEXT NOT NULL,
	email   TEXT NOT NULL,
	sent_at TIMESTAMP NOT NULL, -- the latest mail was asked for
	UNIQUE (meeting, party, name)
);

-- The secrets of the mails, as their hashes. A mail that is sent again has another.
CREATE TABLE contributor_secrets (
	hash        TEXT PRIMARY KEY,
	contributor TEXT NOT NULL REFERENCES contributors (id) ON DELETE CASCADE
);
CREATE INDEX contributor_secrets_contributor ON contributor_secrets (contributor);
