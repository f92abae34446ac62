package web

import (
	"io"
	"net/http"
	"time"
)

// Stream sends a file that is made while it is sent, to be saved under its name.
// An error before the first byte is returned, and so shown as a page; one after it
// is logged, and cuts the download off, so that half a file is never taken for a
// whole one. A reader who leaves is no fault of ours.
func Stream(s *Site, w http.ResponseWriter, r *http.Request, media, filename string, write func(io.Writer) error) error {
	out := &stream{w: w, r: r, media: media, filename: filename}
	err := write(out)
	switch {
	case err == nil:
		out.begin() // also a file of nothing
		return nil
	case !out.begun:
		return err
	case !out.left && r.Context().Err() == nil:
		s.Log.ErrorContext(r.Context(), "download cut off", "request", RequestID(r.Context()), "route", of(r.Context()).route, "err", err)
	}
	panic(http.ErrAbortHandler)
}

// streamTime is how long a reader may take for each piece of a file. The time that
// a page has would cut a long list off in the middle, however fast it is read.
const streamTime = time.Minute

// stream is an answer that says what it is when the first byte comes.
type stream struct {
	w               http.ResponseWriter
	r               *http.Request
	media, filename string
	begun, left     bool
}

func (s *stream) begin() {
	if s.begun {
		return
	}
	s.begun = true
	h := s.w.Header()
	h.Set("Content-Type", s.media)
	h.Set("Content-Disposition", disposition(s.filename))
	h.Set("Content-Security-Policy", downloadCSP)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "no-store")
	s.w.WriteHeader(http.StatusOK)
}

func (s *stream) Write(b []byte) (int, error) {
	s.begin()
	if s.r.Method == http.MethodHead {
		return len(b), nil
	}
	_ = http.NewResponseController(s.w).SetWriteDeadline(time.Now().Add(streamTime)) // where there is none, there is none to move
	n, err := s.w.Write(b)
	s.left = s.left || err != nil
	return n, err
}
