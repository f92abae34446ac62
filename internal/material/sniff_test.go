package material

import (
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const (
	wordMain  = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
	slideMain = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
	sheetMain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
)

// What a file is, is told by its bytes, whatever it is called.
func TestAFileIsWhatItsBytesAre(t *testing.T) {
	for _, c := range []struct{ name, content, want, media string }{
		{"oplæg.pdf", "%PDF-1.7 …", "oplæg.pdf", "application/pdf"},
		{"ond.html", "%PDF-1.7 …", "ond.pdf", "application/pdf"},
		{`C:\Temp\billede.exe`, "\x89PNG\r\n\x1a\n…", "billede.png", "image/png"},
		{"../../etc/passwd", "\xff\xd8\xff\xe0", "passwd.jpg", "image/jpeg"},
		{"..", "\xff\xd8\xff\xe0", "materiale.jpg", "image/jpeg"},
		{"to\nlinjer\".pdf", "%PDF-", "to-linjer.pdf", "application/pdf"},
		{"a.zip", string(officeFile(t, wordMain)), "a.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"a.zip", string(officeFile(t, slideMain)), "a.pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"},
		{"a.zip", string(officeFile(t, sheetMain)), "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"a.zip", string(archive(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<x/>")), "a.odt", "application/vnd.oasis.opendocument.text"},
		{"a.zip", string(archive(t, "mimetype", "application/vnd.oasis.opendocument.presentation")), "a.odp", "application/vnd.oasis.opendocument.presentation"},
		{"a.zip", string(archive(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet")), "a.ods", "application/vnd.oasis.opendocument.spreadsheet"},
	} {
		d, err := Inspect(c.name, []byte(c.content))
		if err != nil || d.Name != c.want || d.media != c.media || len(d.Hash) != 64 {
			t.Errorf("%q became %q, %s: %v", c.name, d.Name, d.media, keysOf(err))
		}
	}
}

func TestWhatMayNotBeKeptIsRefused(t *testing.T) {
	locked := officeFile(t, wordMain)
	locked[6] |= 1 // the flag of the first entry …
	central := bytes.LastIndex(locked, []byte("PK\x01\x02"))
	for i := bytes.Index(locked, []byte("PK\x01\x02")); i <= central && i >= 0; { // … and of all in the directory
		locked[i+8] |= 1
		next := bytes.Index(locked[i+4:], []byte("PK\x01\x02"))
		if next < 0 {
			break
		}
		i += 4 + next
	}
	liar := archive(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", strings.Repeat("a", 5000))
	at := bytes.LastIndex(liar, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(liar[at+24:], 10) // says it unpacks to ten bytes
	many := make([]string, 0, 2*mostEntries+2)
	for range mostEntries + 1 {
		many = append(many, "x", "")
	}
	for name, c := range map[string]struct{ content, want string }{
		"nothing":       {"", "material.empty_file"},
		"a page":        {"<!DOCTYPE html><script>", "material.unknown_file"},
		"a drawing":     {`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`, "material.unknown_file"},
		"a program":     {"MZ\x90\x00", "material.unknown_file"},
		"old Office":    {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "material.unknown_file"},
		"PDF inside":    {"<html>%PDF-1.7", "material.unknown_file"},
		"a film":        {"\x00\x00\x00\x20ftypisom", "material.unknown_file"},
		"too large":     {"%PDF-" + strings.Repeat("x", MostBytes), "material.too_large"},
		"any archive":   {string(archive(t, "a.txt", "a")), "material.unknown_file"},
		"half":          {string(officeFile(t, wordMain)[:60]), "material.broken_file"},
		"macros":        {string(officeFile(t, wordMain, "word/vbaProject.bin", "x")), "material.macros"},
		"macros hidden": {string(officeFile(t, "application/vnd.ms-word.document.macroEnabled.main+xml")), "material.macros"},
		"Basic":         {string(archive(t, "mimetype", "application/vnd.oasis.opendocument.text", "Basic/Standard/Module1.xml", "x")), "material.macros"},
		"locked":        {string(locked), "material.locked"},
		"a liar":        {string(liar), "material.broken_file"},
		"many":          {string(archive(t, many...)), "material.bomb"},
		"a bomb":        {string(archive(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", strings.Repeat("0", mostUnpacked+1))), "material.bomb"},
	} {
		if _, err := Inspect("x.pdf", []byte(c.content)); len(keysOf(err)) != 1 || keysOf(err)[0] != "fil "+c.want {
			t.Errorf("%s: %v", name, keysOf(err))
		}
	}
}

// A file's name can stand on any disk, in any header.
func TestNamesAreTidy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		got := tidyName(rapid.String().Draw(t, "name"), ".pdf")
		if !strings.HasSuffix(got, ".pdf") || len(got) <= len(".pdf") || strings.ContainsAny(got, "/\\:*?\"<>|\r\n\x00") || strings.HasPrefix(got, ".") ||
			len([]rune(got)) > longestName+len(".pdf") {
			t.Fatalf("%q", got)
		}
		if again := tidyName(got, ".pdf"); again != got {
			t.Fatalf("%q then %q", got, again)
		}
	})
}

func FuzzInspect(f *testing.F) {
	f.Add("a.pdf", []byte("%PDF-1.7"))
	f.Add("a.docx", officeFile(f, wordMain))
	f.Add("a.odt", archive(f, "mimetype", "application/vnd.oasis.opendocument.text"))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		d, err := Inspect(name, content)
		if (err == nil) != (d.Hash != "") || err != nil && len(keysOf(err)) == 0 {
			t.Fatal(d.Name, err)
		}
	})
}
