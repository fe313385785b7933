package review

import (
	"fmt"
	"maps"
	"strings"

	"example.com/metaflow-gitops/generator/stack"
	"example.com/metaflow-gitops/generator/tfoutput"
)

// Against compares two stacks of one tree. Each difference must be tied to an
// output, to a line of stack.hcl or to a file of base/; one that is tied to
// nothing but which stack it is, is a finding. Both sides must be built.
func (c Comparison) Against() StackReport {
	s := StackReport{Name: c.Name, Failures: c.Failures}
	c.parse(&c.Before, "before", &s)
	c.parse(&c.After, "after", &s)
	if len(s.Failures) > 0 {
		s.State = StackFailed
		return s
	}
	s.whole = c.whole()
	a := &stages{attribution: attribution{before: c.Before, after: c.After, build: c.Build, inputs: changedInputs(c.Before.Inputs, c.After.Inputs)}}
	aliased := a.alias(c.Before.Objects)
	a.compareNames(aliased)
	s.Objects = Compare(aliased, c.After.Objects)
	s.State = c.state(s.Objects)
	for i := range s.Objects {
		s.Objects[i].Findings = a.attribute(&s.Objects[i])
		s.Findings = append(s.Findings, s.Objects[i].Findings...)
	}
	followRenames(s.Objects)
	return s
}

// stages ties the differences of two stacks to what they are made of.
type stages struct {
	attribution
	// called are the differences that are there even if every text had this
	// stack's name in the place of the other's.
	called index
	// byName are the differences that the name of the stack makes by itself:
	// between the other stack and what it would be under this one's name.
	byName index
}

// alias gives the objects of the other stack the names that they would have
// here, so that prod-services is compared with staging-services.
func (a *stages) alias(objects []Object) []Object {
	cluster := ""
	for _, o := range a.after.Objects {
		if o.Cluster != "" {
			cluster = o.Cluster
		}
	}
	all := make([]Object, len(objects))
	for i, o := range objects {
		o.Name = a.renamed(o.Name)
		if o.Cluster != "" && cluster != "" {
			o.Cluster = cluster
		}
		all[i] = o
	}
	return all
}

// renamed is a text of the other stack with this one's name in it.
func (a *stages) renamed(text string) string {
	return strings.ReplaceAll(text, a.before.Name, a.after.Name)
}

func (a *stages) attribute(o *ObjectChange) (findings []string) {
	if o.Action != Changed {
		if o.Causes = a.causes(*o, nil); len(o.Causes) == 0 {
			findings = append(findings, o.Object.String()+": "+withoutCause)
		}
	}
	for i := range o.Changes {
		ch := &o.Changes[i]
		if ch.Causes = a.causes(*o, ch.Path); len(ch.Causes) == 0 {
			findings = append(findings, fmt.Sprintf("%s %s: %s", o.Object, ch.Path, withoutCause))
		}
	}
	return findings
}

const withoutCause = "no output, no line of stack.hcl and no file of base/ makes this difference"

// causes are the inputs behind one difference; none is a finding.
func (a *stages) causes(o ObjectChange, p Path) []Cause {
	if p == nil && a.called.has(o, p) && a.byName.has(o, p) {
		// What is in the object does not tell why it is there at all.
		return nil
	}
	for _, b := range []*Built{a.after.Built, a.before.Built} {
		if found := a.bySource(b, a.named(o, b), p); len(found) > 0 {
			return unique(found)
		}
	}
	switch {
	case !a.called.has(o, p):
		return a.outputs("stack")
	case a.byName.has(o, p):
		return nil
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
func (a *stages) named(o ObjectChange, b *Built) ObjectChange {
	if b == a.before.Built && o.before != nil {
		o.Object.Name = textAt(o.before.Fields, "metadata", "name")
	}
	return o
}

// outputs are the causes that a changed output gives.
func (a *stages) outputs(name string) []Cause {
	var all []Cause
	for _, in := range a.inputs {
		if in.Kind == stack.FromOutput && relates(in.path, name) {
			all = append(all, in.Cause)
		}
	}
	return all
}

// compareNames finds out what the name of the stack makes of it: as text, and
// as a reason of its own.
func (a *stages) compareNames(aliased []Object) {
	called := a.allWithName(aliased)
	a.called = indexed(Compare(called, a.after.Objects))
	in := a.before.Inputs
	in.Name, in.Outputs = a.after.Name, withOutput(in.Outputs, a.after.Outputs, "stack")
	if objects := a.objects(in); objects != nil {
		a.byName = indexed(Compare(called, a.allWithName(a.alias(objects))))
	}
}

func (a *stages) allWithName(objects []Object) []Object {
	all := make([]Object, len(objects))
	for i, o := range objects {
		o.Fields, _ = a.withName(o.Fields).(map[string]any)
		all[i] = o
	}
	return all
}

// withName puts this stack's name into every text of a value.
func (a *stages) withName(v any) any {
	switch v := v.(type) {
	case map[string]any:
		m := make(map[string]any, len(v))
		for k, inner := range v {
			m[a.renamed(k)] = a.withName(inner)
		}
		return m
	case []any:
		list := make([]any, len(v))
		for i, inner := range v {
			list[i] = a.withName(inner)
		}
		return list
	case string:
		return a.renamed(v)
	}
	return v
}

// objects are those of a stack that nobody has; nil where it cannot be made.
func (a *stages) objects(in Inputs) []Object {
	built, diags := a.build(in)
	if diags.HasErrors() {
		return nil
	}
	objects, err := Objects(built.Files)
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
