-- +goose Up
-- The season that a programme goes on from. One season has at most one that
-- follows it.
ALTER TABLE programmes ADD COLUMN previous TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX programmes_previous ON programmes (previous) WHERE previous <> '';
