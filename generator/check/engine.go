package check

import (
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check/finding"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
)

// steps reads sync objects as the stack's engine would.
func (f *findings) steps(documents []plan.Map) []step {
	if f.Stack.Config.Engine.String() == stack.ArgoCD {
		return f.argoSteps(documents)
	}
	return f.fluxSteps(documents)
}

// engines proves that the other engine would apply the same objects in the same
// order, if the stack had that one: what was reviewed is the same for both.
// Where and before are the steps of the stack's own engine.
func (f *findings) engines(own []step, where map[int]string, before map[string][]string) {
	other := stack.ArgoCD
	if f.Stack.Config.Engine.String() == other {
		other = stack.Flux
	}
	// What is wrong with the other's steps is no finding: nobody applies them.
	twin := &findings{&finding.List{Stack: f.Stack.SyncedBy(other), Rendered: f.Rendered}}
	steps := twin.steps(plan.NewSync(twin.Stack, f.Rendered.Waves()))
	there, order := twin.reach(steps), twin.order(steps)
	if !f.sameObjects(other, where, there) {
		return
	}
	f.sameOrder(other, position{where, before, filled(own, f.Rendered.Objects)}, position{there, order, filled(steps, f.Rendered.Objects)})
}

// filled names the steps that hold an object.
func filled(steps []step, objects []render.Object) []string {
	var names []string
	for _, s := range steps {
		if slices.ContainsFunc(objects, s.holds) {
			names = append(names, s.name)
		}
	}
	return names
}

// sameObjects proves that what one engine applies the other applies, too. What
// neither applies is found by reach.
func (f *findings) sameObjects(other string, where, there map[int]string) bool {
	same := true
	for i, o := range f.Rendered.Objects {
		if where[i] != "" && there[i] == "" {
			same = false
			f.Object(o, []string{"metadata", "annotations", plan.WaveAnnotation}, "Engines select different objects", "%s is applied by %q, but with engine %q nothing would apply it, as it is in wave %q. The waves are %s; correct the annotation %s.", o, where[i], other, o.Wave(), strings.Join(waveNumbers(), ", "), plan.WaveAnnotation)
		}
	}
	return same
}

// position is where the objects are in the order of an engine.
type position struct {
	where  map[int]string
	before map[string][]string
	filled []string
}

// of is the number of steps with objects that are ready before an object is
// applied.
func (p position) of(i int) int {
	n := 0
	for _, name := range p.before[p.where[i]] {
		if slices.Contains(p.filled, name) {
			n++
		}
	}
	return n
}

// sameOrder proves that each object comes after as many steps with one engine
// as with the other, with one finding for each step.
func (f *findings) sameOrder(other string, own, twin position) {
	if own.before == nil || twin.before == nil {
		return
	}
	told := map[string]bool{}
	for i, o := range f.Rendered.Objects {
		here, there := own.where[i], twin.where[i]
		if here == "" || there == "" || own.of(i) == twin.of(i) || told[here] {
			continue
		}
		told[here] = true
		f.syncFault("Engines order objects differently", "%s and whatever else is in %q comes after %s, but with engine %q it would come after %s. Let each step wait for the one before it.", o, here, count(own.of(i)), other, count(twin.of(i)))
	}
}

func count(steps int) string {
	if steps == 1 {
		return "one step"
	}
	return fmt.Sprintf("%d steps", steps)
}
