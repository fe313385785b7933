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
// and in an order that can work. It reads the sync objects as an engine would,
// and trusts nothing that the plan meant by them.
func (f *findings) sync(documents []plan.Map) {
	var steps []step
	if f.stack.Config.Engine.String() == stack.ArgoCD {
		steps = f.argoSteps(documents)
	} else {
		steps = f.fluxSteps(documents)
	}
	order := f.order(steps)
	where := f.reach(steps)
	if order != nil {
		f.dependencies(where, order)
	}
}

// syncFile is the place of findings about the sync objects themselves.
func (f *findings) syncFile() stack.Origin {
	start := hcl.InitialPos
	return stack.Origin{Kind: stack.FromGenerator, Range: hcl.Range{Filename: plan.SyncPath(f.stack), Start: start, End: start}}
}

func (f *findings) syncFault(summary, format string, args ...any) {
	f.at(f.syncFile(), summary, format, args...)
}

// reach finds the step of each object, by the object's place in the list.
func (f *findings) reach(steps []step) map[int]string {
	where := map[int]string{}
	for i, o := range f.rendered.Objects {
		var found []string
		for _, s := range steps {
			if s.holds(o) {
				found = append(found, s.name)
			}
		}
		switch len(found) {
		case 0:
			f.object(o, []string{"metadata", "annotations", plan.WaveAnnotation}, "Object is never synced", "%s is in wave %q, which no step of the sync holds. The waves are %s; correct the annotation %s.", o, o.Wave(), strings.Join(waveNumbers(), ", "), plan.WaveAnnotation)
		case 1:
			where[i] = found[0]
		default:
			f.object(o, nil, "Object is synced twice", "%s is applied by %s. Two owners of one object fight over it.", o, strings.Join(found, " and "))
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
			f.syncFault("Duplicate sync object", "There are two steps named %q.", s.name)
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
				f.syncFault("Unknown dependency", "%q waits for %q, which does not exist, so it would never be applied.", s.name, a)
			}
		}
		if slices.Contains(before[s.name], s.name) {
			f.syncFault("Circular dependency", "%q waits for itself through %s, so it would never be applied.", s.name, strings.Join(s.after, ", "))
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

// need is an object that another one cannot do without.
type need struct{ what, why string }

// dependencies proves that what an object needs is there before it, or comes
// in the same step, within which both engines sort by kind.
func (f *findings) dependencies(where map[int]string, before map[string][]string) {
	for i, o := range f.rendered.Objects {
		for j, other := range f.rendered.Objects {
			n, needs := needsOf(o, other)
			from, to := where[i], where[j]
			if !needs || from == "" || to == "" || !n.violated(from, to, before) {
				continue
			}
			f.object(o, []string{"metadata", "annotations", plan.WaveAnnotation}, "Object before what it needs", "%s is applied in %q, but %s, %s, only in %q. Give %s an earlier wave with the annotation %s, or this one a later one.", o, from, other, n.why, to, other, plan.WaveAnnotation)
		}
	}
}

// violated tells whether the needed object comes too late. A custom object
// cannot share its step with its definition: engines check a whole step first.
func (n need) violated(from, to string, before map[string][]string) bool {
	if from == to {
		return n.what == "definition"
	}
	return !slices.Contains(before[from], to)
}

// needsOf tells whether o needs other.
func needsOf(o, other render.Object) (need, bool) {
	switch other.Kind {
	case "Namespace":
		return need{"namespace", "its namespace"}, o.Namespace == other.Name
	case "CustomResourceDefinition":
		group, _, _ := strings.Cut(o.APIVersion, "/")
		return need{"definition", "the definition of its kind"}, other.Get("spec", "group") == group && other.Get("spec", "names", "kind") == o.Kind
	case "ServiceAccount":
		runs := o.Pod().Get("spec") != nil && o.Namespace == other.Namespace
		return need{"account", "the service account of its pods"}, runs && accountOf(o) == other.Name
	case "SecretProviderClass":
		return need{"class", "which its pods mount"}, o.Namespace == other.Namespace && mounts(o, other.Name)
	}
	return need{}, false
}
