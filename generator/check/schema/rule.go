package schema

import (
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// rule looks at an object as a whole. rules.yaml of package make says which rule is
// for which definition.
func (w *walker) rule(name string, m map[string]any) {
	switch name {
	case "workload":
		w.selectsItself(m)
	case "strategy":
		w.strategy(m)
	case "pod":
		w.pod(m)
	case "resources":
		w.resources(m)
	case "securityContext":
		w.securityContext(m)
	case "seccompProfile":
		w.seccompProfile(m)
	case "toleration":
		w.toleration(m)
	case "requirement":
		w.requirement(m)
	case "service":
		w.service(m)
	case "autoscaler":
		w.autoscaler(m)
	case "metric":
		w.metric(m)
	case "policyPort":
		w.policyPort(m)
	case "ipBlock":
		w.ipBlock(m)
	case "ingressPath":
		w.ingressPath(m)
	case "policyRule":
		w.policyRule(m)
	case "subject":
		w.subjectOf(m)
	}
}

// selectsItself holds the selector of a workload to the labels of its own pods.
func (w *walker) selectsItself(m map[string]any) {
	labels := manifest.Fields(m, "template", "metadata", "labels")
	selector := manifest.Fields(m, "selector", "matchLabels")
	if m["selector"] != nil && len(selector) == 0 && len(manifest.Items(m, "selector", "matchExpressions")) == 0 {
		w.report(Required, "selector", "is empty, and would select all pods", "Give it labels of the pods.", "selector")
	}
	for _, key := range sorted(selector) {
		if text, is := selector[key].(string); is && labels[key] != text {
			w.report(NotAllowed, key, fmt.Sprintf("selects pods with %s: %s, but the template's pods have %s", key, text, w.labelOf(labels[key])), "Give the template the label, or correct the selector.", "selector", "matchLabels", key)
		}
	}
}

func (w *walker) labelOf(v any) string {
	if v == nil {
		return "no such label"
	}
	return w.describe(v)
}

func sorted(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

func (w *walker) strategy(m map[string]any) {
	if m["type"] == "Recreate" && m["rollingUpdate"] != nil {
		w.report(NotAllowed, "rollingUpdate", "is given, but the strategy is Recreate", "Remove it.", "rollingUpdate")
	}
	surge, unavailable := manifest.Text(m, "rollingUpdate", "maxSurge"), manifest.Text(m, "rollingUpdate", "maxUnavailable")
	if isNothing(surge) && isNothing(unavailable) {
		w.report(NotAllowed, "maxUnavailable", "is 0, and so is maxSurge: no pod could ever be replaced", "Raise one of them.", "rollingUpdate", "maxUnavailable")
	}
}

func isNothing(amount string) bool { return amount == "0" || amount == "0%" }

func (w *walker) service(m map[string]any) {
	ports := manifest.Items(m, "ports")
	kind := manifest.Text(m, "type")
	if kind == "ExternalName" && manifest.Text(m, "externalName") == "" {
		w.report(Required, "externalName", "is missing, and a Service of type ExternalName needs it", "Add it.", "externalName")
	}
	if len(ports) == 0 && kind != "ExternalName" && manifest.Text(m, "clusterIP") != "None" {
		w.report(Required, "ports", "is missing, and a Service needs it", "Add it.", "ports")
	}
	seen := map[string]bool{}
	for _, p := range ports {
		name := manifest.Text(p, "name")
		switch {
		case name == "" && len(ports) > 1:
			w.report(Required, "", "has a port without a name, which only a Service with one port may have", "Give each port a name.", "ports")
		case name != "" && seen[name]:
			w.report(Duplicate, name, fmt.Sprintf("has two ports with the name %s", name), "Rename one of them.", "ports")
		}
		seen[name] = true
	}
}

func (w *walker) autoscaler(m map[string]any) {
	least, ok1 := numberOf(m["minReplicas"])
	most, ok2 := numberOf(m["maxReplicas"])
	if ok1 && least == 0 && w.set.minor < 37 {
		w.report(Malformed, "minReplicas", fmt.Sprintf("is 0, which Kubernetes %s does not take", w.set.Version()), "Write 1 at least.", "minReplicas")
	}
	if ok1 && ok2 && least > most {
		w.report(NotAllowed, "maxReplicas", fmt.Sprintf("is %v, which is less than minReplicas, %v", most, least), "Correct one of them.", "maxReplicas")
	}
}

// metric holds the field of a metric to its type.
func (w *walker) metric(m map[string]any) {
	kind := manifest.Text(m, "type")
	if kind == "" {
		return
	}
	field := strings.ToLower(kind[:1]) + kind[1:]
	if m[field] == nil {
		w.report(Required, field, fmt.Sprintf("is missing, and a metric of type %s needs it", kind), "Add it.", field)
	}
}

func (w *walker) policyPort(m map[string]any) {
	end, hasEnd := numberOf(m["endPort"])
	port, isNumber := numberOf(m["port"])
	switch {
	case hasEnd && !isNumber:
		w.report(NotAllowed, "endPort", "is given, but port is not a number", "Give port as a number.", "endPort")
	case hasEnd && end < port:
		w.report(NotAllowed, "endPort", fmt.Sprintf("is %v, which is less than port, %v", end, port), "Correct one of them.", "endPort")
	}
}

func (w *walker) ingressPath(m map[string]any) {
	kind, path := manifest.Text(m, "pathType"), manifest.Text(m, "path")
	if (kind == "Exact" || kind == "Prefix") && !strings.HasPrefix(path, "/") {
		w.report(Malformed, markOf(path), fmt.Sprintf("is %s, but must begin with / where pathType is %s", w.quoted(path), kind), "Correct it.", "path")
	}
}
