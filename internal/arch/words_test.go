package arch

import (
	"encoding/json"
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"faelled/internal/i18n"
)

// takesKey says which argument of a call is a key. Keys are written out where
// they are used, never put together.
var takesKey = map[string]int{
	"i18n.T": 1, "i18n.N": 1, "i18n.F": 1, "i18n.Key": 0, "problem.New": 1, "bad.Add": 1, "faults.Add": 1,
}

func TestWords(t *testing.T) {
	words := map[string]map[string]bool{} // language → key
	for _, lang := range i18n.Languages {
		words[lang] = map[string]bool{}
		files, err := filepath.Glob("../*/locale/" + lang + ".json")
		if err != nil || len(files) == 0 {
			t.Fatal("no words in", lang, err)
		}
		for _, file := range files {
			owner := filepath.Base(filepath.Dir(filepath.Dir(file)))
			for _, key := range keys(t, file) {
				words[lang][key] = true
				if !strings.HasPrefix(key, owner+".") {
					t.Errorf("%s: %s belongs in another folder", file, key)
				}
			}
		}
	}
	used := map[string]bool{}
	each(t, func(file string, tree *ast.File) {
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			for _, key := range keysIn(n) {
				used[key] = true
				for lang := range words {
					if !words[lang][key] {
						t.Errorf("%s: %s is missing in %s", file, key, lang)
					}
				}
				if owner := room(strings.ReplaceAll(key, ".", "/")); owner != room(file) && !slices.Contains(ground, owner) {
					t.Errorf("%s: %s is another capability's word", file, key)
				}
			}
			return true
		})
	})
	for lang := range words {
		for key := range words[lang] {
			if !used[key] {
				t.Errorf("%s: %s is not used", lang, key)
			}
		}
	}
	if len(used) == 0 {
		t.Error("found no keys at all")
	}
}

// keys reads a locale file and refuses empty words.
func keys(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var dict map[string]any
	if err := json.Unmarshal(text, &dict); err != nil {
		t.Fatal(file, err)
	}
	for key, word := range dict {
		if word == "" {
			t.Errorf("%s: %s is empty", file, key)
		}
	}
	return slices.Collect(maps.Keys(dict))
}

// keysIn finds keys in calls, and in literals such as problem.Fields{{Key: "…"}}.
func keysIn(n ast.Node) []string {
	var at ast.Expr
	switch n := n.(type) {
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.SelectorExpr); ok {
			if x, ok := f.X.(*ast.Ident); ok {
				if i, ok := takesKey[x.Name+"."+f.Sel.Name]; ok && i < len(n.Args) {
					at = n.Args[i]
				}
			}
		}
	case *ast.KeyValueExpr:
		if k, ok := n.Key.(*ast.Ident); ok && k.Name == "Key" {
			at = n.Value
		}
	case *ast.AssignStmt:
		if f, ok := n.Lhs[0].(*ast.SelectorExpr); ok && f.Sel.Name == "Key" {
			at = n.Rhs[0]
		}
	}
	if lit, ok := at.(*ast.BasicLit); ok && lit.Kind == token.STRING {
		key, _ := strconv.Unquote(lit.Value)
		return []string{key}
	}
	return nil
}
