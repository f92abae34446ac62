-- +goose Up
-- Mails that came back.
CREATE TABLE mail_returns (
	person TEXT NOT NULL REFERENCES persons (id),
	email  TEXT NOT NULL,
	at     TIMESTAMP NOT NULL,
	hard   BOOLEAN NOT NULL, -- the address does not exist
	status TEXT NOT NULL, -- RFC 3463
	PRIMARY KEY (person, at)
);
CREATE INDEX mail_returns_at ON mail_returns (at);

-- Persons whose address takes no mail. It counts only while the address is theirs.
CREATE TABLE unreachable (
	person   TEXT PRIMARY KEY REFERENCES persons (id),
	email    TEXT NOT NULL,
	since    TIMESTAMP NOT NULL,
	status   TEXT NOT NULL, -- of the last mail that came back
	tried_at TIMESTAMP NOT NULL -- the last time that a mail about a service was tried all the same
);
