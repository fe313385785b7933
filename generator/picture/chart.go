package picture

import (
	"cmp"
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/value"
)

// chartOf is the name of the Helm chart that an object installs, or "".
func chartOf(i *item) string {
	switch {
	case i.is("helm.toolkit.fluxcd.io", "HelmRelease"):
		return i.text("spec", "chart", "spec", "chart")
	case i.is("argoproj.io", "Application"):
		return i.text("spec", "source", "chart")
	}
	return ""
}

// findChart draws a chart as one node: what its pods are called and labelled is
// not known here.
func (s *scene) findChart(i *item) {
	namespace, version, values := i.text("spec", "targetNamespace"), i.text("spec", "chart", "spec", "version"), value.Get(i.Fields, "spec", "values")
	if i.Kind == "Application" {
		namespace, version, values = i.text("spec", "destination", "namespace"), i.text("spec", "source", "targetRevision"), value.Get(i.Fields, "spec", "source", "helm", "valuesObject")
	}
	if namespace == "" {
		namespace = i.Namespace
	}
	title := i.Name
	if i.Kind == "Application" {
		title = chartOf(i)
	}
	n := s.add(node{key: key("chart", namespace, chartOf(i)), column: services, icon: box, title: title, name: "the chart " + chartOf(i),
		details: []string{"chart " + version, in(namespace)}, own: []*item{i}})
	s.pods = append(s.pods, &pods{item: i, node: n, namespace: namespace, vague: true})
	for _, account := range valuesOf(values, "serviceAccountName", nil) {
		s.charts = append(s.charts, chartAccount{n, i, account})
	}
}

// chartAccount is an account that a chart starts pods as.
type chartAccount struct {
	node *node
	item *item
	name string
}

// findChartAccounts draws the accounts that charts start pods as.
func (s *scene) findChartAccounts() {
	for _, c := range s.charts {
		for _, i := range s.items {
			if i.is("", "ServiceAccount") && i.Name == c.name {
				if a := s.nodes[key("account", i.Namespace, i.Name)]; a != nil {
					s.connect(c.node, a, edge{class: "act", verb: startsAs}, c.item)
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
			if text := value.Text(v, k); k == name && text != "" {
				found = appendNew(found, text)
			}
			found = valuesOf(v[k], name, found)
		}
	}
	return found
}

// findEvents draws what Argo Events makes pods of. All but the bus itself talk
// to a bus.
func (s *scene) findEvents(i *item) {
	n := s.add(node{key: key("pods", i.Kind, i.Namespace, i.Name), column: services, icon: box, title: i.Name, name: i.Kind + " " + i.Name,
		details: []string{i.Kind, in(i.Namespace)}, own: []*item{i}})
	if i.Kind != "EventBus" {
		bus := cmp.Or(i.text("spec", "eventBusName"), "default")
		s.mentioned[pair{n.key, key("pods", "EventBus", i.Namespace, bus)}] = true
	}
	s.pods = append(s.pods, &pods{item: i, node: n, namespace: i.Namespace, vague: true})
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
