-- +goose Up
-- What those who came thought of a meeting. Nothing here joins an answer with a
-- person: invites say who was asked, answers what was said, and no row of either
-- has a moment.
CREATE TABLE evaluations (
	meeting     TEXT PRIMARY KEY REFERENCES meetings (id),
	state       TEXT NOT NULL CHECK (state IN ('off', 'open', 'closed')),
	asked_at    TIMESTAMP, -- NULL when nobody was asked
	reminded    BOOLEAN NOT NULL,
	invited     BIGINT NOT NULL -- how many were asked
);
CREATE INDEX evaluations_open ON evaluations (asked_at) WHERE state = 'open';

-- Deleted when the evaluation closes.
CREATE TABLE evaluation_invites (
	meeting  TEXT NOT NULL REFERENCES meetings (id),
	person   TEXT NOT NULL REFERENCES persons (id),
	answered BOOLEAN NOT NULL,
	PRIMARY KEY (meeting, person)
);

-- What opens the form: one for each mail. Deleted when the evaluation closes.
CREATE TABLE evaluation_doors (
	token   TEXT PRIMARY KEY, -- fingerprint of the secret
	meeting TEXT NOT NULL REFERENCES meetings (id),
	person  TEXT NOT NULL REFERENCES persons (id)
);
CREATE INDEX evaluation_doors_meeting ON evaluation_doors (meeting);

CREATE TABLE evaluation_answers (
	id      TEXT PRIMARY KEY, -- random: it tells nothing of when
	meeting TEXT NOT NULL REFERENCES meetings (id),
	gain    BIGINT NOT NULL CHECK (gain BETWEEN 1 AND 5),
	usable  BIGINT NOT NULL CHECK (usable BETWEEN 1 AND 5),
	text    TEXT NOT NULL
);
CREATE INDEX evaluation_answers_meeting ON evaluation_answers (meeting, id);
