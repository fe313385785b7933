package cause

import (
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
)

// trial is what becomes of the newer side when one input is put back.
type trial struct {
	causes []Cause
	differ index
}

// maxTrials bounds how often a stack is built for its causes.
const maxTrials = 24

// byTrial finds what made a change that no source explains.
func (a *attribution) byTrial(o diff.Subject, p manifest.Path) []Cause {
	then := a.reference()
	if then.differ.has(o, p) {
		return []Cause{{Kind: manifest.FromGenerator}}
	}
	if found := a.bySource(then.built, o, p); len(found) > 0 {
		return found
	}
	if all := unsure(a.inputs); len(all) == 1 {
		return all
	}
	if found := a.tried(o, p); len(found) > 0 {
		return found
	}
	if found := a.together(o, p); len(found) > 0 {
		return found
	}
	return unsure(a.inputs)
}

// tried are the inputs without which a change would not be.
func (a *attribution) tried(o diff.Subject, p manifest.Path) []Cause {
	var found []Cause
	for _, t := range a.trials() {
		if t.differ.has(o, p) {
			found = append(found, t.causes...)
		}
	}
	return found
}

// outermost drops the arguments of a block that came or went as a whole, and so
// stands for them.
func outermost(inputs []input) []input {
	var all []input
	for _, in := range inputs {
		if !slices.ContainsFunc(inputs, func(outer input) bool { return outer.contains(in) }) {
			all = append(all, in)
		}
	}
	return all
}

// unsure are the inputs as possible causes, decisions first: what is there at
// all is mostly decided by these.
func unsure(inputs []input) []Cause {
	var all, facts []Cause
	for _, in := range outermost(inputs) {
		if in.Kind == manifest.FromStackFile {
			all = append(all, in.Cause)
		} else {
			facts = append(facts, in.Cause)
		}
	}
	all = append(all, facts...)
	for i := range all {
		all[i].Unsure = len(all) > 1
	}
	return all
}

// reference builds the older inputs with the generator of now; it is empty when
// that cannot be done.
func (a *attribution) reference() *reference {
	if a.then != nil {
		return a.then
	}
	a.then = new(reference)
	if a.before.Outputs == nil || a.before.HCL == nil {
		return a.then
	}
	built, diags := a.build(a.before.Inputs)
	if diags.HasErrors() {
		return a.then
	}
	if objects, err := diff.Objects(built.Files); err == nil {
		a.then = &reference{built, indexed(diff.Compare(a.before.Objects, objects))}
	}
	return a.then
}

// trials puts back one input after the other: each argument of stack.hcl, each
// output, and each file of base/.
func (a *attribution) trials() []trial {
	if a.trial != nil {
		return a.trial
	}
	a.trial = []trial{}
	for _, g := range a.groups() {
		if differ := a.compareWith(a.without(a.after.Inputs, g[0])); differ != nil {
			a.trial = append(a.trial, trial{unsure(g), differ})
		}
	}
	return a.trial
}

// groups are the inputs that are put back at once: those of one argument of
// stack.hcl, of one output, of one file of base/.
func (a *attribution) groups() [][]input {
	place := map[string]int{}
	var groups [][]input
	for _, in := range outermost(a.inputs) {
		name := a.group(in)
		if _, there := place[name]; !there {
			place[name] = len(groups)
			groups = append(groups, nil)
		}
		groups[place[name]] = append(groups[place[name]], in)
	}
	return groups[:min(len(groups), maxTrials)]
}

func (a *attribution) group(in input) string {
	name := in.path
	if in.Kind == manifest.FromOutput {
		name, _, _ = strings.Cut(in.path, ".")
	}
	return string(in.Kind) + " " + name
}

// without are inputs with one of them as it was.
func (a *attribution) without(inputs Inputs, in input) Inputs {
	switch in.Kind {
	case manifest.FromStackFile:
		inputs.HCL = putBackArgument(a.before.Inputs, inputs, in.path)
	case manifest.FromOutput:
		name, _, _ := strings.Cut(in.path, ".")
		doc := *inputs.Outputs
		doc.Outputs = maps.Clone(doc.Outputs)
		putBack(doc.Outputs, a.before.Outputs.Outputs, name)
		inputs.Outputs = &doc
	case manifest.FromBase:
		files := maps.Clone(inputs.Base.Files)
		putBack(files, a.before.Base.Files, in.path)
		inputs.Base = render.Base{Files: files}
	}
	return inputs
}

// putBack makes a member of a map what it was.
func putBack[V any](now, old map[string]V, name string) {
	if was, there := old[name]; there {
		now[name] = was
	} else {
		delete(now, name)
	}
}
