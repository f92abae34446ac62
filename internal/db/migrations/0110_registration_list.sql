-- +goose Up
-- What the secretariat's list picks registrations out by, together in one number,
-- so that one index finds any combination: 1 joined with it, 2 has a message, 4 has
-- no requisition number, 8 somebody of it withdrew or was replaced.
ALTER TABLE registrations ADD COLUMN marks BIGINT NOT NULL DEFAULT 0;
UPDATE registrations SET marks =
	CASE WHEN joined THEN 1 ELSE 0 END + CASE WHEN message <> '' THEN 2 ELSE 0 END + CASE WHEN order_ref = '' THEN 4 ELSE 0 END
	+ CASE WHEN EXISTS (SELECT 1 FROM former_seats f WHERE f.registration = registrations.id) THEN 8 ELSE 0 END;
CREATE INDEX registrations_marks ON registrations (marks, created_at, id);
CREATE INDEX registrations_of_programme ON registrations (programme, marks, created_at, id);
CREATE INDEX registrations_of_meeting ON registrations (meeting, marks, created_at, id);
CREATE INDEX registrations_of_org ON registrations (org, marks, created_at, id);
CREATE INDEX registrations_of_sender ON registrations (person, marks, created_at, id);
CREATE INDEX registrations_of_sender_in ON registrations (programme, person, marks, created_at, id);
CREATE INDEX invoices_registration ON invoices (registration, id);
