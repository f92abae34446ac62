-- +goose Up
ALTER TABLE audit_head ADD COLUMN key_mark TEXT NOT NULL DEFAULT ''; -- HMAC that tells the key without showing it; empty until a server has started with one
CREATE INDEX audit_actor ON audit (actor, id);
CREATE INDEX audit_behalf ON audit (on_behalf, id) WHERE on_behalf <> '';
CREATE INDEX audit_code ON audit (code, id);
CREATE INDEX audit_at ON audit (at);
