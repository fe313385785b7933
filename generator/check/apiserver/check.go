// Package apiserver checks that the API server of a stack's cluster takes each of its
// objects: those that are rendered, and those that tell the engine of them. Package
// schema finds what it would refuse; this one says where that comes from.
package apiserver

import (
	"maps"

	"example.com/metaflow-gitops/generator/check/finding"
	"example.com/metaflow-gitops/generator/check/schema"
	"example.com/metaflow-gitops/generator/check/secrets"
	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/tree"
)

// class is the class of a problem, by which its finding is known.
type class struct{ summary string }

// classOf is the class of a problem.
func classOf(what schema.What) class {
	switch what {
	case schema.UnknownField:
		return class{"Unknown field of an object"}
	case schema.WrongType:
		return class{"Value of the wrong type"}
	case schema.NotAllowed:
		return class{"Value that is not allowed"}
	case schema.Required:
		return class{"Missing field"}
	case schema.Duplicate:
		return class{"Duplicate entry"}
	case schema.RemovedAPI:
		return class{"API version that is not served"}
	case schema.UnknownKind:
		return class{"Kind that is not served"}
	}
	return class{"Malformed value"}
}

// checks are the checks of one stack.
type checks struct {
	*finding.List
	set *schema.Set
	// told are the kinds without a schema that were named already.
	told map[string]bool
}

// Check adds to a list what an API server would refuse of the stack that it is of.
func Check(l *finding.List, documents []manifest.Map) {
	set, note := schema.For(l.Stack.Contract.Cluster.KubernetesVersion.String())
	if note != "" {
		l.WarnOnce(note, l.Stack.Fact("cluster.kubernetes_version"), "No schemas of this version", "%s", note)
	}
	for _, o := range l.Rendered.Objects {
		if o.Kind == "CustomResourceDefinition" {
			set.Define(o.Fields)
		}
	}
	c := checks{l, set, map[string]bool{}}
	for _, o := range l.Rendered.Objects {
		for _, p := range set.Check(served(o)) {
			c.tell(c.place(o, p), o, p)
		}
		c.unknown(o)
	}
	for _, d := range documents {
		o := manifest.New(d.Plain())
		for _, p := range set.Check(o.Fields) {
			c.tell(c.placeIn(d, p), o, p)
		}
	}
}

// served is an object as the API server gets it: an engine that decrypts a Secret takes
// away what SOPS has put beside its values.
func served(o manifest.Object) map[string]any {
	if o.Kind != "Secret" || !secrets.IsEncrypted(o.Fields) {
		return o.Fields
	}
	fields := maps.Clone(o.Fields)
	delete(fields, "sops")
	delete(fields, "data") // whose values are not base64 before
	return fields
}

// tell reports a problem of an object.
func (c checks) tell(at manifest.Origin, o manifest.Object, p schema.Problem) {
	where := "it"
	if len(p.Path) > 0 {
		where = p.Path.String()
	}
	if p.Advisory {
		c.Warn(at, classOf(p.What).summary, "In %s, %s %s. The API server takes it, but what reads the object does not. %s", o, where, p.Text, p.Cure)
		return
	}
	c.On(o, at, classOf(p.What).summary, "In %s, %s %s. The API server would refuse the object, and the sync would stop there. %s", o, where, p.Text, p.Cure)
}

// unknown says once of a kind that there is no schema for it.
func (c checks) unknown(o manifest.Object) {
	name := o.APIVersion + " " + o.Kind
	if c.told[name] || o.Kind == "" || c.set.Knows(o.APIVersion, o.Kind) || c.set.IsRefused(o.APIVersion, o.Kind) {
		return
	}
	c.told[name] = true
	at := c.Stack.Decision("components") // which bring it; to know which one takes another build
	if at.Range.Filename == "" {
		at.Range = diag.File(tree.Decisions(c.Stack.Name))
	}
	c.WarnOnce(name, at, "Kind without a schema", "%s is of a kind (%s) whose fields are not checked: its definition is not among those that this program knows. A mistake in it shows when the engine applies it.", o, name)
}

// place is where a problem of a rendered object comes from. What is missing is missing
// in what holds it.
func (c checks) place(o manifest.Object, p schema.Problem) manifest.Origin {
	field := p.Path
	if p.What == schema.Required && len(field) > 0 {
		field = field[:len(field)-1]
	}
	return c.Place(o, p.Mark, field.Keys())
}

// placeIn is where a problem of an object comes from that the plan made.
func (c checks) placeIn(d manifest.Map, p schema.Problem) manifest.Origin {
	if from := render.SourcesIn(d, p.Path.Keys()...); len(from) > 0 {
		return from[0]
	}
	return manifest.Origin{Range: diag.File(tree.Decisions(c.Stack.Name))}
}
