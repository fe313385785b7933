// Package secrets checks that no secret is in what a run is about to write.
package secrets

import (
	"bytes"
	"fmt"
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/secret"
	"github.com/hashicorp/hcl/v2"
)

// Check checks that nothing secret is in files that are about to be written:
// no known value, and nothing of a credential's shape. No finding repeats what
// was found.
func Check(files map[string][]byte, known *secret.Known) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for _, path := range slices.Sorted(maps.Keys(files)) {
		data, seen := files[path], map[string]bool{}
		report := func(m secret.Match, detail string) {
			at := lineOf(path, data, m.Start)
			if key := fmt.Sprint(at.Start.Line, detail); !seen[key] {
				seen[key] = true
				diags = append(diags, diag.Error(at, "Secret in a file", detail))
			}
		}
		for _, m := range known.Find(data) {
			report(m, fmt.Sprintf("The value of the sensitive output %q would be in this file, so nothing was written. Look in stack.hcl, base/ and the outputs that are not marked sensitive for where it comes from, and name a Key Vault secret there instead.", m.Name))
		}
		for _, m := range secret.FindShapes(data) {
			report(m, fmt.Sprintf("Something that looks like %s would be in this file, so nothing was written. Look in stack.hcl, base/ and the outputs for where it comes from, and name a Key Vault secret there instead.", m.Name))
		}
	}
	return diags
}

func lineOf(path string, data []byte, offset int) hcl.Range {
	start := bytes.LastIndexByte(data[:offset], '\n') + 1
	pos := hcl.Pos{Line: 1 + bytes.Count(data[:offset], []byte("\n")), Column: 1, Byte: start}
	return hcl.Range{Filename: path, Start: pos, End: pos}
}
