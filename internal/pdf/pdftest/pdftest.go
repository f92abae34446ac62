// Package pdftest tests documents that other packages make with internal/pdf.
package pdftest

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"faelled/internal/pdf/uacheck"
)

// samplesDir names the environment variable with the folder, by its full path,
// in which tests leave what they made. Files go to its subfolder pdf, for
// conformance/pdf to judge.
const samplesDir = "FAELLED_SAMPLES"

// Golden checks a file against PDF/UA-1 and compares its structure tree, with
// its text in reading order, with testdata/<name>.tree. Layout and compression
// are not compared. The test's own flag -update rewrites the golden file.
func Golden(t testing.TB, name string, file []byte) {
	t.Helper()
	tree := Check(t, file).Tree
	Keep(t, name, file)
	golden := filepath.Join("testdata", name+".tree")
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		if err := os.WriteFile(golden, []byte(tree), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if tree != string(want) {
		t.Errorf("the structure of %s changed; run go test -update and read the difference. Now:\n%s", name, tree)
	}
}

// Check fails the test for every problem uacheck finds in a file.
func Check(t testing.TB, file []byte) *uacheck.Report {
	t.Helper()
	r, err := uacheck.Check(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range r.Problems {
		t.Error(p)
	}
	return r
}

// Keep leaves the file as <package>-<name>.pdf for the official validator: tests run
// in the folder of their package.
func Keep(t testing.TB, name string, file []byte) {
	t.Helper()
	dir := os.Getenv(samplesDir)
	if dir == "" {
		return
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	dir = filepath.Join(dir, "pdf")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, filepath.Base(here)+"-"+name+".pdf"), file, 0o644); err != nil {
		t.Fatal(err)
	}
}
