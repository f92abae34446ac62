package material

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"slices"
	"strings"

	"faelled/internal/problem"
)

// What a document may unpack to (ASVS 5.0, V5.2.3). Slides with many pictures
// hardly shrink when packed.
const (
	mostUnpacked = 200 << 20 // bytes
	mostEntries  = 5000
	mostTypes    = 1 << 20 // bytes of the list of what is in it
)

// office are the main parts of documents by ECMA-376, without macros.
var office = map[string]form{
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml":   {"application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"},
	"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml": {"application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"},
	"application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml":    {"application/vnd.openxmlformats-officedocument.presentationml.slideshow", ".ppsx"},
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml":         {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"},
}

// open are documents by ISO/IEC 26300, by what their entry "mimetype" says.
var open = map[string]form{
	"application/vnd.oasis.opendocument.text":         {"application/vnd.oasis.opendocument.text", ".odt"},
	"application/vnd.oasis.opendocument.presentation": {"application/vnd.oasis.opendocument.presentation", ".odp"},
	"application/vnd.oasis.opendocument.spreadsheet":  {"application/vnd.oasis.opendocument.spreadsheet", ".ods"},
}

// packed finds out what document a ZIP file is.
func packed(content []byte) (f form, err error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return f, errBroken
	}
	if len(z.File) > mostEntries {
		return f, errBomb
	}
	if slices.ContainsFunc(z.File, runs) {
		return f, errMacros
	}
	if err := unpack(z); err != nil {
		return f, err
	}
	if f, ok := open[text(z, "mimetype")]; ok {
		return f, nil
	}
	types := contentTypes(text(z, "[Content_Types].xml"))
	for _, t := range types {
		if low := strings.ToLower(t); strings.Contains(low, "macroenabled") || strings.Contains(low, "vbaproject") {
			return f, errMacros
		}
	}
	for _, t := range types {
		if f, ok := office[t]; ok {
			return f, nil
		}
	}
	return f, errUnknown
}

var (
	errUnknown = problem.Fields{{Name: "fil", Key: "material.unknown_file"}}.Err()
	errBroken  = problem.Fields{{Name: "fil", Key: "material.broken_file"}}.Err()
	errBomb    = problem.Fields{{Name: "fil", Key: "material.bomb"}}.Err()
	errMacros  = problem.Fields{{Name: "fil", Key: "material.macros"}}.Err()
	errLocked  = problem.Fields{{Name: "fil", Key: "material.locked"}}.Err()
)

// runs finds programs in a document: VBA in Office, Basic and scripts in
// OpenDocument, and controls.
func runs(f *zip.File) bool {
	name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
	top, _, _ := strings.Cut(name, "/")
	return strings.HasPrefix(path.Base(name), "vbaproject") || strings.Contains(name, "/activex/") ||
		(top == "basic" || top == "scripts") && !strings.HasSuffix(name, "/")
}

// unpack reads everything once, to nowhere: what the file says of its own sizes
// may be a lie.
func unpack(z *zip.Reader) error {
	left := int64(mostUnpacked)
	for _, f := range z.File {
		if f.Flags&1 != 0 { // locked with a password
			return errLocked
		}
		r, err := f.Open()
		if err != nil {
			return errBroken
		}
		n, err := io.Copy(io.Discard, io.LimitReader(r, left+1))
		r.Close()
		if left -= n; left < 0 {
			return errBomb
		}
		if err != nil {
			return errBroken
		}
	}
	return nil
}

// text is a small entry; empty when there is none.
func text(z *zip.Reader, name string) string {
	r, err := z.Open(name)
	if err != nil {
		return ""
	}
	defer r.Close()
	all, err := io.ReadAll(io.LimitReader(r, mostTypes))
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(all))
}

// contentTypes are all that an Office document says is in it.
func contentTypes(list string) (types []string) {
	d := xml.NewDecoder(strings.NewReader(list))
	for {
		t, err := d.Token()
		if err != nil {
			return types
		}
		e, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		for _, a := range e.Attr {
			if a.Name.Local == "ContentType" {
				types = append(types, a.Value)
			}
		}
	}
}
