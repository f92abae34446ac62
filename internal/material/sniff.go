package material

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"faelled/internal/id"
	"faelled/internal/problem"
)

// MostBytes is the largest file that is kept.
const MostBytes = 20 << 20

const longestName = 120 // letters of a file's name, without its ending

// Document is a file whose bytes were looked at, and may be kept. Only Inspect
// makes one; the zero Document is none.
type Document struct {
	Hash  id.File
	Name  string
	media string
	bytes []byte
}

// form is a sort of file that may be kept.
type form struct{ media, ending string }

var (
	pdf  = form{"application/pdf", ".pdf"}
	png  = form{"image/png", ".png"}
	jpeg = form{"image/jpeg", ".jpg"}
)

// Inspect finds out what a file is, from its bytes alone (ASVS 5.0, V5.2.2). Its
// name gets the ending that goes with them, so that nothing is opened as something
// else. Pages and drawings that can run programs (HTML, SVG), documents with
// macros, and documents that unpack to more than they should are refused. Faults
// are under fil.
func Inspect(name string, content []byte) (Document, error) {
	var bad problem.Fields
	switch {
	case len(content) == 0:
		bad.Add("fil", "material.empty_file", "")
	case len(content) > MostBytes:
		bad.Add("fil", "material.too_large", "")
	}
	if err := bad.Err(); err != nil {
		return Document{}, err
	}
	f, err := formOf(content)
	if err != nil {
		return Document{}, err
	}
	sum := sha256.Sum256(content)
	return Document{Hash: id.File(hex.EncodeToString(sum[:])), Name: tidyName(name, f.ending), media: f.media, bytes: content}, nil
}

func formOf(content []byte) (f form, err error) {
	switch {
	case bytes.HasPrefix(content, []byte("%PDF-")):
		return pdf, nil
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return png, nil
	case bytes.HasPrefix(content, []byte("\xff\xd8\xff")):
		return jpeg, nil
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return packed(content)
	}
	return f, errUnknown
}

// tidyName is a file's name as it may stand on any disk, with the right ending.
func tidyName(name, ending string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == utf8.RuneError || strings.ContainsRune(`/:*?"<>|`, r) {
			return '-'
		}
		return r
	}, name)
	name = strings.Trim(strings.TrimSuffix(name, path.Ext(name)), " .-")
	if letters := []rune(name); len(letters) > longestName {
		name = strings.TrimSpace(string(letters[:longestName]))
	}
	if name == "" {
		name = "materiale"
	}
	return name + ending
}
