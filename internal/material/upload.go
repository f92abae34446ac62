package material

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"faelled/internal/problem"
)

// Bounds of a form with a file. Somewhat more than the largest file is read, to
// its end, so that the form can be shown again with what was typed: browsers
// show no answer to what they are still sending.
const (
	mostForm  = 100 << 20 // bytes, all together
	mostField = 8 << 10
	mostParts = 40
)

// upload is a form as it was sent. Fields stand before the file, so that they are
// kept when it is too large.
type upload struct {
	Fields   url.Values
	Name     string // of the file; empty when none was chosen
	Content  []byte
	TooLarge bool
}

// readUpload reads a form with a file, in memory: nothing is left on the disk when
// it breaks off. A form without files is read already.
func readUpload(r *http.Request) (u upload, err error) {
	parts, err := r.MultipartReader()
	if errors.Is(err, http.ErrNotMultipart) {
		return upload{Fields: r.PostForm}, nil
	}
	if err != nil {
		return u, problem.New(problem.Invalid, "web.unreadable")
	}
	u.Fields = url.Values{}
	for n := 0; ; n++ {
		part, err := parts.NextPart()
		switch {
		case err == io.EOF:
			return u, nil
		case tooLarge(err):
			u.TooLarge = true
			return u, nil
		case err != nil || n == mostParts:
			return u, problem.New(problem.Invalid, "web.unreadable")
		}
		if err := u.take(part); err != nil {
			return u, err
		}
	}
}

// take reads one part.
func (u *upload) take(part *multipart.Part) error {
	name, file := part.FormName(), part.FileName()
	most := int64(mostField)
	if file != "" {
		most = MostBytes
	}
	content, err := io.ReadAll(io.LimitReader(part, most+1))
	if int64(len(content)) > most && file != "" {
		u.TooLarge, content = true, nil
		_, err = io.Copy(io.Discard, part)
	}
	switch {
	case tooLarge(err):
		u.TooLarge = true
		return nil
	case err != nil || int64(len(content)) > most || !readable(name) || !readable(file) || file == "" && !readable(string(content)):
		return problem.New(problem.Invalid, "web.unreadable")
	case file != "":
		u.Name, u.Content = file, content
	default:
		u.Fields.Add(name, string(content))
	}
	return nil
}

func tooLarge(err error) bool {
	_, ok := errors.AsType[*http.MaxBytesError](err)
	return ok
}

// readable: as the edge asks of all other forms.
func readable(text string) bool { return utf8.ValidString(text) && !strings.Contains(text, "\x00") }
