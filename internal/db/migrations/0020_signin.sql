-- +goose Up
CREATE TABLE sign_ins (
	id           TEXT PRIMARY KEY,
	email        TEXT NOT NULL, -- small letters; nobody need have it
	browser_hash TEXT NOT NULL, -- SHA-256 of the cookie of the browser that asked
	link_hash    TEXT NOT NULL UNIQUE, -- SHA-256
	code_hash    TEXT NOT NULL, -- SHA-256 of the browser's cookie and the code: the database alone does not give the code away
	wrong        BIGINT NOT NULL DEFAULT 0, -- codes typed that were not it
	next         TEXT NOT NULL, -- address inside the house to go on to
	lang         TEXT NOT NULL, -- of the page it was asked on
	asked_at     TIMESTAMP NOT NULL,
	used_at      TIMESTAMP, -- when the address was proved
	joined_at    TIMESTAMP  -- when somebody unknown then asked to join
);
CREATE INDEX sign_ins_email ON sign_ins (email, asked_at);
CREATE INDEX sign_ins_browser ON sign_ins (browser_hash, asked_at);
CREATE INDEX sign_ins_age ON sign_ins (asked_at);

CREATE TABLE sessions (
	id         TEXT PRIMARY KEY,
	token_hash TEXT NOT NULL UNIQUE, -- SHA-256 of the cookie
	person     TEXT NOT NULL REFERENCES persons (id),
	browser    TEXT NOT NULL, -- "Firefox, Windows"
	opened_at  TIMESTAMP NOT NULL,
	seen_at    TIMESTAMP NOT NULL -- at most five minutes behind
);
CREATE INDEX sessions_person ON sessions (person, opened_at);
CREATE INDEX sessions_seen ON sessions (seen_at);
