-- +goose Up
CREATE TABLE messages (
	id         TEXT PRIMARY KEY,
	programme  TEXT NOT NULL REFERENCES programmes (id),
	author     TEXT NOT NULL REFERENCES persons (id),
	kind       TEXT NOT NULL CHECK (kind IN ('service', 'news')),
	audience   TEXT NOT NULL, -- JSON: the group, and what narrows it
	meeting    TEXT NOT NULL, -- what it is about; empty: no meeting
	subject    TEXT NOT NULL,
	body       TEXT NOT NULL,
	state      TEXT NOT NULL CHECK (state IN ('draft', 'scheduled', 'sending', 'paused', 'sent', 'stopped')),
	held       TEXT NOT NULL, -- why it did not begin when it should; empty when it did
	send_at    TIMESTAMP, -- when it is to begin, or began
	ended_at   TIMESTAMP,
	counts     TEXT NOT NULL, -- JSON, when the list of recipients has been deleted; else empty
	version    BIGINT NOT NULL, -- raised by every change
	created_at TIMESTAMP NOT NULL
);
CREATE INDEX messages_programme ON messages (programme, id);
CREATE INDEX messages_ended ON messages (ended_at) WHERE counts = '';

CREATE TABLE message_recipients (
	message  TEXT NOT NULL REFERENCES messages (id),
	n        BIGINT NOT NULL, -- from 1, by name
	person   TEXT NOT NULL REFERENCES persons (id),
	org      TEXT NOT NULL REFERENCES orgs (id),
	name     TEXT NOT NULL,
	email    TEXT NOT NULL,
	search   TEXT NOT NULL, -- name, address and organisation, to search in
	fields   TEXT NOT NULL, -- JSON: what the text says to this one
	state    TEXT NOT NULL CHECK (state IN ('queued', 'trying', 'sent', 'unsure', 'bounced', 'failed', 'suppressed', 'skipped')),
	why      TEXT NOT NULL, -- a status of RFC 3463, or a reason of ours
	at       TIMESTAMP NOT NULL, -- of the state
	token    TEXT NOT NULL UNIQUE, -- the mail's Message-ID
	door     TEXT UNIQUE, -- fingerprint of the address to unsubscribe at; NULL until it is sent
	PRIMARY KEY (message, n)
);
CREATE INDEX message_recipients_state ON message_recipients (message, state, n);
CREATE INDEX message_recipients_person ON message_recipients (person, at);

-- Who wants no news about a programme.
CREATE TABLE message_optouts (
	person    TEXT NOT NULL REFERENCES persons (id),
	programme TEXT NOT NULL REFERENCES programmes (id),
	since     TIMESTAMP NOT NULL,
	PRIMARY KEY (person, programme)
);
