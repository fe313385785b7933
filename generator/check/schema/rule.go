package schema

import (
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// The rules of subjects, each with where in an object it is.
type (
	workloadRules struct{ *trail }
	podRules      struct{ *trail }
	networkRules  struct{ *trail }
	accessRules   struct{ *trail }
	dataRules     struct{ *trail }
	routeRules    struct{ *trail }
)

// rules look at an object as a whole. rules.yaml and custom.yaml of package make say
// which is for which schema.
var rules = map[string]func(*trail, map[string]any){
	"workload":        func(t *trail, m map[string]any) { workloadRules{t}.workload(m) },
	"strategy":        func(t *trail, m map[string]any) { workloadRules{t}.strategy(m) },
	"job":             func(t *trail, m map[string]any) { workloadRules{t}.job(m) },
	"autoscaler":      func(t *trail, m map[string]any) { workloadRules{t}.autoscaler(m) },
	"metric":          func(t *trail, m map[string]any) { workloadRules{t}.metric(m) },
	"metricTarget":    func(t *trail, m map[string]any) { workloadRules{t}.metricTarget(m) },
	"pod":             func(t *trail, m map[string]any) { podRules{t}.pod(m) },
	"resources":       func(t *trail, m map[string]any) { podRules{t}.resources(m) },
	"securityContext": func(t *trail, m map[string]any) { podRules{t}.securityContext(m) },
	"seccompProfile":  func(t *trail, m map[string]any) { podRules{t}.localProfile(m) },
	"toleration":      func(t *trail, m map[string]any) { podRules{t}.toleration(m) },
	"requirement":     func(t *trail, m map[string]any) { podRules{t}.requirement(m) },
	"spread":          func(t *trail, m map[string]any) { podRules{t}.spread(m) },
	"service":         func(t *trail, m map[string]any) { networkRules{t}.service(m) },
	"policyPort":      func(t *trail, m map[string]any) { networkRules{t}.policyPort(m) },
	"ipBlock":         func(t *trail, m map[string]any) { networkRules{t}.ipBlock(m) },
	"ingressPath":     func(t *trail, m map[string]any) { networkRules{t}.ingressPath(m) },
	"policyRule":      func(t *trail, m map[string]any) { accessRules{t}.policyRule(m) },
	"subject":         func(t *trail, m map[string]any) { accessRules{t}.subject(m) },
	"actions":         func(t *trail, m map[string]any) { accessRules{t}.actions(m) },
	"definition":      func(t *trail, m map[string]any) { accessRules{t}.definition(m) },
	"claim":           func(t *trail, m map[string]any) { dataRules{t}.claim(m) },
	"configMap":       func(t *trail, m map[string]any) { dataRules{t}.configMap(m) },
	"secret":          func(t *trail, m map[string]any) { dataRules{t}.secret(m) },
	"quota":           func(t *trail, m map[string]any) { dataRules{t}.quota(m) },
	"gateway":         func(t *trail, m map[string]any) { routeRules{t}.gateway(m) },
	"routeParents":    func(t *trail, m map[string]any) { routeRules{t}.routeParents(m) },
	"routeRule":       func(t *trail, m map[string]any) { routeRules{t}.routeRule(m) },
	"routeFilter":     func(t *trail, m map[string]any) { routeRules{t}.routeFilter(m) },
	"routePath":       func(t *trail, m map[string]any) { routeRules{t}.routePath(m) },
	"routeBackend":    func(t *trail, m map[string]any) { routeRules{t}.routeBackend(m) },
}

// workload holds a workload to its own pods.
func (w workloadRules) workload(m map[string]any) {
	w.selectsItself(m)
	ready, _ := numberOf(m["minReadySeconds"])
	deadline, given := numberOf(m["progressDeadlineSeconds"])
	if given && deadline > 0 && deadline <= ready {
		w.report(NotAllowed, "progressDeadlineSeconds", "is not more than minReadySeconds", "Raise it.", "progressDeadlineSeconds")
	}
}

// selectsItself holds the selector of a workload to the labels of its own pods.
func (w workloadRules) selectsItself(m map[string]any) {
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
	if all := manifest.LabelSelector(manifest.Fields(m, "selector")); len(manifest.Items(m, "selector", "matchExpressions")) > 0 && manifest.LabelSelector(map[string]any{"matchLabels": selector}).Selects(manifest.TextMap(labels)) && !all.Selects(manifest.TextMap(labels)) {
		w.report(NotAllowed, "matchExpressions", "does not select the template's own pods", "Give the template the labels, or correct the selector.", "selector", "matchExpressions")
	}
}

func (w workloadRules) labelOf(v any) string {
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

// strategy holds a rolling update to what it is one of.
func (w workloadRules) strategy(m map[string]any) {
	kind := manifest.Text(m, "type")
	if kind != "" && kind != "RollingUpdate" && m["rollingUpdate"] != nil {
		w.report(NotAllowed, "rollingUpdate", "is given, but the strategy is "+kind, "Remove it.", "rollingUpdate")
	}
	surge, unavailable := manifest.Text(m, "rollingUpdate", "maxSurge"), manifest.Text(m, "rollingUpdate", "maxUnavailable")
	isDaemon := w.root.Kind == "DaemonSet"
	if isNothing(unavailable) && (isNothing(surge) || isDaemon && surge == "") {
		w.report(NotAllowed, "maxUnavailable", "is 0, and so is maxSurge: no pod could ever be replaced", "Raise one of them.", "rollingUpdate", "maxUnavailable")
	}
	if isDaemon && surge != "" && !isNothing(surge) && !isNothing(unavailable) {
		w.report(NotAllowed, "maxSurge", "is given, but a DaemonSet with it needs maxUnavailable: 0", "Add that, or remove it.", "rollingUpdate", "maxSurge")
	}
}

// job refuses what the server gives jobs itself.
func (w workloadRules) job(m map[string]any) {
	if m["selector"] != nil && m["manualSelector"] != true {
		w.report(NotAllowed, "selector", "is given, but the server makes it", "Remove it.", "selector")
	}
	if m["backoffLimitPerIndex"] != nil && m["completionMode"] != "Indexed" {
		w.report(NotAllowed, "backoffLimitPerIndex", "is given, but completionMode is not Indexed", "Remove it.", "backoffLimitPerIndex")
	}
}

func isNothing(amount string) bool { return amount == "0" || amount == "0%" }

func (w workloadRules) autoscaler(m map[string]any) {
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
func (w workloadRules) metric(m map[string]any) {
	kind := manifest.Text(m, "type")
	if kind == "" {
		return
	}
	field := strings.ToLower(kind[:1]) + kind[1:]
	if m[field] == nil {
		w.report(Required, field, fmt.Sprintf("is missing, and a metric of type %s needs it", kind), "Add it.", field)
	}
}

// metricTarget holds the target of a metric to the one value that it has.
func (w workloadRules) metricTarget(m map[string]any) {
	value, average, utilization := m["value"] != nil, m["averageValue"] != nil, m["averageUtilization"] != nil
	switch {
	case !value && !average && !utilization:
		w.report(Required, "", "has none of value, averageValue and averageUtilization", "Add the one of its type.")
	case utilization && (value || average):
		w.report(NotAllowed, "averageUtilization", "is given beside an amount", "Remove one of them.", "averageUtilization")
	case manifest.Text(m, "type") == "Utilization" && !utilization:
		w.report(Required, "averageUtilization", "is missing, and a target of type Utilization needs it", "Add it.", "averageUtilization")
	}
}
