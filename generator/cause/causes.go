package cause

import (
	"slices"

	"example.com/metaflow-gitops/generator/build"
	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
)

// attribution ties the changes of one stack to the inputs that differ.
type attribution struct {
	before, after Side
	build         Build
	inputs        []input
	// then are the changes between what the older side has and what the
	// generator makes of its inputs now; trial those between each input being
	// put back and the newer side, spans the same for several inputs. All are made when they are needed.
	then  *reference
	trial []trial
	spans map[span]index
}

// reference is what the generator makes of the older inputs.
type reference struct {
	built  *build.Built
	differ index
}

// index are changes by the object that they are about.
type index map[diff.ID]diff.ObjectChange

func indexed(changes []diff.ObjectChange) index {
	all := index{}
	for _, o := range changes {
		all[o.Object] = o
		if o.From != nil {
			all[*o.From] = o
		}
	}
	return all
}

// has reports whether a field of an object is among the changes, or the object
// as a whole where the path is nil.
func (x index) has(o diff.Subject, p manifest.Path) bool {
	found, there := x[o.Object]
	if !there && o.From != nil {
		found, there = x[*o.From]
	}
	switch {
	case !there:
		return false
	case found.Action == diff.Added || found.Action == diff.Removed || p == nil:
		return p != nil || found.Action != diff.Changed
	}
	return slices.ContainsFunc(found.Changes, func(ch diff.Change) bool { return ch.Path.Touches(p) })
}

// Attribute names the causes of changes. The newer side must be built.
func Attribute(changes []diff.ObjectChange, before, after Side, generator Build) []ObjectChange {
	a := &attribution{before: before, after: after, build: generator, inputs: changedInputs(before.Inputs, after.Inputs)}
	all := WithoutCauses(changes)
	for i := range all {
		o := &all[i]
		if o.Action != diff.Changed {
			o.Causes = a.causes(o.Subject, nil, nil)
		}
		for j := range o.Changes {
			ch := &o.Changes[j]
			ch.Causes = a.causes(o.Subject, ch.Path, &ch.Change)
		}
	}
	followRenames(all)
	return all
}

// causes finds what made one change: first by where the field comes from, then
// by trying what the stack would be with each input put back.
func (a *attribution) causes(o diff.Subject, p manifest.Path, ch *diff.Change) []Cause {
	if len(a.inputs) == 0 {
		return []Cause{{Kind: manifest.FromGenerator}}
	}
	found := a.bySource(a.after.Built, o, p)
	if len(found) == 0 || p == nil || isWide(ch) {
		found = append(found, a.byBase(o, p)...)
	}
	if len(found) > 0 {
		return unique(found)
	}
	return unique(a.byTrial(o, p))
}

// isWide reports whether a change is about more than one plain value, or about an
// image, whose name and tag have different sources.
func isWide(ch *diff.Change) bool {
	last := ch.Path[len(ch.Path)-1].Key
	return last == "image" || ch.Before != nil && !manifest.IsScalar(ch.Before) || ch.After != nil && !manifest.IsScalar(ch.After)
}

func unique(causes []Cause) []Cause {
	var all []Cause
	for _, c := range causes {
		if !slices.ContainsFunc(all, func(other Cause) bool { return other.String() == c.String() }) {
			all = append(all, c)
		}
	}
	return all
}

// bySource finds the changed inputs among those that the plan says are in the
// field.
func (a *attribution) bySource(b *build.Built, o diff.Subject, p manifest.Path) []Cause {
	var found []Cause
	for _, from := range Sources(b, o, p) {
		found = append(found, a.related(from)...)
	}
	return found
}

// related are the changed inputs that an origin leads to: itself, or the
// outputs that its argument of stack.hcl uses.
func (a *attribution) related(from manifest.Origin) []Cause {
	kind := from.Kind
	if kind == manifest.FromDefault {
		kind = manifest.FromStackFile // an argument that is no longer given
	}
	var own []input
	for _, in := range a.inputs {
		if in.Kind == kind && relates(in.path, from.Name) {
			own = append(own, in)
		}
	}
	if len(own) > 0 || kind != manifest.FromStackFile {
		return innermost(own)
	}
	var found []Cause
	for _, output := range arguments(a.after.Inputs)[from.Name].outputs {
		for _, in := range a.inputs {
			if in.Kind == manifest.FromOutput && relates(in.path, output) {
				found = append(found, in.Cause)
			}
		}
	}
	return found
}

// innermost drops the blocks around what is named itself.
func innermost(inputs []input) []Cause {
	var all []Cause
	for _, in := range inputs {
		if !slices.ContainsFunc(inputs, in.contains) {
			all = append(all, in.Cause)
		}
	}
	return all
}

// byBase finds the changed files of base/ that changed this very field: of each
// the first line that did.
func (a *attribution) byBase(o diff.Subject, p manifest.Path) []Cause {
	var found []Cause
	for _, in := range a.inputs {
		i := slices.IndexFunc(in.base, func(b baseChange) bool { return b.shows(p) && a.isOf(in.path, b, o) })
		if i >= 0 {
			c := in.Cause
			c.Line, c.Gone = in.base[i].line, c.Gone || in.base[i].gone
			found = append(found, c)
		}
	}
	return found
}

// isOf reports whether a document of a file of base/ is an object or a patch of
// it, on one of the sides.
func (a *attribution) isOf(file string, b baseChange, o diff.Subject) bool {
	if b.Kind != o.Kind() {
		return false
	}
	for _, side := range []func() *build.Built{func() *build.Built { return a.after.Built }, a.older} {
		built := side()
		if obj, found := objectOf(built, o); found {
			if _, is := b.layer(file, built.Rendered.TrailOf(obj)); is {
				return true
			}
		}
	}
	return false
}

// older is what the older side is built to, as far as it can be.
func (a *attribution) older() *build.Built {
	if a.before.Built != nil {
		return a.before.Built
	}
	return a.reference().built
}

// followRenames gives a reference to a renamed object the cause of the rename.
func followRenames(changes []ObjectChange) {
	for _, renamed := range changes {
		if renamed.From == nil || !diff.IsHashed(renamed.Kind()) || len(renamed.Changes) == 0 {
			continue
		}
		for i := range changes {
			for j := range changes[i].Changes {
				if ch := &changes[i].Changes[j]; ch.Before == renamed.From.Name && ch.After == renamed.Object.Name {
					ch.Causes = renamed.Changes[0].Causes
				}
			}
		}
	}
}
