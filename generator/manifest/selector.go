package manifest

import (
	"maps"
	"slices"
	"strings"
)

// NamespaceLabel is set on each namespace by Kubernetes itself.
const NamespaceLabel = "kubernetes.io/metadata.name"

// Selector is a label selector of Kubernetes. What an absent one means depends on
// the field that it is absent from, so there is one constructor for each meaning.
// The zero value selects nothing.
type Selector struct {
	selects      bool // something, if all requirements are met
	requirements []requirement
}

// requirement is one of matchLabels or matchExpressions.
type requirement struct {
	key, operator string
	values        []string
}

// Everything selects whatever labels there are.
func Everything() Selector { return Selector{selects: true} }

// PolicySelector reads a selector that is for everything if it is absent or null:
// the podSelector of a network policy.
func PolicySelector(v any) Selector {
	if v == nil {
		return Everything()
	}
	return LabelSelector(v)
}

// LabelSelector reads a selector that is for nothing if it is absent or null, and
// for everything if it is empty: the podSelector or namespaceSelector of a peer, and
// those of nearly all other objects.
func LabelSelector(v any) Selector {
	fields, isMap := v.(map[string]any)
	if !isMap {
		return Selector{}
	}
	s := labelsSelector(Fields(fields, "matchLabels"))
	for _, e := range Items(fields, "matchExpressions") {
		s.requirements = append(s.requirements, requirement{Text(e, "key"), Text(e, "operator"), Texts(e, "values")})
	}
	return s
}

// ServiceSelector reads the selector of a Service, which is a map of labels: absent,
// null or empty it selects nothing, as somebody else is expected to name the
// endpoints.
func ServiceSelector(v any) Selector {
	labels, _ := v.(map[string]any)
	if len(labels) == 0 {
		return Selector{}
	}
	return labelsSelector(labels)
}

func labelsSelector(labels map[string]any) Selector {
	s := Selector{selects: true}
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		s.requirements = append(s.requirements, requirement{key, "In", []string{Text(labels, key)}})
	}
	return s
}

// Selects reports whether something with these labels is selected.
func (s Selector) Selects(labels map[string]string) bool {
	return s.selects && !slices.ContainsFunc(s.requirements, func(r requirement) bool { return !r.meets(labels) })
}

// meets reports whether labels are what a requirement wants. What has no such label
// meets NotIn. An operator that Kubernetes does not know is never met.
func (r requirement) meets(labels map[string]string) bool {
	got, there := labels[r.key]
	switch r.operator {
	case "In":
		return there && slices.Contains(r.values, got)
	case "NotIn":
		return !there || !slices.Contains(r.values, got)
	case "Exists":
		return there
	case "DoesNotExist":
		return !there
	}
	return false
}

// IsNothing reports whether a selector selects nothing, whatever labels there are.
func (s Selector) IsNothing() bool { return !s.selects }

// IsEmpty reports whether a selector is there and demands nothing at all.
func (s Selector) IsEmpty() bool { return s.selects && len(s.requirements) == 0 }

// EveryNamespace reports whether a selector selects all namespaces: it is empty, or
// demands only the label that each of them has.
func (s Selector) EveryNamespace() bool {
	return s.selects && !slices.ContainsFunc(s.requirements, func(r requirement) bool {
		return r.key != NamespaceLabel || r.operator != "Exists"
	})
}

// Values are those that a selector demands of a label; without any it lets every
// value through.
func (s Selector) Values(key string) []string {
	for _, r := range s.requirements {
		if r.key == key && r.operator == "In" {
			return r.values
		}
	}
	return nil
}

// String writes a selector as kubectl does: a=b, c in (d, e), !f.
func (s Selector) String() string {
	var parts []string
	for _, r := range s.requirements {
		values := " (" + strings.Join(r.values, ", ") + ")"
		switch {
		case r.operator == "In" && len(r.values) == 1:
			parts = append(parts, r.key+"="+r.values[0])
		case r.operator == "In":
			parts = append(parts, r.key+" in"+values)
		case r.operator == "NotIn":
			parts = append(parts, r.key+" not in"+values)
		case r.operator == "Exists":
			parts = append(parts, r.key)
		case r.operator == "DoesNotExist":
			parts = append(parts, "!"+r.key)
		}
	}
	return strings.Join(parts, ", ")
}
