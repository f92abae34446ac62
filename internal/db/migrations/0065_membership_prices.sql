-- +goose Up
-- The price list of the day a membership began holds throughout, also when a
-- later one is said to have counted on that day.
ALTER TABLE memberships ADD COLUMN price_list TEXT NOT NULL DEFAULT '';
UPDATE memberships SET price_list = COALESCE((
	SELECT l.id FROM price_lists l
	WHERE l.programme = memberships.programme AND l.valid_from <= substr(CAST(memberships.joined_at AS TEXT), 1, 10)
		AND (l.valid_to = '' OR l.valid_to >= substr(CAST(memberships.joined_at AS TEXT), 1, 10))
	ORDER BY l.valid_from DESC LIMIT 1), '');
