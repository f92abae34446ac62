-- +goose Up
-- When members were told of a material. What is there already is no news to anybody.
ALTER TABLE materials ADD COLUMN told_at TIMESTAMP;
UPDATE materials SET told_at = added_at;
CREATE INDEX materials_untold ON materials (shown_from) WHERE told_at IS NULL;

-- Addresses to unsubscribe at in mails about news that are no message to a group.
CREATE TABLE news_doors (
	door      TEXT NOT NULL, -- fingerprint
	programme TEXT NOT NULL REFERENCES programmes (id),
	person    TEXT NOT NULL REFERENCES persons (id),
	made_at   TIMESTAMP NOT NULL,
	PRIMARY KEY (door, programme)
);
CREATE INDEX news_doors_person ON news_doors (person);
CREATE INDEX news_doors_made ON news_doors (made_at);
