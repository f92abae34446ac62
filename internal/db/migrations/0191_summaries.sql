-- +goose Up
-- What the secretariat tells of a meeting afterwards.
CREATE TABLE meeting_summaries (
	meeting  TEXT PRIMARY KEY REFERENCES meetings (id),
	body     TEXT NOT NULL,
	version  BIGINT NOT NULL, -- raised by every change
	sent_at  TIMESTAMP, -- NULL: a draft, which only the secretariat sees
	sent_to  BIGINT NOT NULL -- how many people
);
