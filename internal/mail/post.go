package mail

import "faelled/internal/i18n"

// Post is all that a job needs to write to somebody.
type Post struct {
	Send    Send
	BaseURL string // of links: scheme and host, without a trailing slash
	Words   *i18n.Words
	Sample  bool // everything is made up, and the mail says so
}
