-- +goose Up
-- Secret addresses that calendars subscribe to, one for each person and what it
-- shows. Only a hash of the secret is kept.
CREATE TABLE calendar_links (
	person      TEXT NOT NULL REFERENCES persons (id),
	org         TEXT NOT NULL, -- whose people it shows; empty: the person's own seats
	secret_hash TEXT NOT NULL UNIQUE,
	created_at  TIMESTAMP NOT NULL,
	PRIMARY KEY (person, org)
);
