package fence

import (
	"bytes"
	"fmt"
	"path"

	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
)

// walk follows kustomization files from folder to folder.
type walk struct {
	files   map[string][]byte
	folders map[string]bool
	visited map[string]bool
	objects int // documents in the files of objects that were reached
	diags   hcl.Diagnostics
}

func newWalk(files map[string][]byte) *walk {
	w := &walk{files: files, folders: map[string]bool{}, visited: map[string]bool{}}
	for p := range files {
		for folder := path.Dir(p); !w.folders[folder] && folder != "."; folder = path.Dir(folder) {
			w.folders[folder] = true
		}
	}
	return w
}

// folder holds the kustomization file of a folder, and all that it reaches, to
// the rule. A folder without one is Kustomize's to refuse.
func (w *walk) folder(folder string) {
	if w.visited[folder] {
		return
	}
	w.visited[folder] = true
	var names []string
	for _, name := range konfig.RecognizedKustomizationFileNames() {
		if p := path.Join(folder, name); w.files[p] != nil {
			names = append(names, p)
		}
	}
	if len(names) > 1 {
		w.refuse(names[1], 1, "Two kustomization files", fmt.Sprintf("%q and %q are in one folder, and Kustomize takes no more than one. Delete one of them.", names[0], names[1]))
	}
	for _, p := range names {
		w.kustomization(p)
	}
}

func (w *walk) kustomization(p string) {
	var k types.Kustomization
	if err := k.Unmarshal(w.files[p]); err != nil {
		w.refuse(p, lineOfError(w.files[p]), "Invalid kustomization file", fmt.Sprintf("Kustomize cannot read this file: %s.", oneLine(err)))
		return
	}
	w.fields(document{p, w.files[p], path.Dir(p), 1}, &k, "")
}

// document is what names are found in, and the folder that they start from.
type document struct {
	path   string
	text   []byte
	folder string
	// first is the line of the file that the text begins on.
	first int
}

// refuse reports something at a line. YAML ends lines at more than editors do, so
// it may count more of them.
func (w *walk) refuse(p string, line int, summary, detail string) {
	start := hcl.Pos{Line: min(line, 1+bytes.Count(w.files[p], []byte("\n"))), Column: 1}
	at := hcl.Range{Filename: p, Start: start, End: start}
	for _, d := range w.diags {
		if *d.Subject == at && d.Summary == summary && d.Detail == detail {
			return
		}
	}
	w.diags = append(w.diags, &hcl.Diagnostic{Severity: hcl.DiagError, Summary: summary, Detail: detail, Subject: &at})
}
