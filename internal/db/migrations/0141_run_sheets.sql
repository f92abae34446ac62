-- +goose Up
-- What a meeting costs the house, as it was agreed.
CREATE TABLE meeting_costs (
	id           TEXT PRIMARY KEY,
	meeting      TEXT NOT NULL REFERENCES meetings (id),
	kind         TEXT NOT NULL CHECK (kind IN ('speaker', 'moderator', 'venue', 'catering', 'travel', 'other')),
	who          TEXT NOT NULL, -- whom it is agreed with
	amount_minor BIGINT NOT NULL CHECK (amount_minor >= 0), -- øre, without VAT
	currency     TEXT NOT NULL,
	note         TEXT NOT NULL,
	agreed_on    TEXT -- NULL: not known
);
CREATE INDEX meeting_costs_meeting ON meeting_costs (meeting, id);

-- What is to be done on the day beside the programme itself, and by whom. The time
-- is one of the day, so that it moves along when the meeting does.
CREATE TABLE run_sheet_rows (
	id      TEXT PRIMARY KEY,
	meeting TEXT NOT NULL REFERENCES meetings (id),
	clock   TEXT NOT NULL, -- local time, HH:MM
	what    TEXT NOT NULL,
	party   TEXT NOT NULL CHECK (party IN ('speaker', 'moderator', 'venue', 'secretariat')),
	name    TEXT NOT NULL, -- who of them; may be empty
	note    TEXT NOT NULL
);
CREATE INDEX run_sheet_rows_meeting ON run_sheet_rows (meeting, clock);

-- Whom to call on the day.
CREATE TABLE run_sheet_contacts (
	meeting TEXT PRIMARY KEY REFERENCES meetings (id),
	name    TEXT NOT NULL,
	phone   TEXT NOT NULL,
	note    TEXT NOT NULL
);
