package main

import (
	"encoding/json"
	"go/ast"
	"go/build"
	"go/constant"
	"go/importer"
	"go/token"
	"go/types"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/catalogue"
)

// TestEverySummaryIsInTheCatalogue follows what is given to parameters, fields and
// variables of the name summary through the whole program: each text is that of one
// finding, and each finding is made somewhere.
func TestEverySummaryIsInTheCatalogue(t *testing.T) {
	used := map[string][]string{}
	for _, p := range checkedPackages(t) {
		p.summaries(t, used)
	}
	for summary, places := range used {
		if _, known := catalogue.BySummary(summary); !known {
			t.Errorf("%s: %q is not in the catalogue", places[0], summary)
		}
	}
	for _, f := range catalogue.All() {
		if used[f.Summary] == nil {
			t.Errorf("nothing makes the finding %s: %q", f.ID, f.Summary)
		}
	}
}

// checkedPackage is a package of the program with its types.
type checkedPackage struct {
	set   *token.FileSet
	files []productFile
	info  types.Info
}

// checkedPackages type-checks every package of the program against what go build
// knows of its imports.
func checkedPackages(t *testing.T) []checkedPackage {
	t.Helper()
	folders := map[string][]productFile{}
	for _, f := range productFiles(t) {
		if here, err := build.Default.MatchFile(f.folder(), filepath.Base(f.name)); err != nil || here {
			folders[f.folder()] = append(folders[f.folder()], f)
		}
	}
	exports := exportData(t)
	var all []checkedPackage
	for _, folder := range slices.Sorted(maps.Keys(folders)) {
		p := checkedPackage{folders[folder][0].set, folders[folder], types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}}
		var files []*ast.File
		for _, f := range p.files {
			files = append(files, f.File)
		}
		config := types.Config{Importer: importer.ForCompiler(p.set, "gc", exports)}
		if _, err := config.Check(folder, p.set, files, &p.info); err != nil {
			t.Fatalf("%s: %v", folder, err)
		}
		all = append(all, p)
	}
	return all
}

// exportData looks up what the compiler wrote of a package.
func exportData(t *testing.T) importer.Lookup {
	t.Helper()
	files := map[string]string{}
	out, err := exec.Command("go", "list", "-export", "-deps", "-json=ImportPath,Export", "./...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p struct{ ImportPath, Export string }
		if err := d.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		files[p.ImportPath] = p.Export
	}
	return func(path string) (io.ReadCloser, error) { return os.Open(files[path]) }
}

// summaries collects the texts that are given as summaries, with their places.
func (p checkedPackage) summaries(t *testing.T, used map[string][]string) {
	t.Helper()
	take := func(e ast.Expr) {
		switch value := p.info.Types[e].Value; {
		case value != nil:
			text := constant.StringVal(value)
			used[text] = append(used[text], p.set.Position(e.Pos()).String())
		case !isSummary(nameOf(e)):
			t.Errorf("%s: nobody can tell which summary %s is; name it summary, or give the text", p.set.Position(e.Pos()), types.ExprString(e))
		}
	}
	for _, f := range p.files {
		if f.folder() == "catalogue" || f.folder() == "diag" {
			continue // which name all of them, or make any
		}
		ast.Inspect(f.File, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				p.ofCall(n, take)
			case *ast.CompositeLit:
				p.ofFields(n, take)
			case *ast.AssignStmt:
				for i, left := range n.Lhs {
					if isSummary(nameOf(left)) && len(n.Rhs) == len(n.Lhs) {
						take(n.Rhs[i])
					}
				}
			}
			return true
		})
	}
}

func (p checkedPackage) ofCall(call *ast.CallExpr, take func(ast.Expr)) {
	signature, is := p.info.Types[call.Fun].Type.(*types.Signature)
	for i := 0; is && i < signature.Params().Len() && i < len(call.Args); i++ {
		if isSummary(signature.Params().At(i).Name()) {
			take(call.Args[i])
		}
	}
}

func (p checkedPackage) ofFields(literal *ast.CompositeLit, take func(ast.Expr)) {
	if p.info.Types[literal].Type == nil {
		return
	}
	fields, is := p.info.Types[literal].Type.Underlying().(*types.Struct)
	for i := 0; is && i < len(literal.Elts); i++ {
		if pair, keyed := literal.Elts[i].(*ast.KeyValueExpr); !keyed && isSummary(fields.Field(i).Name()) {
			take(literal.Elts[i])
		} else if keyed && isSummary(nameOf(pair.Key)) {
			take(pair.Value)
		}
	}
}

func isSummary(name string) bool { return strings.EqualFold(name, "summary") }

// nameOf is the name of a variable, a field or a called method, or "".
func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.CallExpr:
		return nameOf(e.Fun)
	}
	return ""
}

// TestEveryFindingHasATest looks for the id or the summary of each finding in the tests
// of the whole project, where they stand as a text of their own.
func TestEveryFindingHasATest(t *testing.T) {
	tests := testTexts(t)
	for _, f := range catalogue.All() {
		if !slices.ContainsFunc(tests, func(text string) bool { return produces(text, f) }) {
			t.Errorf("no test produces %s: %q", f.ID, f.Summary)
		}
	}
}

// produces reports whether a test names a finding: in quotes or, in a script, as the
// command prints it.
func produces(test string, f catalogue.Finding) bool {
	for _, text := range []string{`"` + f.ID + `"`, `"` + f.Summary + `"`, `"Warning: ` + f.Summary + `"`, ": " + f.Summary + `"`, "(" + f.ID + ")", `\(` + f.ID + `\)`, "`" + f.Summary + "`"} {
		if strings.Contains(test, text) {
			return true
		}
	}
	return false
}

// testTexts are the tests and scripts of the project, without those of the catalogue,
// which name every finding.
func testTexts(t *testing.T) []string {
	t.Helper()
	var texts []string
	for _, root := range []string{".", filepath.Join("..", "e2e")} {
		err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
			isTest := strings.HasSuffix(p, "_test.go") || filepath.Ext(p) == ".txtar"
			if err != nil || d.IsDir() || !isTest || filepath.Dir(p) == "catalogue" || p == "findings_test.go" {
				return err
			}
			texts = append(texts, string(read(t, p)))
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return texts
}
