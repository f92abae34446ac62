// Package assets is the look of the house as the browser gets it: one style
// sheet, one small script, three cuts of one typeface, the icons that are used and
// the mark. All of it lies built in dist/, so that building the program needs nothing but Go;
// README.md says how to build it anew.
package assets

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
)

//go:embed dist
var dist embed.FS

// FS holds the built files, named as in their addresses after the hash. Beside
// a text file may lie the same compressed: name.br and name.gz.
var FS = must(fs.Sub(dist, "dist"))

// Hash names this edition of the files: the same bytes, the same hash.
var Hash = hash()

// Path is the address of a built file. It may be kept for ever.
func Path(name string) string { return "/static/" + Hash + "/" + name }

func hash() string {
	sum := sha256.New()
	err := fs.WalkDir(FS, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		sum.Write([]byte(name))
		sum.Write(must(fs.ReadFile(FS, name)))
		return nil
	})
	if err != nil {
		panic(err)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}

// must is for what was embedded when the program was built.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
