-- +goose Up
-- A person who turned out to be somebody we have already. The row stays, so that
-- what was done keeps its name, and its address finds the other.
ALTER TABLE persons ADD COLUMN merged_into TEXT REFERENCES persons (id); -- who is not merged themselves
CREATE INDEX persons_merged ON persons (merged_into) WHERE merged_into IS NOT NULL;
