-- +goose Up
CREATE TABLE news (
	id         TEXT PRIMARY KEY,
	day        TEXT, -- of publishing, part of the address; NULL, as publish_at, while a draft
	slug       TEXT NOT NULL, -- the rest of the present address; see news_slugs
	title      TEXT NOT NULL,
	lead       TEXT NOT NULL,
	body       TEXT NOT NULL, -- Markdown
	search_key TEXT NOT NULL, -- what a search looks through
	meeting    TEXT REFERENCES meetings (id), -- to sign up for; NULL: the next of the programme
	publish_at TIMESTAMP, -- later than now: waits
	changed_at TIMESTAMP NOT NULL,
	version    BIGINT NOT NULL, -- raised by every change
	CHECK ((day IS NULL) = (publish_at IS NULL))
);
CREATE INDEX news_published ON news (publish_at, id);

CREATE TABLE news_slugs (
	day  TEXT NOT NULL,
	slug TEXT NOT NULL, -- present and former: a former one redirects and is never given away
	news TEXT NOT NULL REFERENCES news (id),
	PRIMARY KEY (day, slug)
);

CREATE TABLE news_programmes (
	news      TEXT NOT NULL REFERENCES news (id),
	n         BIGINT NOT NULL, -- from 1, in order
	programme TEXT NOT NULL REFERENCES programmes (id),
	PRIMARY KEY (news, n),
	UNIQUE (news, programme)
);
CREATE INDEX news_programmes_programme ON news_programmes (programme);
