-- +goose Up
-- Places that nobody sits in yet and that are kept for somebody: they count in
-- rooms.taken as seats do.
CREATE TABLE holds (
	id      TEXT NOT NULL,
	meeting TEXT NOT NULL REFERENCES meetings (id),
	org     TEXT NOT NULL REFERENCES orgs (id), -- whose people they are for
	n       BIGINT NOT NULL,
	until   TIMESTAMP NOT NULL,
	why     TEXT NOT NULL, -- the room that keeps them
	made_at TIMESTAMP NOT NULL,
	PRIMARY KEY (id, meeting)
);
CREATE INDEX holds_meeting ON holds (meeting, id);

-- Who had the right to register for that sum; empty when whoever sent it did not
-- need any. limit_minor is the mandate that held then; NULL when none did.
ALTER TABLE registrations ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';
ALTER TABLE registrations ADD COLUMN limit_minor BIGINT;
