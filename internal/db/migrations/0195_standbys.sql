-- +goose Up
-- A place that a membership covers at a meeting that was full when it began: it is
-- paid for as a seat, and becomes one when its turn comes in the meeting's line.
CREATE TABLE standbys (
	id           TEXT PRIMARY KEY,
	registration TEXT NOT NULL REFERENCES registrations (id),
	programme    TEXT NOT NULL REFERENCES programmes (id),
	meeting      TEXT NOT NULL REFERENCES meetings (id),
	org          TEXT NOT NULL REFERENCES orgs (id), -- whose number it counts in
	person       TEXT NOT NULL REFERENCES persons (id),
	wait         TEXT NOT NULL,    -- those who wait as one: a registration's at a meeting
	place        BIGINT NOT NULL,  -- the order of the line; smaller is earlier
	came_as      BIGINT NOT NULL,  -- which group of the line they were then
	together     BOOLEAN NOT NULL, -- all of them or none
	created_at   TIMESTAMP NOT NULL,
	UNIQUE (meeting, person)
);
CREATE INDEX standbys_wait ON standbys (wait);
CREATE INDEX standbys_member ON standbys (org, programme);
CREATE INDEX standbys_programme ON standbys (programme, meeting);
CREATE INDEX standbys_person ON standbys (person);
CREATE INDEX standbys_registration ON standbys (registration);

-- How many groups the people in a meeting's line come in, and the last place in it
-- that was given: two rooms put people there.
ALTER TABLE rooms ADD COLUMN parties BIGINT NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN line BIGINT NOT NULL DEFAULT 0;
UPDATE rooms SET
	parties = (SELECT count(*) FROM waits w WHERE w.meeting = rooms.meeting AND w.state = 'waiting'),
	line = (SELECT coalesce(max(w.place), 0) FROM waits w WHERE w.meeting = rooms.meeting);

-- What the list knows of a group whose people are standbys: where the secretariat
-- moved it, and how it ended. Their names are not kept twice.
ALTER TABLE waits ADD COLUMN registration TEXT NOT NULL DEFAULT '';
