-- +goose Up
CREATE TABLE audit (
	id        TEXT PRIMARY KEY,
	at        TIMESTAMP NOT NULL,
	actor     TEXT NOT NULL,
	on_behalf TEXT NOT NULL,
	code      TEXT NOT NULL,
	object    TEXT NOT NULL,
	details   TEXT NOT NULL,
	seq       BIGINT UNIQUE, -- place in the chain; NULL until sealed
	seal      TEXT           -- HMAC over this row and the seal before it
);
CREATE INDEX audit_unsealed ON audit (id) WHERE seq IS NULL;
CREATE INDEX audit_object ON audit (object, id);
CREATE TABLE audit_head (
	seq  BIGINT NOT NULL,
	seal TEXT   NOT NULL
);
INSERT INTO audit_head (seq, seal) VALUES (0, '');

CREATE TABLE jobs (
	id         TEXT PRIMARY KEY,
	kind       TEXT NOT NULL,
	payload    TEXT NOT NULL, -- JSON
	on_behalf  TEXT NOT NULL,
	run_at     TIMESTAMP NOT NULL, -- when due; while running, when the lease ends
	attempt    BIGINT NOT NULL DEFAULT 0, -- also the fence: who claimed it last
	state      TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'dead')),
	last_error TEXT NOT NULL DEFAULT '',
	created_at TIMESTAMP NOT NULL,
	once       TEXT -- one waiting job of a kind has this key; NULL when it is claimed
);
CREATE UNIQUE INDEX jobs_once ON jobs (kind, once) WHERE once IS NOT NULL;
CREATE INDEX jobs_due ON jobs (run_at) WHERE state = 'ready';
CREATE INDEX jobs_dead ON jobs (id) WHERE state = 'dead';

CREATE TABLE answers (
	actor    TEXT NOT NULL,
	key      TEXT NOT NULL,
	at       TIMESTAMP NOT NULL,
	question TEXT NOT NULL, -- fingerprint
	answer   TEXT NOT NULL, -- JSON
	PRIMARY KEY (actor, key)
);
CREATE INDEX answers_at ON answers (at);
