-- +goose Up
-- How many people wait for a seat: whoever comes later stands behind them.
ALTER TABLE rooms ADD COLUMN waiting BIGINT NOT NULL DEFAULT 0;

CREATE TABLE waits (
	id          TEXT PRIMARY KEY,
	programme   TEXT NOT NULL REFERENCES programmes (id),
	meeting     TEXT NOT NULL REFERENCES meetings (id),
	org         TEXT NOT NULL REFERENCES orgs (id),
	person      TEXT NOT NULL REFERENCES persons (id), -- who asked
	place       BIGINT NOT NULL, -- the order of the line; smaller is earlier
	ahead       BOOLEAN NOT NULL, -- the secretariat has said that they may go before those who do not fit
	together    BOOLEAN NOT NULL, -- all of them or none
	only_one    BOOLEAN NOT NULL, -- a member's people come to this meeting alone
	guests      TEXT NOT NULL, -- JSON: who still wait
	gln         TEXT NOT NULL,
	order_ref   TEXT NOT NULL,
	buyer_ref   TEXT NOT NULL,
	email       TEXT NOT NULL,
	message     TEXT NOT NULL,
	shown_minor BIGINT NOT NULL, -- the net price they said yes to, for those who still wait
	asked_minor BIGINT NOT NULL, -- a higher one that they have been asked about; 0 when none
	currency    TEXT NOT NULL,
	reason      TEXT NOT NULL, -- why the secretariat moved them to the front
	state       TEXT NOT NULL, -- waiting, seated, left, refused or closed
	created_at  TIMESTAMP NOT NULL,
	ended_at    TIMESTAMP
);
CREATE INDEX waits_line ON waits (meeting, state, place);
CREATE INDEX waits_org ON waits (org, programme, state);
CREATE INDEX waits_old ON waits (ended_at);

-- Nobody waits twice for a meeting.
CREATE TABLE wait_guests (
	meeting TEXT NOT NULL REFERENCES meetings (id),
	email   TEXT NOT NULL,
	wait    TEXT NOT NULL REFERENCES waits (id),
	PRIMARY KEY (meeting, email)
);
CREATE INDEX wait_guests_wait ON wait_guests (wait);
