-- +goose Up
-- Who has said yes to being seen by a network's other members, and with what.
CREATE TABLE directory_entries (
	programme  TEXT NOT NULL REFERENCES programmes (id),
	person     TEXT NOT NULL REFERENCES persons (id),
	show_email BOOLEAN NOT NULL,
	show_phone BOOLEAN NOT NULL,
	ask        TEXT NOT NULL, -- "Spørg mig om …"; may be empty
	said_at    TIMESTAMP NOT NULL,
	PRIMARY KEY (programme, person)
);
CREATE INDEX directory_entries_person ON directory_entries (person);
