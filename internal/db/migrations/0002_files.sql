-- +goose Up
CREATE TABLE files (
	hash       TEXT PRIMARY KEY, -- SHA-256 of the bytes, lower-case hexadecimal
	media      TEXT NOT NULL,
	name       TEXT NOT NULL,
	size       BIGINT NOT NULL,  -- bytes
	created_at TIMESTAMP NOT NULL
);
CREATE TABLE file_chunks (
	hash  TEXT NOT NULL REFERENCES files (hash),
	n     BIGINT NOT NULL, -- from 0
	bytes BYTEA NOT NULL,  -- 256 KiB, the last one what is left; SQLite keeps a blob in it
	PRIMARY KEY (hash, n)
);
