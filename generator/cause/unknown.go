package cause

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diff"
	"example.com/metaflow-gitops/generator/manifest"
)

// Unknown stands where only an apply will tell the value.
const Unknown = "(known after apply)"

// HideUnknown puts a placeholder into every field that is made of an output
// that is not known yet, and wherever an invented stand-in got to.
func (s *Side) HideUnknown() {
	if len(s.Inputs.Unknown) == 0 || s.Built == nil {
		return
	}
	args := arguments(s.Inputs)
	for i := range s.Objects {
		o := &s.Objects[i]
		for _, leaf := range diff.Leaves(o.Kind, o.Fields) {
			switch {
			case s.isUnknown(args, Sources(s.Built, diff.Subject{Object: o.ID}, leaf.Path)):
				set(o.Fields, leaf.Path, Unknown)
			case s.hasStandIn(leaf.Value):
				set(o.Fields, leaf.Path, s.withoutStandIns(leaf.Value.(string)))
			}
		}
	}
}

// isUnknown reports whether one of the origins leads to an unknown output, by
// itself or through an argument of stack.hcl.
func (s *Side) isUnknown(args map[string]argument, origins []manifest.Origin) bool {
	return slices.ContainsFunc(origins, func(from manifest.Origin) bool {
		outputs := args[from.Name].outputs
		if from.Kind == manifest.FromOutput {
			outputs = []string{from.Name}
		}
		return slices.ContainsFunc(outputs, func(output string) bool {
			return slices.ContainsFunc(s.Inputs.Unknown, func(path string) bool { return relates(path, output) })
		})
	})
}

func (s *Side) hasStandIn(v any) bool {
	text, isText := v.(string)
	return isText && s.withoutStandIns(text) != text
}

func (s *Side) withoutStandIns(text string) string {
	for _, standIn := range s.Inputs.StandIns {
		text = strings.ReplaceAll(text, standIn, Unknown)
	}
	return text
}

// set puts a value to where a path leads, which must be there.
func set(v any, p manifest.Path, value any) {
	last := p[len(p)-1]
	for _, s := range p[:len(p)-1] {
		v = child(v, s)
	}
	if m, isMap := v.(map[string]any); isMap {
		m[last.Key] = value
	} else {
		v.([]any)[last.Index] = value
	}
}

func child(v any, s manifest.Step) any {
	if m, isMap := v.(map[string]any); isMap {
		return m[s.Key]
	}
	return v.([]any)[s.Index]
}
