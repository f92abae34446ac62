-- +goose Up
CREATE TABLE job_clock (
	kind    TEXT PRIMARY KEY,
	next_at TIMESTAMP NOT NULL -- whoever moves it forward queues the job
);
