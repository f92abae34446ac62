// Package news keeps what the secretariat tells everybody: a title, a lead and a
// text in Markdown, about programmes and perhaps one meeting.
//
// A piece of news is a draft until it has a moment of publishing; from that
// moment on anybody may read it, and nothing needs to run for that. Its address
// holds the day and the title. When either changes, the former address leads to
// the present one and is never given to another. Taken down, it is a draft again.
// Drafts that nobody has touched for a year are deleted.
//
// The public pages are drawn by overview, which knows who can sign up for what.
package news
