-- +goose Up
-- Addresses to unsubscribe at in earlier copies of a mail: when it is sent again to
-- somebody who may have got it, the link in the first copy still works.
CREATE TABLE message_doors (
	door    TEXT PRIMARY KEY, -- fingerprint
	message TEXT NOT NULL,
	n       BIGINT NOT NULL,
	FOREIGN KEY (message, n) REFERENCES message_recipients (message, n)
);
CREATE INDEX message_doors_recipient ON message_doors (message, n);
