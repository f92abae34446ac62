-- +goose Up
-- Where whose idea it is worked when they handed it in: it is theirs as long as they
-- are there. NULL when nobody did.
ALTER TABLE ideas ADD COLUMN org TEXT REFERENCES orgs (id);
UPDATE ideas SET org = (SELECT p.org FROM persons p WHERE p.id = ideas.person);
CREATE INDEX ideas_new ON ideas (programme) WHERE state = 'new';
