package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The measures of the house: what is larger is two things.
const (
	mostFiles     = 25 // of a package
	mostMethods   = 25 // of a type
	mostLines     = 250
	mostStatement = 60 // lines of a function
)

// productFile is a file of the program that is no test.
type productFile struct {
	name string // from this folder
	set  *token.FileSet
	*ast.File
}

func (f productFile) folder() string { return path.Dir(f.name) }

func (f productFile) lines(from, to token.Pos) int {
	return f.set.Position(to).Line - f.set.Position(from).Line + 1
}

func productFiles(t *testing.T) []productFile {
	t.Helper()
	set := token.NewFileSet()
	var all []productFile
	err := filepath.WalkDir(".", func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.Name() == "testdata":
			return fs.SkipDir
		case filepath.Ext(p) != ".go" || strings.HasSuffix(p, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(set, p, nil, parser.SkipObjectResolution)
		all = append(all, productFile{filepath.ToSlash(p), set, f})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 100 {
		t.Fatalf("only %d files were found", len(all))
	}
	return all
}

// TestMeasures holds files, functions, packages and types to a size that one
// person can keep in mind.
func TestMeasures(t *testing.T) {
	files, methods := map[string]int{}, map[string]int{}
	for _, f := range productFiles(t) {
		files[f.folder()]++
		if n := f.lines(f.FileStart, f.FileEnd); n-1 > mostLines {
			t.Errorf("%s has %d lines, more than %d", f.name, n-1, mostLines)
		}
		for _, d := range f.Decls {
			fn, isFunc := d.(*ast.FuncDecl)
			if !isFunc {
				continue
			}
			if n := f.lines(fn.Pos(), fn.End()); n > mostStatement {
				t.Errorf("%s: %s has %d lines, more than %d", f.name, fn.Name.Name, n, mostStatement)
			}
			if fn.Recv != nil {
				methods[f.folder()+"."+receiver(fn.Recv.List[0].Type)]++
			}
		}
	}
	for folder, n := range files {
		if n > mostFiles {
			t.Errorf("package %s has %d files, more than %d", folder, n, mostFiles)
		}
	}
	for name, n := range methods {
		if n > mostMethods {
			t.Errorf("type %s has %d methods, more than %d", name, n, mostMethods)
		}
	}
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return "?"
}

// TestFlagsAreMains holds that nothing but this package knows of a command line.
func TestFlagsAreMains(t *testing.T) {
	for _, f := range productFiles(t) {
		for _, i := range f.Imports {
			if p, _ := strconv.Unquote(i.Path.Value); f.folder() != "." && (p == "flag" || strings.HasSuffix(p, "/pflag")) {
				t.Errorf("%s imports %s; flags are of package main alone", f.name, p)
			}
		}
	}
}

// TestFoldersAreNamedOnce holds that the name of a folder of the repository is
// spelt in package tree, and that package diag makes every diagnostic.
func TestFoldersAreNamedOnce(t *testing.T) {
	for _, f := range productFiles(t) {
		ast.Inspect(f.File, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Field:
				return n.Tag == nil // which is documentation
			case *ast.BasicLit:
				text, _ := strconv.Unquote(n.Value)
				isPath := text == "overlays" || strings.HasPrefix(strings.TrimLeft(text, "./"), "overlays/")
				if n.Kind == token.STRING && isPath && f.name != "tree/layout.go" {
					t.Errorf("%s spells the folder of overlays: %s", f.set.Position(n.Pos()), n.Value)
				}
			case *ast.CompositeLit:
				if isDiagnostic(n) && f.folder() != "diag" {
					t.Errorf("%s makes a diagnostic of its own", f.set.Position(n.Pos()))
				}
			}
			return true
		})
	}
}

// isDiagnostic reports whether a literal is a diagnostic, or a list with one in it.
func isDiagnostic(n *ast.CompositeLit) bool {
	s, is := n.Type.(*ast.SelectorExpr)
	return is && (s.Sel.Name == "Diagnostic" || s.Sel.Name == "Diagnostics" && slices.ContainsFunc(n.Elts, func(e ast.Expr) bool {
		item, isLiteral := e.(*ast.CompositeLit)
		return isLiteral && item.Type == nil
	}))
}
