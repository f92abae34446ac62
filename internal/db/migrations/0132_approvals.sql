-- +goose Up
-- Registrations that wait for somebody who may decide over that much money.
CREATE TABLE approvals (
	id           TEXT PRIMARY KEY,
	programme    TEXT NOT NULL REFERENCES programmes (id),
	org          TEXT NOT NULL REFERENCES orgs (id),
	person       TEXT NOT NULL REFERENCES persons (id), -- who asked
	field        TEXT NOT NULL, -- of work, when it was asked
	request      TEXT NOT NULL, -- JSON: all that was typed
	quote        TEXT NOT NULL, -- JSON: the price as whoever asked saw it
	limit_minor  BIGINT NOT NULL, -- what they might have decided alone, without VAT
	hold         TEXT NOT NULL, -- the places that are kept; empty where there is room for all
	state        TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'refused', 'withdrawn', 'expired')),
	asked_at     TIMESTAMP NOT NULL,
	until        TIMESTAMP NOT NULL,
	decided_at   TIMESTAMP, -- NULL while it waits
	decided_by   TEXT NOT NULL, -- empty while it waits, and when time decided
	reason       TEXT NOT NULL, -- of a refusal
	registration TEXT NOT NULL  -- what came of it; empty unless approved
);
CREATE INDEX approvals_org ON approvals (org, id);
CREATE INDEX approvals_waiting ON approvals (id) WHERE state = 'waiting';
CREATE INDEX approvals_decided ON approvals (decided_at) WHERE decided_at IS NOT NULL;
CREATE INDEX approvals_registration ON approvals (registration) WHERE registration <> '';

-- Links in mails to those who decide. Gone as soon as somebody has.
CREATE TABLE approval_links (
	hash     TEXT PRIMARY KEY, -- SHA-256 of the secret in the link
	approval TEXT NOT NULL REFERENCES approvals (id),
	person   TEXT NOT NULL REFERENCES persons (id)
);
CREATE INDEX approval_links_approval ON approval_links (approval);
