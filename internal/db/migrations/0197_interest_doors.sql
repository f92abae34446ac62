-- +goose Up
-- The links in the mails to those who want to be told: every one works as long as
-- somebody wants it, also in an earlier mail, and says afterwards that it is ended.
CREATE TABLE interest_doors (
	door     TEXT PRIMARY KEY, -- fingerprint
	interest TEXT NOT NULL,    -- may be deleted
	sent_at  TIMESTAMP NOT NULL
);
INSERT INTO interest_doors (door, interest, sent_at) SELECT secret_hash, id, asked_at FROM interests;
CREATE TABLE interests_kept (
	id              TEXT PRIMARY KEY,
	programme       TEXT NOT NULL REFERENCES programmes (id),
	email           TEXT NOT NULL,
	person          TEXT NOT NULL, -- empty for those who are not signed in
	lang            TEXT NOT NULL,
	asked_at        TIMESTAMP NOT NULL,
	confirmed_at    TIMESTAMP, -- NULL until they have said yes in a mail
	meeting_told_at TIMESTAMP,
	season_told_at  TIMESTAMP,
	UNIQUE (programme, email)
);
INSERT INTO interests_kept (id, programme, email, person, lang, asked_at, confirmed_at, meeting_told_at, season_told_at)
SELECT id, programme, email, person, lang, asked_at, confirmed_at, meeting_told_at, season_told_at FROM interests;
DROP TABLE interests;
ALTER TABLE interests_kept RENAME TO interests;
CREATE INDEX interests_email ON interests (email, asked_at);
CREATE INDEX interests_person ON interests (person, programme);
