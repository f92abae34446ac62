-- +goose Up
-- What members would like to talk about: a theme, or a dilemma from their work.
CREATE TABLE ideas (
	id        TEXT PRIMARY KEY,
	programme TEXT NOT NULL REFERENCES programmes (id),
	kind      TEXT NOT NULL CHECK (kind IN ('theme', 'dilemma')),
	title     TEXT NOT NULL,
	text      TEXT NOT NULL, -- of a dilemma: the situation
	hard      TEXT NOT NULL, -- what is hard about it; may be empty
	ways      TEXT NOT NULL, -- ways out; may be empty
	person    TEXT REFERENCES persons (id), -- whose it is; NULL when they have left
	shown     TEXT NOT NULL CHECK (shown IN ('named', 'unnamed', 'staff')), -- to the other members
	state     TEXT NOT NULL CHECK (state IN ('new', 'discussed', 'planned', 'aside', 'united')),
	note      TEXT NOT NULL, -- the latest word to whose it is
	meeting   TEXT REFERENCES meetings (id), -- that it is planned for
	part_of   TEXT REFERENCES ideas (id), -- that it was united with
	version   BIGINT NOT NULL, -- raised by every answer
	added_at  TIMESTAMP NOT NULL
);
CREATE INDEX ideas_programme ON ideas (programme, id);
CREATE INDEX ideas_person ON ideas (person);
CREATE INDEX ideas_meeting ON ideas (meeting) WHERE meeting IS NOT NULL;
CREATE INDEX ideas_part ON ideas (part_of) WHERE part_of IS NOT NULL;

-- Who would like to hear about an idea, beside whose it is.
CREATE TABLE idea_supports (
	idea   TEXT NOT NULL REFERENCES ideas (id),
	person TEXT NOT NULL REFERENCES persons (id),
	PRIMARY KEY (idea, person)
);
CREATE INDEX idea_supports_person ON idea_supports (person);

-- What the secretariat says of an idea among themselves.
CREATE TABLE idea_notes (
	id     TEXT PRIMARY KEY,
	idea   TEXT NOT NULL REFERENCES ideas (id),
	author TEXT NOT NULL REFERENCES persons (id),
	text   TEXT NOT NULL,
	at     TIMESTAMP NOT NULL
);
CREATE INDEX idea_notes_idea ON idea_notes (idea, id);
