package fence

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"example.com/metaflow-gitops/generator/diag"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// mostMistakes is how many mistakes one build is told of.
const mostMistakes = 100

// walk follows kustomization files from folder to folder.
type walk struct {
	files   map[string][]byte
	folders map[string]bool
	visited map[string]bool
	way     []string // the folders from the first one to the present one
	told    map[string]bool
	objects int // documents in the files of objects that were reached
	diags   hcl.Diagnostics
}

func newWalk(files map[string][]byte) *walk {
	w := &walk{files: files, folders: map[string]bool{}, visited: map[string]bool{}, told: map[string]bool{}}
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
	w.way = append(w.way, folder)
	defer func() { w.way = w.way[:len(w.way)-1] }()
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

// isOnTheWay reports whether a folder is one of those that led here, or has one
// of them in it: it would be built forever.
func (w *walk) isOnTheWay(folder string) bool {
	return slices.ContainsFunc(w.way, func(p string) bool { return p == folder || strings.HasPrefix(p, folder+"/") })
}

func (w *walk) kustomization(p string) {
	text := w.files[p]
	var k types.Kustomization
	if err := k.Unmarshal(text); err != nil {
		w.refuse(p, lineOfError(text, err), "Invalid kustomization file", fmt.Sprintf("Kustomize cannot read this file: %s.", oneLine(err)))
		return
	}
	if line := secondDocument(text); line > 0 {
		w.refuse(p, line, "Two documents", "Kustomize reads the first document of this file alone. Delete what it would pass by.")
	}
	w.fields(newDocument(p, text, path.Dir(p), 1), &k, "")
}

// document is what names are found in, and the folder that they start from.
type document struct {
	path   string
	text   []byte
	folder string
	// first is the line of the file that the text begins on.
	first int
	// root is its syntax tree, parsed once and only if somebody asks; or nil.
	root func() *yaml.Node
	// scalars are the first with each text, found once and only if somebody asks.
	scalars func() map[string]*yaml.Node
}

func newDocument(p string, text []byte, folder string, first int) document {
	root := sync.OnceValue(func() *yaml.Node { return parse(text) })
	return document{p, text, folder, first, root, sync.OnceValue(func() map[string]*yaml.Node {
		found := map[string]*yaml.Node{}
		index(root(), found, map[*yaml.Node]bool{})
		return found
	})}
}

// refuse reports something at a line. YAML ends lines at more than editors do, so
// it may count more of them.
func (w *walk) refuse(p string, line int, summary, detail string) {
	at := diag.Line(p, min(line, 1+bytes.Count(w.files[p], []byte("\n"))))
	key := fmt.Sprint(at, summary, detail)
	if w.told[key] || len(w.diags) == mostMistakes {
		return
	}
	w.told[key] = true
	w.diags = append(w.diags, diag.Error(at, summary, detail))
}
