-- +goose Up
-- Who takes part in a programme is asked for by every reader of its page.
CREATE INDEX seats_programme ON seats (programme, org, person);
