-- +goose Up
-- Who came to a meeting, as it was marked at the door. A mark is never changed:
-- how it stands with a person is the latest of theirs, so that any number of
-- devices can mark at once and send what they have whenever they are able to.
CREATE TABLE attendance_marks (
	meeting     TEXT NOT NULL REFERENCES meetings (id),
	id          TEXT NOT NULL, -- chosen by the device: sent twice it is the same mark
	person      TEXT NOT NULL REFERENCES persons (id),
	org         TEXT NOT NULL REFERENCES orgs (id), -- whose seat it was
	state       TEXT NOT NULL CHECK (state IN ('', 'came', 'late', 'excused', 'absent')), -- empty: undone
	at          TIMESTAMP NOT NULL, -- by the device's clock
	device      TEXT NOT NULL,
	marked_by   TEXT NOT NULL REFERENCES persons (id),
	received_at TIMESTAMP NOT NULL,
	PRIMARY KEY (meeting, id)
);
CREATE INDEX attendance_marks_at ON attendance_marks (at);
CREATE INDEX attendance_marks_person ON attendance_marks (person);
