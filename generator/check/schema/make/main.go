// Command make writes the table of schemas that package schema embeds, and a list of
// what is in it: `go run ./generator/check/schema/make FOLDER`, from the root of the
// repository. It takes everything from Go modules, each of one version and with one
// checksum (source.go), and from the definitions of our own in e2e/lib/standin/crds; the
// same input gives the same bytes. What the API server checks beyond its schemas is in
// rules.yaml.
//
// The program does not link it, and needs neither the network nor a module for its
// schemas.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"example.com/metaflow-gitops/generator/check/schema/openapi"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "one folder, please: the table goes there")
		os.Exit(1)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// The files that are written.
const (
	tableName = "schemas.bin"
	listName  = "schemas.txt"
)

func write(folder string) error {
	m := &maker{builder: openapi.NewBuilder()}
	rules, err := readRules()
	if err != nil {
		return err
	}
	for i, v := range kubernetesVersions {
		if err := m.kubernetes(v, i, rules); err != nil {
			return fmt.Errorf("reading Kubernetes %s: %w", v.name, err)
		}
	}
	if unused := rules.unused(); len(unused) > 0 {
		return fmt.Errorf("rules for what no version of Kubernetes has: %v", unused)
	}
	for _, s := range definitionSources {
		if err := m.definitions(s); err != nil {
			return fmt.Errorf("reading the definitions of %s: %w", s.name(), err)
		}
	}
	m.anything()
	table := m.builder.Bytes()
	if err := os.WriteFile(filepath.Join(folder, tableName), table, 0o644); err != nil {
		return err
	}
	list := listed(openapi.Read(string(table)))
	fmt.Printf("%d bytes\n", len(table))
	return os.WriteFile(filepath.Join(folder, listName), []byte(list), 0o644)
}

// A maker collects schemas in a table.
type maker struct {
	builder *openapi.Builder
	// newest compiles the definitions of the newest Kubernetes, of which objects of
	// all definitions have their metadata.
	newest *openapi.Compiler
}
