package cause

import (
	"fmt"
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/tfoutput"
)

// Against compares two stacks of one tree. Each difference must be tied to an
// output, to a line of stack.hcl or to a file of base/; one that is tied to
// nothing but which stack it is, is a finding. Both sides must be built.
func Against(before, after Side, generator Build) []ObjectChange {
	a := &stages{attribution: attribution{before: before, after: after, build: generator, inputs: changedInputs(before.Inputs, after.Inputs)}}
	a.compareNames()
	changes := WithoutCauses(diff.Compare(a.aliased, after.Objects))
	for i := range changes {
		changes[i].Findings = a.attribute(&changes[i])
	}
	followRenames(changes)
	return changes
}

// stages ties the differences of two stacks to what they are made of. What the
// name of a stack makes is known by building the other stack under this one's
// name, wherever the generator puts it.
type stages struct {
	attribution
	// aliased are the objects of the other stack as they are called under this
	// one's name, so that prod-services is compared with staging-services.
	aliased []diff.Object
	// left are the differences that are there even under one name; nil where the
	// other stack cannot be built under it.
	left index
	// byName are the differences that the name makes, other than by standing in
	// a text.
	byName index
}

// compareNames finds out what the name of the stack makes: as text, and as a
// reason of its own.
func (a *stages) compareNames() {
	in := a.before.Inputs
	in.Name, in.Outputs = a.after.Name, withOutput(in.Outputs, a.after.Outputs, "stack")
	names := naming{a.before.Name, a.after.Name}
	under := a.onCluster(a.objects(in))
	a.aliased = names.alias(a.onCluster(a.before.Objects), under)
	if under == nil {
		return
	}
	a.left = indexed(diff.Compare(under, a.after.Objects))
	a.byName = indexed(diff.Compare(names.rewritten(a.aliased, under), under))
}

// onCluster puts the sync objects of the other stack to where this one's are.
func (a *stages) onCluster(objects []diff.Object) []diff.Object {
	i := slices.IndexFunc(a.after.Objects, func(o diff.Object) bool { return o.Cluster != "" })
	moved := slices.Clone(objects)
	for j := range moved {
		if i >= 0 && moved[j].Cluster != "" {
			moved[j].Cluster = a.after.Objects[i].Cluster
		}
	}
	return moved
}

func (a *stages) attribute(o *ObjectChange) (findings []string) {
	if o.Action != diff.Changed {
		if o.Causes = a.causes(o.Subject, nil); len(o.Causes) == 0 {
			findings = append(findings, o.Object.String()+": "+withoutCause)
		}
	}
	for i := range o.Changes {
		ch := &o.Changes[i]
		if ch.Causes = a.causes(o.Subject, ch.Path); len(ch.Causes) == 0 {
			findings = append(findings, fmt.Sprintf("%s %s: %s", o.Object, ch.Path, withoutCause))
		}
	}
	return findings
}

const withoutCause = "no output, no line of stack.hcl and no file of base/ makes this difference"

// causes are the inputs behind one difference; none is a finding.
func (a *stages) causes(o diff.Subject, p manifest.Path) []Cause {
	if p == nil && a.byName.has(o, p) {
		// What is in the object does not tell why it is there at all.
		return nil
	}
	for _, b := range []*build.Built{a.after.Built, a.before.Built} {
		if found := a.bySource(b, a.named(o, b), p); len(found) > 0 {
			return unique(found)
		}
	}
	switch {
	case a.byName.has(o, p):
		return nil
	case a.left != nil && !a.left.has(o, p):
		return a.outputs("stack")
	}
	if found := a.tried(o, p); len(found) > 0 {
		return unique(found)
	}
	if found := a.together(o, p); len(found) > 0 {
		return unique(found)
	}
	return unsure(a.inputs)
}

// named is the object as it is called in a built stack.
func (a *stages) named(o diff.Subject, b *build.Built) diff.Subject {
	if b == a.before.Built && o.Before != nil {
		o.Object.Name = manifest.Text(o.Before.Fields, "metadata", "name")
	}
	return o
}

// outputs are the causes that a changed output gives.
func (a *stages) outputs(name string) []Cause {
	var all []Cause
	for _, in := range a.inputs {
		if in.Kind == manifest.FromOutput && relates(in.path, name) {
			all = append(all, in.Cause)
		}
	}
	return all
}

// objects are those of a stack that nobody has; nil where it cannot be made.
func (a *stages) objects(in Inputs) []diff.Object {
	built, diags := a.build(in)
	if diags.HasErrors() {
		return nil
	}
	objects, err := diff.Objects(built.Files)
	if err != nil {
		return nil
	}
	return objects
}

// withOutput are outputs with one of another document's.
func withOutput(d, other *tfoutput.Document, name string) *tfoutput.Document {
	copied := *d
	copied.Outputs = maps.Clone(d.Outputs)
	putBack(copied.Outputs, other.Outputs, name)
	return &copied
}
