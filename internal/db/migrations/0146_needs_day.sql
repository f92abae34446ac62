-- +goose Up
-- The day of the meeting as it was when somebody answered: they said yes until two
-- days after it, and a meeting that moves takes no answer along.
ALTER TABLE seat_needs ADD COLUMN day TEXT NOT NULL DEFAULT '';
UPDATE seat_needs SET day = (SELECT m.day FROM seats s JOIN meetings m ON m.id = s.meeting WHERE s.id = seat_needs.seat);
