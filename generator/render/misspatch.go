package render

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/tree"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/kustomize/api/konfig"
)

// missed matches the way in which Kustomize refuses a patch that names its object, which
// is not there.
var missed = regexp.MustCompile(`no matches for Id ([A-Z][A-Za-z]*)\.[^/\s]+/([^\s;"]+)`)

// missedPatch finds the patch of a component that an error of Kustomize is about, or
// nothing.
func (r *Rendered) missedPatch(err error) *hcl.Diagnostic {
	m := missed.FindStringSubmatch(err.Error())
	if m == nil {
		return nil
	}
	for _, file := range r.listedKustomizations() {
		for _, s := range r.base.statementsOf(file) {
			for _, p := range s.patches {
				kind, name := member(p.node, "kind"), member(member(p.node, "metadata"), "name")
				if s.Target == nil && kind != nil && name != nil && kind.Value == m[1] && strings.HasPrefix(m[2], name.Value+".") {
					return diag.Error(p.line(name), "Patch without target", fmt.Sprintf("This patch is of %s %q, which the stack does not have. Correct its name and namespace, or leave the component out of this stack's components%s", kind.Value, name.Value, fact.SuggestOr(name.Value, r.declaredNames(kind.Value), ".")))
				}
			}
		}
	}
	return nil
}

// listedKustomizations are the kustomization files of the components that the stack
// lists, and of what is below them.
func (r *Rendered) listedKustomizations() []string {
	var files []string
	for p := range r.base.Files {
		if strings.HasPrefix(p, tree.Components+"/") && !isUnlisted(p, r.stack.Config.Components) && slices.Contains(konfig.RecognizedKustomizationFileNames(), path.Base(p)) {
			files = append(files, p)
		}
	}
	slices.Sort(files)
	return files
}

// declaredNames are those of the objects of a kind in base/ and in the components of the
// stack.
func (r *Rendered) declaredNames(kind string) []string {
	var names []string
	for _, d := range r.declared() {
		if d.Kind == kind && !isUnlisted(d.at.Filename, r.stack.Config.Components) {
			names = append(names, d.Name)
		}
	}
	return names
}
