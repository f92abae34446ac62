-- +goose Up
-- The members of a season are asked whether they go on in the next. Who has
-- registered there goes on: that is kept nowhere else.
CREATE TABLE renewal_rounds (
	programme TEXT PRIMARY KEY REFERENCES programmes (id), -- the next season
	previous  TEXT NOT NULL REFERENCES programmes (id),
	fallback  TEXT NOT NULL, -- what no answer means: continue or stop
	due       TEXT NOT NULL, -- the last day to answer
	person    TEXT NOT NULL, -- who asked
	opened_at TIMESTAMP NOT NULL,
	closed_at TIMESTAMP
);
CREATE INDEX renewal_rounds_open ON renewal_rounds (due) WHERE closed_at IS NULL;
CREATE TABLE renewals (
	programme   TEXT NOT NULL REFERENCES renewal_rounds (programme),
	org         TEXT NOT NULL REFERENCES orgs (id),
	state       TEXT NOT NULL, -- asked, declined, lapsed, stuck
	reason      TEXT NOT NULL,
	note        TEXT NOT NULL,
	person      TEXT NOT NULL, -- who answered
	answered_at TIMESTAMP,
	reminded    TEXT, -- the day of the last reminder
	PRIMARY KEY (programme, org)
);
CREATE INDEX renewals_org ON renewals (org, programme);
