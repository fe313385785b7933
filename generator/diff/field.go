package diff

import (
	"slices"
	"strings"
	"time"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
)

// field is a place in an object as the tables of this package know it.
type field struct{ kind, schema string }

// fieldOf is the field that a path leads to in an object of a kind.
func fieldOf(kind string, p manifest.Path) field {
	schema := schemaOf(kind, p)
	for _, init := range []string{"pod.initContainers", "pod.ephemeralContainers"} {
		if rest, is := strings.CutPrefix(schema, init+"."); is {
			schema = "pod.containers." + rest // their fields are the same
		}
	}
	return field{kind, schema}
}

// Schema is the name under which tables know a field of a kind: without items of
// lists, and the same for all containers of all workloads.
func Schema(kind string, p manifest.Path) string { return fieldOf(kind, p).schema }

// full is the key of a table entry that is about one kind.
func (f field) full() string { return f.kind + " " + f.schema }

// isDefault reports whether a value is what the field has when nobody sets it.
// A map of nothing but defaults is one, too.
func (f field) isDefault(v any) bool {
	if v == nil {
		return true
	}
	if m, isMap := v.(map[string]any); isMap && len(m) > 0 {
		for k, inner := range m {
			if !(field{f.kind, f.schema + "." + k}).isDefault(inner) {
				return false
			}
		}
		return true
	}
	def, known := f.defaultValue()
	return known && def == v
}

func (f field) defaultValue() (any, bool) {
	if v, known := defaults[f.full()]; known {
		return v, true
	}
	if v, known := defaults[f.schema]; known {
		return v, true
	}
	for _, probe := range []string{"livenessProbe", "readinessProbe", "startupProbe"} {
		if rest, is := strings.CutPrefix(f.schema, "pod.containers."+probe+"."); is {
			v, known := probeDefaults[rest]
			return v, known
		}
	}
	return nil, false
}

// sameScalar reports whether two scalars mean the same in this field.
func (f field) sameScalar(a, b any) bool {
	switch {
	case a == b:
		return true
	case f.isQuantity():
		x, okX := amount(a)
		y, okY := amount(b)
		return okX && okY && x == y
	case f.isDuration():
		x, errX := time.ParseDuration(manifest.Text(a))
		y, errY := time.ParseDuration(manifest.Text(b))
		return errX == nil && errY == nil && x == y
	}
	return false
}

// isQuantity: Kubernetes reads 0.5 and 500m as one amount there.
func (f field) isQuantity() bool {
	for _, list := range []string{".limits.", ".requests.", ".capacity."} {
		if strings.Contains(f.schema, list) {
			return true
		}
	}
	return strings.HasSuffix(f.schema, ".sizeLimit")
}

// isDuration: Flux reads 60s and 1m as one time there.
func (f field) isDuration() bool {
	switch f.full() {
	case "Kustomization spec.interval", "Kustomization spec.retryInterval", "Kustomization spec.timeout",
		"HelmRelease spec.interval", "HelmRelease spec.timeout", "HelmRepository spec.interval", "OCIRepository spec.interval":
		return true
	}
	return false
}

func amount(v any) (float64, bool) { return fact.Amount(manifest.Text(v)) }

// schemaOf is a path without its list items, joined by dots: the name under which
// the field is in the tables of this package. What is in a pod starts with "pod",
// whatever workload the pod is of.
func schemaOf(kind string, p manifest.Path) string {
	var keys []string
	for _, s := range p {
		if !s.Item {
			keys = append(keys, s.Key)
		}
	}
	spec, isWorkload := manifest.PodSpec(kind)
	if isWorkload && len(keys) >= len(spec) && slices.Equal(keys[:len(spec)], spec) {
		keys = append([]string{"pod"}, keys[len(spec):]...)
	}
	return strings.Join(keys, ".")
}
