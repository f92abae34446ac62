-- +goose Up
-- Who wants to be told when a programme has another meeting or goes on in a next
-- season. Deleted when they say stop, or in time: see interest/rules.go.
CREATE TABLE interests (
	id              TEXT PRIMARY KEY,
	programme       TEXT NOT NULL REFERENCES programmes (id),
	email           TEXT NOT NULL,
	person          TEXT NOT NULL, -- empty for those who are not signed in
	lang            TEXT NOT NULL,
	secret_hash     TEXT NOT NULL UNIQUE, -- of the secret in the latest mail
	asked_at        TIMESTAMP NOT NULL,
	confirmed_at    TIMESTAMP, -- NULL until they have said yes in a mail
	meeting_told_at TIMESTAMP,
	season_told_at  TIMESTAMP,
	UNIQUE (programme, email)
);
CREATE INDEX interests_email ON interests (email, asked_at);
CREATE INDEX interests_person ON interests (person, programme);
