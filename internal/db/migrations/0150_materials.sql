-- +goose Up
CREATE TABLE materials (
	id         TEXT PRIMARY KEY,
	programme  TEXT NOT NULL REFERENCES programmes (id),
	meeting    TEXT REFERENCES meetings (id), -- NULL: it belongs to no meeting
	title      TEXT NOT NULL,
	speaker    TEXT NOT NULL, -- whom it is from; may be empty
	phase      TEXT NOT NULL CHECK (phase IN ('before', 'after')),
	reach      TEXT NOT NULL CHECK (reach IN ('public', 'members', 'seated')),
	link       TEXT NOT NULL, -- empty: a file
	file       TEXT REFERENCES files (hash), -- NULL: a link
	media      TEXT NOT NULL, -- of the file, found in its bytes
	filename   TEXT NOT NULL,
	size       BIGINT NOT NULL, -- bytes
	n          BIGINT NOT NULL, -- place in the list
	shown_from TIMESTAMP NOT NULL,
	downloads  BIGINT NOT NULL,
	version    BIGINT NOT NULL, -- raised by every change
	added_at   TIMESTAMP NOT NULL
);
CREATE INDEX materials_programme ON materials (programme, n, id);
CREATE INDEX materials_meeting ON materials (meeting);
CREATE INDEX materials_file ON materials (file);
