package check

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
)

// A step is one thing that a GitOps engine does as a whole: a Flux
// Kustomization, or a wave of an Argo CD Application.
type step struct {
	name  string
	holds func(render.Object) bool
	after []string // names of the steps that must be ready before
}

// sync proves that the entry points reach every rendered object exactly once,
// in an order that can work, as it was reviewed, and that the other engine would
// do the same. It reads the sync objects as an engine would, and trusts nothing
// that the plan meant by them.
func (f *findings) sync(documents []plan.Map) {
	f.marks()
	if f.Stack.Config.Engine.String() == stack.ArgoCD {
		f.argoObjects(documents)
	} else {
		f.fluxObjects(documents)
		f.fluxCharts()
	}
	f.checkCharts(documents)
	steps := f.steps(documents)
	order := f.order(steps)
	where := f.reach(steps)
	if order != nil {
		f.dependencies(where, order)
	}
	f.engines(steps, where, order)
}

// syncFile is the place of findings about the sync objects themselves.
func (f *findings) syncFile() stack.Origin {
	start := hcl.InitialPos
	return stack.Origin{Kind: stack.FromGenerator, Range: hcl.Range{Filename: plan.SyncPath(f.Stack), Start: start, End: start}}
}

func (f *findings) syncFault(summary, format string, args ...any) {
	f.At(f.syncFile(), summary, format, args...)
}

// reach finds the step of each object, by the object's place in the list.
func (f *findings) reach(steps []step) map[int]string {
	where := map[int]string{}
	for i, o := range f.Rendered.Objects {
		var found []string
		for _, s := range steps {
			if s.holds(o) {
				found = append(found, s.name)
			}
		}
		switch len(found) {
		case 0:
			f.Object(o, []string{"metadata", "annotations", plan.WaveAnnotation}, "Object is never synced", "%s is in wave %q, which no step of the sync holds. The waves are %s; correct the annotation %s.", o, o.Wave(), strings.Join(waveNumbers(), ", "), plan.WaveAnnotation)
		case 1:
			where[i] = found[0]
		default:
			f.Object(o, nil, "Object is synced twice", "%s is applied by %s. Two owners of one object fight over it: let one step alone hold it.", o, strings.Join(found, " and "))
		}
	}
	return where
}

func waveNumbers() []string {
	var numbers []string
	for _, w := range plan.Waves() {
		numbers = append(numbers, w.Number)
	}
	return numbers
}

// order gives for each step the set of all steps that are ready before it, or
// nil when the steps wait for each other in a circle.
func (f *findings) order(steps []step) map[string][]string {
	before := map[string][]string{}
	for _, s := range steps {
		if _, twice := before[s.name]; twice {
			f.syncFault("Duplicate sync object", "There are two steps named %q. Remove one.", s.name)
			return nil
		}
		before[s.name] = s.after
	}
	for range steps {
		for name := range before {
			before[name] = withIndirect(before, name)
		}
	}
	for _, s := range steps {
		for _, a := range s.after {
			if _, there := before[a]; !there {
				f.syncFault("Unknown dependency", "%q waits for %q, which does not exist, so it would never be applied. Name a step of this stack.", s.name, a)
			}
		}
		if slices.Contains(before[s.name], s.name) {
			f.syncFault("Circular dependency", "%q waits for itself through %s, so it would never be applied; Flux would not even tell the others of a new commit. Let no step wait for a later one.", s.name, strings.Join(s.after, ", "))
			return nil
		}
	}
	return before
}

func withIndirect(before map[string][]string, name string) []string {
	all := slices.Clone(before[name])
	for _, direct := range before[name] {
		all = append(all, before[direct]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
