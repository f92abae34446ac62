package i18n

import (
	"context"
	"strconv"
)

// Count is a whole number with its thousands apart: "10.000", or "10,000" in
// English.
func Count(ctx context.Context, n int) string {
	text, mark := strconv.Itoa(n), "."
	if Lang(ctx) == "en" {
		mark = ","
	}
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + mark + text[i:]
	}
	return text
}
