package render

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fence"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/tree"
	"github.com/hashicorp/hcl/v2"
	"sigs.k8s.io/kustomize/api/konfig"
)

// explain says why Kustomize could not build the overlay, at the place that
// comes closest.
func (r *Rendered) explain(err error) hcl.Diagnostics {
	if _, diags := r.base.documents(anyText); diags.HasErrors() {
		return diags // which says it better than Kustomize
	}
	if d := r.missedPatch(err); d != nil {
		return hcl.Diagnostics{d}
	}
	at, found := r.objectIn(err)
	if !found {
		at, found = r.culprit(err)
	}
	if !found {
		at = r.stack.Decision("components").Range
	}
	detail := fmt.Sprintf("Kustomize cannot build the overlay: %s. The cause is in base/, or in a component that stack.hcl lists.", oneLine(err))
	return hcl.Diagnostics{diag.Error(at, "Overlay does not build", detail)}
}

// named matches the way in which Kustomize names an object: by its kind, version
// and group, and its name and namespace.
var named = regexp.MustCompile(`\b([A-Z][A-Za-z]*)\.v[0-9a-z]+\.[^/\s]+/([a-z0-9.-]+)`)

// objectIn is the place of the object that an error of Kustomize is about.
func (r *Rendered) objectIn(err error) (hcl.Range, bool) {
	m := named.FindStringSubmatch(err.Error())
	if m == nil {
		return hcl.Range{}, false
	}
	best := document{}
	for _, d := range r.declared() {
		isIt := d.Kind == m[1] && (d.Name == m[2] || strings.HasPrefix(m[2], d.Name+"."))
		if isIt && len(d.Name) > len(best.Name) && !isUnlisted(d.at.Filename, r.stack.Config.Components) {
			best = d
		}
	}
	return best.at, best.Name != ""
}

// culprit is the component without which the overlay builds. None is looked for
// after a build that was given up: it is still running.
func (r *Rendered) culprit(err error) (hcl.Range, bool) {
	if errors.Is(err, errTooLong) || errors.Is(err, errTooLarge) || errors.Is(err, fence.ErrBusy) {
		return hcl.Range{}, false
	}
	patience := time.After(time.Second)
	for i, c := range r.stack.Config.Components {
		select {
		case <-patience:
			return hcl.Range{}, false
		default:
		}
		without := *r.stack
		without.Config.Components = slices.Delete(slices.Clone(without.Config.Components), i, i+1)
		folder := tree.Overlay(r.stack.Name)
		overlay := plan.New(&without, r.base.Images(without.Config.Components))
		if _, err := kustomize(layOut(r.base, folder, overlay), folder); err != nil {
			continue
		}
		for _, name := range konfig.RecognizedKustomizationFileNames() {
			if p := path.Join(c.String(), name); r.base.Files[p] != nil {
				return hcl.Range{Filename: p, Start: hcl.InitialPos, End: hcl.InitialPos}, true
			}
		}
	}
	return hcl.Range{}, false
}
