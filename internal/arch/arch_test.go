// Package arch keeps the house in shape: it fails when a package imports
// something its floor does not allow, reads the clock, or loses a word.
package arch

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

const root = "faelled/internal/"

// ground holds no business knowledge, and imports only other ground.
var ground = []string{
	"id", "money", "problem", "access", "when", "personal", // words
	"db", "web", "jobs", "mail", "i18n", "audit", "files", "pdf", "danish", "tabular", // tools
}

// neighbours is the whole map of which capability may call which. A new edge
// needs an ADR. It must stay short enough to draw, and has no cycle because Go
// allows none.
var neighbours = map[string][]string{
	"people":       {},
	"signin":       {"people"},
	"programme":    {"people"},
	"billing":      {"people", "programme"},
	"meeting":      {"people", "programme"},
	"registration": {"people", "programme", "meeting", "billing"},
	"edition":      {"people", "programme", "meeting", "billing"},
	"news":         {"people", "programme", "meeting"},
	"waiting":      {"people", "programme", "meeting", "billing", "registration"},
	"approval":     {"people", "programme", "meeting", "billing", "registration"},
	"attendance":   {"people", "programme", "meeting", "registration"},
	"material":     {"people", "programme", "meeting", "registration", "message"},
	"message":      {"people", "programme", "meeting", "billing", "registration", "waiting", "renewal"},
	"renewal":      {"people", "programme", "meeting", "billing", "registration", "waiting", "approval", "attendance"},
	"interest":     {"people", "programme", "meeting", "registration"},
	"evaluation":   {"people", "programme", "meeting", "registration", "attendance"},
	"idea":         {"people", "programme", "meeting", "registration"},
}

// overview joins capabilities for reading; app knows all the others.
const overview, app = "overview", "app"

func TestArchitecture(t *testing.T) {
	each(t, func(file string, tree *ast.File) {
		for _, fault := range faults(file, tree) {
			t.Errorf("%s: %s", file, fault)
		}
	})
}

// The test above must be able to fail.
func TestFaultsAreFound(t *testing.T) {
	for _, c := range []struct{ file, source, want string }{
		{"registration/x.go", `import "faelled/internal/meeting"`, ""},
		{"meeting/x.go", `import "faelled/internal/registration"`, "may not import registration"},
		{"meeting/inner/x.go", `import "faelled/internal/billing"`, "may not import billing"},
		{"money/x.go", `import "faelled/internal/meeting"`, "may not import meeting"},
		{"overview/x.go", `import "faelled/internal/registration"`, ""},
		{"overview/x.go", `import "faelled/internal/app"`, "may not import app"},
		{"billing/x.go", `import "faelled/internal/overview"`, "may not import overview"},
		{"app/demo/x.go", `import "faelled/internal/overview"; import "time"; var x = time.Now`, ""},
		{"registration/x.go", `import "faelled/internal/meeting/inner"`, ""},
		{"util/x.go", ``, "neither ground nor capability"},
		{"meeting/x.go", `import "time"; var x = time.Now()`, "reads the clock"},
		{"meeting/x.go", `import "time"; var x = time.Now`, "reads the clock"},
		{"meeting/x.go", `import clock "time"; var x = clock.Since`, "reads the clock"},
		{"meeting/x.go", `import . "time"; var x = Now()`, "reads the clock"},
		{"meeting/x.go", `import "time"; var x = time.Second`, ""},
		{"db/x.go", `import "time"; var x = time.Now`, ""},
	} {
		tree, err := parser.ParseFile(token.NewFileSet(), c.file, "package x; "+c.source, 0)
		if err != nil {
			t.Fatal(err)
		}
		got := strings.Join(faults(c.file, tree), ", ")
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s %s: got %q, want %q", c.file, c.source, got, c.want)
		}
	}
}

// each parses every Go file of the house, nested packages too.
func each(t *testing.T, fn func(file string, tree *ast.File)) {
	t.Helper()
	house := os.DirFS("..")
	err := fs.WalkDir(house, ".", func(file string, _ fs.DirEntry, err error) error {
		if err != nil || path.Ext(file) != ".go" || path.Dir(file) == "arch" {
			return err
		}
		text, err := fs.ReadFile(house, file)
		if err != nil {
			return err
		}
		tree, err := parser.ParseFile(token.NewFileSet(), file, text, 0)
		if err == nil {
			fn(file, tree)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// room is the top folder of a file or package: nested packages share its rules.
func room(file string) string {
	top, _, _ := strings.Cut(file, "/")
	return top
}

func faults(file string, tree *ast.File) (found []string) {
	from := room(file)
	allowed, capability := neighbours[from]
	isGround := slices.Contains(ground, from)
	switch {
	case from == app:
		return nil
	case from == overview:
		allowed = slices.Collect(maps.Keys(neighbours))
	case !capability && !isGround:
		return []string{from + " is neither ground nor capability: say which"}
	}
	clock := ""
	for _, imp := range tree.Imports {
		name := strings.Trim(imp.Path.Value, `"`)
		if name == "time" {
			clock = "time"
			if imp.Name != nil {
				clock = imp.Name.Name
			}
		}
		to, ours := strings.CutPrefix(name, root)
		if to = room(to); ours && to != from && !slices.Contains(ground, to) && !slices.Contains(allowed, to) {
			found = append(found, "may not import "+to)
		}
	}
	if clock != "" && !isGround && readsClock(tree, clock) {
		found = append(found, "reads the clock: use tx.Now")
	}
	return found
}

// readsClock finds the clock called and the clock passed on.
func readsClock(tree *ast.File, clock string) (found bool) {
	now := []string{"Now", "Since", "Until"}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			x, ok := n.X.(*ast.Ident)
			found = found || ok && x.Name == clock && slices.Contains(now, n.Sel.Name)
			return !ok // tx.Now is not the clock
		case *ast.Ident:
			found = found || clock == "." && slices.Contains(now, n.Name)
		}
		return true
	})
	return found
}
