-- +goose Up
-- Seats that were given up: what was paid for after the last free day, and who
-- was to have come.
CREATE TABLE former_seats (
	id           TEXT PRIMARY KEY,
	registration TEXT NOT NULL REFERENCES registrations (id),
	programme    TEXT NOT NULL REFERENCES programmes (id),
	meeting      TEXT NOT NULL REFERENCES meetings (id),
	org          TEXT NOT NULL REFERENCES orgs (id),
	person       TEXT NOT NULL REFERENCES persons (id),
	created_at   TIMESTAMP NOT NULL,
	left_at      TIMESTAMP NOT NULL,
	successor    TEXT NOT NULL -- who came instead; empty when nobody did
);
CREATE INDEX former_seats_member ON former_seats (org, programme, meeting);
CREATE INDEX former_seats_person ON former_seats (person);
