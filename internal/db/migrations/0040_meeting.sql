-- +goose Up
CREATE TABLE meetings (
	id         TEXT PRIMARY KEY,
	programme  TEXT NOT NULL REFERENCES programmes (id),
	slug       TEXT NOT NULL, -- the present one; see meeting_slugs
	title      TEXT NOT NULL,
	lead       TEXT NOT NULL,
	day        TEXT NOT NULL,
	starts     TIMESTAMP, -- NULL: only the day is known
	ends       TIMESTAMP,
	venue      TEXT NOT NULL,
	street     TEXT NOT NULL,
	postcode   TEXT NOT NULL,
	city       TEXT NOT NULL,
	online     BOOLEAN NOT NULL, -- also or only online, though the link may come later
	online_url TEXT NOT NULL, -- for those registered only
	capacity   BIGINT NOT NULL CHECK (capacity >= 0), -- people; 0: no limit
	free_until TEXT, -- last day to cancel without paying; NULL: up to the meeting
	state      TEXT NOT NULL CHECK (state IN ('planned', 'cancelled')),
	reason     TEXT NOT NULL, -- why it was cancelled
	sequence   BIGINT NOT NULL, -- raised by every change (RFC 5545, 3.8.7.4)
	changed_at TIMESTAMP NOT NULL,
	CHECK ((starts IS NULL) = (ends IS NULL))
);
CREATE INDEX meetings_programme ON meetings (programme, day, id);
CREATE INDEX meetings_day ON meetings (day, id);

CREATE TABLE meeting_slugs (
	programme TEXT NOT NULL REFERENCES programmes (id),
	slug      TEXT NOT NULL, -- present and former: a former one redirects and is never given away
	meeting   TEXT NOT NULL REFERENCES meetings (id),
	PRIMARY KEY (programme, slug)
);

CREATE TABLE agenda_items (
	meeting TEXT NOT NULL REFERENCES meetings (id),
	n       BIGINT NOT NULL, -- from 1, by time
	kind    TEXT NOT NULL CHECK (kind IN ('talk', 'exchange', 'municipal_inspiration', 'sparring', 'case', 'break', 'practical')),
	starts  TIMESTAMP NOT NULL,
	ends    TIMESTAMP NOT NULL,
	title   TEXT NOT NULL,
	text    TEXT NOT NULL,
	PRIMARY KEY (meeting, n),
	CHECK (starts < ends)
);

CREATE TABLE agenda_speakers (
	meeting TEXT NOT NULL,
	item    BIGINT NOT NULL,
	n       BIGINT NOT NULL, -- from 1, in order
	role    TEXT NOT NULL CHECK (role IN ('speaker', 'moderator')),
	name    TEXT NOT NULL,
	title   TEXT NOT NULL, -- and where from
	PRIMARY KEY (meeting, item, n),
	FOREIGN KEY (meeting, item) REFERENCES agenda_items (meeting, n)
);
