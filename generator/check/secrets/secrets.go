// Package secrets checks that no secret is in the files of a repository: neither in
// those that a run is about to write, nor in those that people keep there.
package secrets

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/secret"
	"github.com/hashicorp/hcl/v2"
)

// Check checks that nothing secret is in files that are about to be written: no
// known value, and nothing that looks like a credential. No finding repeats what was
// found.
func Check(files map[string][]byte, known *secret.Known) hcl.Diagnostics {
	return search(files, known, wording{
		value: "The value of the sensitive output %q would be in %s, so nothing was written.",
		shape: "Something that looks like %s would be in %s, so nothing was written.",
		cure: func(string) string {
			return "Look in stack.hcl, base/ and the outputs that are not marked sensitive for where it comes from, and name a Key Vault secret there instead."
		},
	})
}

// AtRest checks the same of files that people keep, tracked by git or not.
func AtRest(files map[string][]byte, known *secret.Known) hcl.Diagnostics {
	return search(files, known, wording{
		value: "The value of the sensitive output %q is in %s.",
		shape: "Something that looks like %s is in %s.",
		cure:  cure,
	})
}

// cure says where a secret belongs that is in a file.
func cure(file string) string {
	const replace = " Replace it if it was ever in git, or on a machine that others use."
	if strings.HasPrefix(file, "terraform/") {
		return "Let Terraform read it from Key Vault, or give it to one run as a variable of the environment (TF_VAR_NAME)." + replace
	}
	return "Put it into Key Vault, and let pods read it through a SecretProviderClass; a Secret in git must be encrypted, by SOPS or as a SealedSecret." + replace
}

// wording is how findings are told.
type wording struct {
	value, shape string // of the name of what was found, and of where it is
	cure         func(file string) string
}

// search finds secrets in the names and the contents of files.
func search(files map[string][]byte, known *secret.Known, w wording) hcl.Diagnostics {
	s := searcher{known: known, wording: w, redactor: secret.NewRedactor(known)}
	for _, file := range slices.Sorted(maps.Keys(files)) {
		s.name(file)
		s.content(file, files[file])
	}
	return s.diags
}

type searcher struct {
	known    *secret.Known
	redactor *secret.Redactor
	wording
	diags hcl.Diagnostics
}

// name looks at the name of a file, which a finding must not repeat either.
func (s *searcher) name(file string) {
	values, shapes := s.known.Search([]byte(file))
	s.report(diag.File(s.folder(file)), file, "the name of a file in this folder", "", values, shapes)
}

// folder is the innermost folder of a file whose name is no secret.
func (s *searcher) folder(file string) string {
	for {
		file = path.Dir(file)
		if values, shapes := s.known.Search([]byte(file)); len(values)+len(shapes) == 0 {
			return file
		}
	}
}

// content looks at what is in a file, once for each line and kind.
func (s *searcher) content(file string, data []byte) {
	values, shapes := s.known.Search(data)
	if len(values)+len(shapes) == 0 {
		return
	}
	lines := map[int][2][]secret.Match{}
	for i, matches := range [][]secret.Match{values, shapes} {
		for _, m := range matches {
			start := lineStart(data, m.Start)
			found := lines[start]
			if !slices.ContainsFunc(found[i], func(o secret.Match) bool { return o.Name == m.Name }) {
				found[i] = append(found[i], m)
			}
			lines[start] = found
		}
	}
	for _, start := range slices.Sorted(maps.Keys(lines)) {
		pos := hcl.Pos{Line: 1 + bytes.Count(data[:start], []byte("\n")), Column: 1, Byte: start}
		where := s.redactor.Redact(fieldAt(file, data, pos.Line))
		s.report(hcl.Range{Filename: file, Start: pos, End: pos}, file, "this file", where, lines[start][0], lines[start][1])
	}
}

func lineStart(data []byte, offset int) int { return bytes.LastIndexByte(data[:offset], '\n') + 1 }

// report reports what was found at one place.
func (s *searcher) report(at hcl.Range, file, what, where string, values, shapes []secret.Match) {
	add := func(format, name string) {
		detail := fmt.Sprintf(format, name, what) + " "
		if where != "" {
			detail += "It is " + where + ". "
		}
		s.diags = append(s.diags, diag.Error(at, "Secret in a file", detail+s.cure(file)))
	}
	for _, m := range values {
		add(s.value, m.Name)
	}
	for _, m := range shapes {
		add(s.shape, m.Name)
	}
}
