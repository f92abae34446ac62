-- +goose Up
-- A table of people that somebody has handed in and is looking through. Its rows
-- are forgotten as soon as they are brought in, and after a day at the latest.
CREATE TABLE imports (
	id         TEXT PRIMARY KEY,
	person     TEXT NOT NULL REFERENCES persons (id), -- who handed it in: nobody else sees it
	org        TEXT NOT NULL, -- the one all people go to; empty for a table of many
	file       TEXT NOT NULL, -- its name
	columns    TEXT NOT NULL, -- JSON: what each column holds
	data       TEXT NOT NULL, -- JSON: headings and rows
	outcome    TEXT NOT NULL, -- JSON: what came of it; empty until then
	created_at TIMESTAMP NOT NULL
);
CREATE INDEX imports_old ON imports (created_at);
