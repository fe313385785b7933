// Package components checks that what components decide has an effect: Kustomize passes
// over a patch that hits nothing, and what is decided twice is decided once.
package components

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check/finding"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
)

// checks are the checks of one stack.
type checks struct{ *finding.List }

// Check adds to a list what is wrong with the stack that it is of.
func Check(l *finding.List) {
	c := checks{l}
	c.misses()
	c.autoscalers()
	if len(l.Rendered.Components().Statements()) > 0 {
		c.decidedTwice()
	}
}

// misses tells of patches and replacements whose target selects nothing.
func (f checks) misses() {
	for _, m := range f.Rendered.Components().ImageMisses() {
		f.At(manifest.Origin{Kind: manifest.FromBase, Name: m.At.Filename, Range: m.At}, "Patch without target", "This entry of images is for %q, but no container has that image as base/ or a component writes it, so Kustomize passes it over and it changes nothing. Correct the name, or leave the entry out%s", m.Name, fact.SuggestOr(m.Name, m.Written, "."))
	}
	for _, s := range f.Rendered.Components().Misses() {
		at := manifest.Origin{Kind: manifest.FromBase, Name: s.At.Filename, Range: s.At}
		what := "patch"
		if s.Field == "replacements" {
			what = "replacement"
		}
		if s.Target.Kind == "HelmRelease" && f.Stack.Config.Engine.String() == stack.ArgoCD {
			f.At(at, "Patch without target", "This %s is of a HelmRelease, which only Flux has; the engine of this stack is Argo CD, so it changes nothing. Leave the component out of this stack's components.", what)
			continue
		}
		f.At(at, "Patch without target", "This %s selects %s, which the stack does not have, so Kustomize passes it over and it changes nothing. Correct the target, or leave the component out of this stack's components%s", what, target(s), fact.SuggestOr(s.Target.Name, f.names(s.Target.Kind), "."))
	}
}

// target says what a statement selects.
func target(s render.Statement) string {
	var says []string
	for _, field := range [][2]string{{"group", s.Target.Group}, {"version", s.Target.Version}, {"kind", s.Target.Kind}, {"namespace", s.Target.Namespace}, {"name", s.Target.Name}, {"labels", s.Target.LabelSelector}, {"annotations", s.Target.AnnotationSelector}} {
		if field[1] != "" {
			says = append(says, fmt.Sprintf("%s %q", field[0], field[1]))
		}
	}
	return strings.Join(says, ", ")
}

// names are those of the objects of a kind, or of all.
func (f checks) names(kind string) []string {
	found := map[string]bool{}
	for _, o := range f.Rendered.Objects {
		if kind == "" || o.Kind == kind {
			found[render.WithoutHash(o.Name)] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// decidedTwice tells of values of components that stack.hcl decides, too: what stands
// there would not count.
func (f checks) decidedTwice() {
	for _, o := range f.Rendered.Objects {
		isOverruled := func(d render.Decision) bool {
			if fmt.Sprint(o.At(d.Path...)) == fmt.Sprint(d.Value) {
				return false
			}
			_, is := f.Rendered.Components().Overrules(o, d.Path...)
			return is
		}
		for _, d := range f.Rendered.Decisions(o, isOverruled) {
			at, _ := f.Rendered.Components().Overrules(o, d.Path...)
			f.At(at, "Decided twice", "The component sets %s of %s to %v, and stack.hcl to %v by %s, which would have no effect. Remove it here, or the argument there.", strings.Join(d.Path, "."), o, o.At(d.Path...), d.Value, d.From.Name)
		}
	}
}

// autoscalers tells of a number of replicas beside what scales them: the engine would set
// it again at each sync.
func (f checks) autoscalers() {
	for _, o := range f.Rendered.Objects {
		isScaler := o.Kind == "HorizontalPodAutoscaler" && o.Group() == "autoscaling" || o.Kind == "ScaledObject" && o.Group() == "keda.sh"
		if !isScaler {
			continue
		}
		kind, name := manifest.Text(o.Fields, "spec", "scaleTargetRef", "kind"), manifest.Text(o.Fields, "spec", "scaleTargetRef", "name")
		if kind == "" {
			kind = "Deployment"
		}
		workload, found := f.Find(kind, o.Namespace, name)
		switch {
		case !found && slices.Contains([]string{"Deployment", "StatefulSet"}, kind):
			f.Object(o, []string{"spec", "scaleTargetRef", "name"}, "Autoscaler without target", "%s scales %s %s/%s, which the stack does not have, so it changes nothing%s", o, kind, o.Namespace, name, fact.SuggestOr(name, f.names(kind), ". Correct its scaleTargetRef."))
		case found && workload.Get("spec", "replicas") != nil:
			f.Object(o, []string{"spec", "scaleTargetRef"}, "Replicas beside an autoscaler", "%s scales %s, which has spec.replicas: %v; each sync would set that again, against the autoscaler. Take spec.replicas away by a patch, with op: remove, and the argument replicas out of stack.hcl.", o, workload, workload.Get("spec", "replicas"))
		}
	}
}
