// Package cluster checks what people keep beside the generated files: the folder
// in which an engine begins with a cluster, and what Flux leaves out of what it
// brings there. It looks at no disk: a run tells it what will be there.
package cluster

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"github.com/fluxcd/pkg/sourceignore"
	"github.com/fluxcd/pkg/sourceignore/gitignore"
	"github.com/hashicorp/hcl/v2"
)

// Artifact is what Flux's source-controller makes of a commit, and all that the
// cluster sees of it.
type Artifact struct {
	patterns []ignorePattern // the last that matches decides
}

// ignorePattern is a line of a .sourceignore, or of Flux's own without a file.
type ignorePattern struct {
	gitignore.Pattern
	file, text string
	line       int
}

// NewArtifact takes each .sourceignore of the repository that can touch a stack,
// by its path from the root.
func NewArtifact(ignores map[string][]byte) Artifact {
	var own, theirs []ignorePattern
	for _, file := range slices.SortedFunc(maps.Keys(ignores), outerFirst) {
		var domain []string
		if folder := path.Dir(file); folder != "." {
			domain = strings.Split(folder, "/")
		}
		for i, text := range strings.Split(string(ignores[file]), "\n") {
			for _, p := range sourceignore.ReadPatterns(strings.NewReader(text), domain) { // one or none
				theirs = append(theirs, ignorePattern{p, file, text, i + 1})
			}
		}
	}
	flux := sourceignore.VCSPatterns(nil)
	if len(theirs) == 0 {
		flux = append(flux, sourceignore.DefaultPatterns(nil)...)
	}
	for _, p := range flux {
		own = append(own, ignorePattern{Pattern: p})
	}
	return Artifact{append(own, theirs...)}
}

// outerFirst orders files of nested folders.
func outerFirst(a, b string) int {
	return cmp.Or(cmp.Compare(strings.Count(a, "/"), strings.Count(b, "/")), cmp.Compare(a, b))
}

// without is the pattern that leaves a file out, or nil.
func (a Artifact) without(file string) *ignorePattern {
	steps := strings.Split(file, "/")
	for i := len(a.patterns) - 1; i >= 0; i-- {
		switch a.patterns[i].Match(steps, false) {
		case gitignore.Include:
			return nil
		case gitignore.Exclude:
			return &a.patterns[i]
		}
	}
	return nil
}

// Check holds that an artifact has all that Flux needs: the files by the stack
// that needs them.
func (a Artifact) Check(needed map[string][]string) hcl.Diagnostics {
	type loss struct {
		stack, file string
		others      int
	}
	losses := map[*ignorePattern]*loss{}
	for _, stack := range slices.Sorted(maps.Keys(needed)) {
		for _, file := range needed[stack] {
			p := a.without(file)
			if p == nil {
				continue
			}
			if losses[p] == nil {
				losses[p] = &loss{stack, file, -1}
			}
			losses[p].others++
		}
	}
	var diags hcl.Diagnostics
	for i := range a.patterns {
		p := &a.patterns[i]
		l := losses[p]
		if l == nil {
			continue
		}
		at, because := diag.Line(p.file, p.line), fmt.Sprintf("as %q leaves it out. Let the pattern name only what no cluster reads, or take back what it takes too much with a later line that starts with an exclamation mark", strings.TrimSpace(p.text))
		if p.file == "" {
			at, because = diag.Line(l.file, 1), "as it leaves out every file of such a name. Rename it"
		}
		diags = append(diags, diag.Error(at, "File never reaches the cluster",
			fmt.Sprintf("Flux would not bring %s of stack %q to the cluster%s, %s.", l.file, l.stack, others(l.others), because)))
	}
	return diags
}

func others(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return ", nor one more file that a stack needs"
	}
	return fmt.Sprintf(", nor %d more files that stacks need", n)
}

// lineWith is the first line of a file with a text on it as a word, from 1.
func lineWith(data []byte, text string) int {
	word := regexp.MustCompile(`(?m)(?:^|[\s\[,"'])(` + regexp.QuoteMeta(text) + `)(?:[\s\],:"']|$)`)
	at := word.FindSubmatchIndex(data)
	if at == nil {
		return 1
	}
	return 1 + bytes.Count(data[:at[2]], []byte("\n"))
}
