-- +goose Up
-- What the participants of a meeting are asked for: only where the secretariat
-- has said so.
CREATE TABLE needs_asked (
	meeting TEXT PRIMARY KEY REFERENCES meetings (id),
	food    BOOLEAN NOT NULL,
	access  BOOLEAN NOT NULL
);

-- What those with a seat need, by their explicit consent: it may tell of health or
-- faith. It goes with the seat, in the same moment.
CREATE TABLE seat_needs (
	seat         TEXT PRIMARY KEY REFERENCES seats (id) ON DELETE CASCADE,
	food         TEXT NOT NULL, -- codes, a space between them
	food_note    TEXT NOT NULL,
	access       TEXT NOT NULL, -- codes, a space between them
	access_note  TEXT NOT NULL,
	named        BOOLEAN NOT NULL, -- the venue may be told whose need it is
	consented_at TIMESTAMP NOT NULL
);
