package reach

import (
	"cmp"
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
)

// Chart is a Helm chart that an object installs. What its pods are called and
// labelled is not known here.
type Chart struct {
	Name, Namespace, Version string
	Values                   any
}

// Chart is the one that an object installs; without a name it installs none.
func (o *Object) Chart() Chart {
	var c Chart
	switch {
	case o.is("helm.toolkit.fluxcd.io", "HelmRelease"):
		c = Chart{o.text("spec", "chart", "spec", "chart"), o.text("spec", "targetNamespace"), o.text("spec", "chart", "spec", "version"), manifest.Get(o.Fields, "spec", "values")}
	case o.is("argoproj.io", "Application"):
		c = Chart{o.text("spec", "source", "chart"), o.text("spec", "destination", "namespace"), o.text("spec", "source", "targetRevision"),
			manifest.Get(o.Fields, "spec", "source", "helm", "valuesObject")}
	}
	c.Namespace = cmp.Or(c.Namespace, o.Namespace)
	return c
}

// findChartAccounts follows which accounts charts start pods as.
func (m identities) findChartAccounts() {
	for _, p := range m.Pods {
		if p.From == nil || p.Kind != OpaquePods {
			continue
		}
		for _, name := range valuesOf(p.From.Chart().Values, "serviceAccountName", nil) {
			for _, o := range m.ofKind("", "ServiceAccount") {
				if a := m.nodes[ID{Kind: Identity, Namespace: o.Namespace, Name: o.Name}]; o.Name == name && a != nil {
					m.connect(m.podsNode(p), a, Edge{Kind: StartsAs}, p.From)
				}
			}
		}
	}
}

// valuesOf gathers the texts under a key, wherever it is in values.
func valuesOf(v any, name string, found []string) []string {
	switch v := v.(type) {
	case []any:
		for _, inner := range v {
			found = valuesOf(inner, name, found)
		}
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if text := manifest.Text(v, k); k == name && text != "" {
				found = appendNew(found, text)
			}
			found = valuesOf(v[k], name, found)
		}
	}
	return found
}
