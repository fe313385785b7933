package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
)

// enums are the values that fields of a definition take, by its name and theirs.
// Kubernetes' OpenAPI documents leave them out, for the sake of generated clients; the
// source that the documents are made of has them.
type enums map[string]map[string][]any

// readEnums reads them from the source, in which there is a function for each
// definition.
func readEnums(path string) (enums, error) {
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	all := enums{}
	for _, d := range file.Decls {
		f, isFunc := d.(*ast.FuncDecl)
		if !isFunc {
			continue
		}
		name, is := strings.CutPrefix(f.Name.Name, "schema_k8sio_api_")
		if !is {
			continue
		}
		if found := enumsIn(f.Body); len(found) > 0 {
			all["io.k8s.api."+strings.ReplaceAll(name, "_", ".")] = found
		}
	}
	return all, nil
}

// enumsIn finds the values by the field whose schema they are in.
func enumsIn(body ast.Node) map[string][]any {
	all := map[string][]any{}
	ast.Inspect(body, func(n ast.Node) bool {
		entry, is := n.(*ast.KeyValueExpr)
		if !is {
			return true
		}
		field, isField := entry.Key.(*ast.BasicLit)
		if !isField || field.Kind != token.STRING {
			return true
		}
		if values := valuesIn(entry.Value); len(values) > 0 {
			name, _ := strconv.Unquote(field.Value)
			all[name] = values
		}
		return false
	})
	return all
}

// valuesIn are what the Enum of a field's schema has, or that of its items.
func valuesIn(schema ast.Node) []any {
	var all []any
	ast.Inspect(schema, func(n ast.Node) bool {
		entry, is := n.(*ast.KeyValueExpr)
		if !is {
			return true
		}
		if key, is := entry.Key.(*ast.Ident); !is || key.Name != "Enum" {
			return true
		}
		for _, e := range entry.Value.(*ast.CompositeLit).Elts {
			if lit, is := e.(*ast.BasicLit); is {
				text, _ := strconv.Unquote(lit.Value)
				all = append(all, text)
			}
		}
		return false
	})
	return all
}

// into puts the values into the definitions.
func (e enums) into(definitions map[string]map[string]any) error {
	used := 0
	for name, fields := range e {
		properties, _ := definitions[name]["properties"].(map[string]any)
		for field, values := range fields {
			schema, has := properties[field].(map[string]any)
			if !has {
				continue
			}
			if items, isList := schema["items"].(map[string]any); isList {
				schema = items
			}
			schema["enum"] = values
			used++
		}
	}
	if used < 50 {
		return fmt.Errorf("only %d fields have values to choose from; the source has another form", used)
	}
	return nil
}
