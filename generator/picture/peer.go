package picture

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/value"
)

// namespaceLabel is set on each namespace by Kubernetes itself.
const namespaceLabel = "kubernetes.io/metadata.name"

// labelsOf are a namespace's, as far as it is rendered.
func (s *scene) labelsOf(namespace string) map[string]string {
	labels := map[string]string{}
	for k, v := range s.namespaces[namespace] {
		labels[k] = v
	}
	labels[namespaceLabel] = namespace
	return labels
}

// isPeer tells whether pods are among those that a rule is for.
func (s *scene) isPeer(r rule, x *pods) bool {
	return r.anyone || slices.ContainsFunc(r.peers, func(peer any) bool { return s.matches(r.policy.Namespace, peer, x) })
}

// matches tells whether pods are a peer of a policy of a namespace. An ipBlock
// is taken to hold pods if it holds all of the addresses that clusters use.
func (s *scene) matches(namespace string, peer any, x *pods) bool {
	if raw := value.Get(peer, "ipBlock"); raw != nil {
		return blockOf(raw).holdsPods()
	}
	namespaces, labels := value.Get(peer, "namespaceSelector"), value.Get(peer, "podSelector")
	switch {
	case namespaces == nil && labels == nil:
		return false
	case namespaces == nil && x.namespace != namespace:
		return false
	case namespaces != nil && !value.Selects(namespaces, s.labelsOf(x.namespace)):
		return false
	}
	return labels == nil || value.Selects(labels, x.labels)
}

// isEverything tells whether a peer is every pod of the cluster.
func isEverything(peer any) bool {
	if raw := value.Get(peer, "ipBlock"); raw != nil {
		return blockOf(raw).holdsPods()
	}
	labels := value.Get(peer, "podSelector")
	return demandsNothing(value.Get(peer, "namespaceSelector")) && (labels == nil || demandsNothing(labels))
}

// demandsNothing tells whether a selector selects everything: it is empty, or
// demands only that there is the label that every namespace has.
func demandsNothing(selector any) bool {
	fields, isMap := selector.(map[string]any)
	if !isMap || len(value.Map(fields, "matchLabels")) > 0 {
		return false
	}
	return !slices.ContainsFunc(value.Items(fields, "matchExpressions"), func(e any) bool {
		return value.Text(e, "key") != namespaceLabel || value.Text(e, "operator") != "Exists"
	})
}

// named are the namespaces that a selector names; none if it goes by other
// labels.
func named(selector any) []string {
	if name := value.Text(selector, "matchLabels", namespaceLabel); name != "" {
		return []string{name}
	}
	for _, e := range value.Items(selector, "matchExpressions") {
		if value.Text(e, "key") == namespaceLabel && value.Text(e, "operator") == "In" {
			return value.Texts(e, "values")
		}
	}
	return nil
}

// selectorText writes a selector as people do: a=b, c in (d, e), !f.
func selectorText(selector any) string {
	var parts []string
	labels := value.TextMap(selector, "matchLabels")
	for _, k := range sortedKeys(labels) {
		parts = append(parts, k+"="+labels[k])
	}
	for _, e := range value.Items(selector, "matchExpressions") {
		k, values := value.Text(e, "key"), "("+strings.Join(value.Texts(e, "values"), ", ")+")"
		switch value.Text(e, "operator") {
		case "In":
			parts = append(parts, k+" in "+values)
		case "NotIn":
			parts = append(parts, k+" not in "+values)
		case "Exists":
			parts = append(parts, k)
		case "DoesNotExist":
			parts = append(parts, "!"+k)
		}
	}
	return strings.Join(parts, ", ")
}
