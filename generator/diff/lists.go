package diff

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// order says what the places of a list's items mean.
type order int

const (
	// ordered: the place is part of the meaning, as in args.
	ordered order = iota
	// unordered: the list is a set.
	unordered
)

// listType says how the items of a list are told apart.
type listType struct {
	// keys are tried one after the other: the first by which all items of both
	// sides have a name of their own. They are the merge keys of Kubernetes'
	// own schemas, with the name before them where there is one.
	keys  [][]string
	order order
}

var byName = listType{keys: [][]string{{"name"}}, order: unordered}

// lists are the lists whose items have other keys than a name, or no order.
var lists = map[string]listType{
	// They run one after the other.
	"pod.initContainers":                 {keys: [][]string{{"name"}}, order: ordered},
	"pod.containers.ports":               {keys: [][]string{{"name"}, {"containerPort", "protocol"}}, order: unordered},
	"pod.containers.volumeMounts":        {keys: [][]string{{"mountPath"}}, order: unordered},
	"pod.containers.volumeDevices":       {keys: [][]string{{"devicePath"}}, order: unordered},
	"pod.hostAliases":                    {keys: [][]string{{"ip"}}, order: unordered},
	"pod.topologySpreadConstraints":      {keys: [][]string{{"topologyKey"}, {"topologyKey", "whenUnsatisfiable"}}, order: unordered},
	"pod.tolerations":                    {order: unordered},
	"Service spec.ports":                 {keys: [][]string{{"name"}, {"port", "protocol"}}, order: unordered},
	"Gateway spec.addresses":             {order: unordered},
	"HTTPRoute spec.parentRefs":          {keys: [][]string{{"namespace", "name", "sectionName"}}, order: unordered},
	"HTTPRoute spec.rules.backendRefs":   {keys: [][]string{{"name"}, {"name", "port"}}, order: unordered},
	"NetworkPolicy spec.ingress":         {order: unordered},
	"NetworkPolicy spec.egress":          {order: unordered},
	"NetworkPolicy spec.ingress.from":    {order: unordered},
	"NetworkPolicy spec.egress.to":       {order: unordered},
	"NetworkPolicy spec.ingress.ports":   {order: unordered},
	"NetworkPolicy spec.egress.ports":    {order: unordered},
	"Role rules":                         {order: unordered},
	"ClusterRole rules":                  {order: unordered},
	"RoleBinding subjects":               {keys: [][]string{{"kind", "namespace", "name"}}, order: unordered},
	"ClusterRoleBinding subjects":        {keys: [][]string{{"kind", "namespace", "name"}}, order: unordered},
	"ReferenceGrant spec.from":           {keys: [][]string{{"kind", "namespace"}}, order: unordered},
	"ReferenceGrant spec.to":             {keys: [][]string{{"kind", "name"}}, order: unordered},
	"AppProject spec.destinations":       {keys: [][]string{{"namespace"}, {"server", "namespace"}}, order: unordered},
	"Application spec.ignoreDifferences": {keys: [][]string{{"group", "kind"}}, order: unordered},
	"Kustomization spec.patches":         {order: ordered},
	"Kustomization spec.dependsOn":       {keys: [][]string{{"name"}, {"namespace", "name"}}, order: unordered},
}

// sets are the lists of plain values that are sets, by their last key.
var sets = map[string]bool{
	"finalizers": true, "accessModes": true, "policyTypes": true, "except": true, "hostnames": true, "hosts": true,
	"verbs": true, "apiGroups": true, "resources": true, "resourceNames": true, "nonResourceURLs": true,
	"add": true, "drop": true, "sourceRepos": true, "sourceNamespaces": true, "syncOptions": true,
	"supplementalGroups": true, "imagePullSecrets": true, "externalIPs": true, "loadBalancerSourceRanges": true,
	"jqPathExpressions": true, "jsonPointers": true,
}

// listType of a field: from the table, or by what its items look like.
func (f field) listType(before, after []any) listType {
	if t, known := lists[f.full()]; known {
		return t
	}
	if t, known := lists[f.schema]; known {
		return t
	}
	last := f.schema[strings.LastIndexByte(f.schema, '.')+1:]
	if sets[last] && allScalars(before) && allScalars(after) {
		return listType{order: unordered}
	}
	return byName
}

func allScalars(list []any) bool {
	return !slices.ContainsFunc(list, func(v any) bool { return !manifest.IsScalar(v) })
}

// keyOf picks the first key by which both sides can be told apart.
func (t listType) keyOf(before, after []any) ([]string, bool) {
	for _, key := range t.keys {
		if areNamed(before, key) && areNamed(after, key) && len(before)+len(after) > 0 {
			return key, true
		}
	}
	return nil, false
}

func areNamed(list []any, key []string) bool {
	seen := map[string]bool{}
	for _, item := range list {
		name := itemName(item, key)
		if name == "" || seen[name] {
			return false
		}
		seen[name] = true
	}
	return true
}

// itemName is what an item is called by a key; parts that are left out, such as
// a protocol, do not count. It is "" for what has no name.
func itemName(item any, key []string) string {
	var parts []string
	for _, k := range key {
		v := manifest.Get(item, k)
		switch {
		case v == nil && len(key) > 1 && k == "protocol":
			parts = append(parts, "TCP")
		case v == nil:
		case !manifest.IsScalar(v):
			return ""
		default:
			parts = append(parts, manifest.Text(v))
		}
	}
	return strings.Join(parts, "/")
}
