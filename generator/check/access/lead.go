package access

import (
	"slices"
	"strconv"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// A lead is what a rule of a role leads to beyond what it says.
type lead struct {
	groups, resources string // space between them; * is any
	verbs             func(verb string) bool
	to                string
}

func anyVerb(string) bool { return true }

func reads(verb string) bool { return slices.Contains([]string{"get", "list", "watch"}, verb) }

// writes reports whether a verb changes something.
func writes(verb string) bool { return !reads(verb) }

// makes reports whether a verb can say what is in an object.
func makes(verb string) bool { return slices.Contains([]string{"create", "update", "patch"}, verb) }

// leads are what nobody gets by git: the values of Secrets, the ways to become somebody
// else, which run a command in another's pod, take another's token, make pods of another's
// account or change who may do what, and the ways past the auth proxy.
var leads = []lead{
	{"", "secrets", anyVerb, "the values of Secrets"},
	{"", "pods/exec pods/attach pods/ephemeralcontainers", anyVerb, "the pods of others, with all that they may"},
	{"", "pods/proxy services/proxy nodes/proxy nodes/exec", anyVerb, "pods past the auth proxy"},
	{"", "pods/portforward services/portforward", anyVerb, "pods past the auth proxy"},
	{"", "serviceaccounts/token", anyVerb, "the tokens of any service account"},
	{"", "serviceaccounts", writes, "identities: an account says as what its pods act"},
	{"", "configmaps", writes, "settings of others, among them who may use which task role"},
	{"", "services endpoints", writes, "pods past the auth proxy"},
	{"", "namespaces nodes persistentvolumes", writes, "what guards the pods"},
	{"discovery.k8s.io", "endpointslices", writes, "pods past the auth proxy"},
	{"networking.k8s.io cilium.io policy.networking.k8s.io projectcalico.org crd.projectcalico.org", "*", writes, "pods past the auth proxy"},
	{"gateway.networking.k8s.io gateway.networking.x-k8s.io networking.istio.io security.istio.io approuting.kubernetes.azure.com", "*", writes, "pods past the auth proxy"},
	{"secrets-store.csi.x-k8s.io", "*", writes, "the secrets of the vault"},
	{"external-secrets.io generators.external-secrets.io", "*", writes, "the secrets of the vault"},
	{"rbac.authorization.k8s.io", "*", writes, "any role"},
	{"admissionregistration.k8s.io apiextensions.k8s.io apiregistration.k8s.io kyverno.io", "*", writes, "any role: what checks requests could be changed"},
	{"certificates.k8s.io authentication.k8s.io", "*", writes, "the names of others"},
	{"kustomize.toolkit.fluxcd.io helm.toolkit.fluxcd.io source.toolkit.fluxcd.io", "*", writes, "whatever the engine may do"},
	{"argoproj.io", "applications applicationsets appprojects", writes, "whatever the engine may do"},
}

// podMakers are the resources from which pods are made, by group; * is all of it.
var podMakers = map[string]string{
	"":                         "pods podtemplates replicationcontrollers",
	"apps":                     "deployments statefulsets daemonsets replicasets",
	"extensions":               "deployments daemonsets replicasets",
	"batch":                    "jobs cronjobs",
	"jobset.x-k8s.io":          "*",
	"argoproj.io":              "workflows workflowtemplates clusterworkflowtemplates cronworkflows sensors eventsources eventbus rollouts workfloweventbindings",
	"ray.io":                   "*",
	"sparkoperator.k8s.io":     "*",
	"kubeflow.org":             "*",
	"serving.knative.dev":      "*",
	"serving.kserve.io":        "*",
	"tekton.dev":               "*",
	"keda.sh":                  "scaledjobs",
	"leaderworkerset.x-k8s.io": "*",
	"batch.volcano.sh":         "*",
	"flink.apache.org":         "*",
	"monitoring.coreos.com":    "prometheuses alertmanagers thanosrulers prometheusagents",
	"opentelemetry.io":         "*",
	"postgresql.cnpg.io":       "*",
	"apps.kruise.io":           "*",
	"kubevirt.io":              "*",
	"actions.github.com":       "*",
	"kubernetes.dask.org":      "*",
}

// launched are the resources of podMakers that the roles of base/ let people make in the
// jobs namespace, where the policy of task roles holds who may use which account.
// Anyone who may make jobs there may make their pods, too.
var launched = map[string]string{
	"":                "pods",
	"batch":           "jobs",
	"jobset.x-k8s.io": "jobsets",
	"argoproj.io":     "workflows workflowtemplates cronworkflows sensors",
}

// escalating are the verbs that lead beyond any role.
var escalating = []string{"*", "escalate", "bind", "impersonate", "approve", "sign", "attest"}

// rules checks that a role of people or tasks grants nothing that leads beyond it.
func (f checks) rules(role manifest.Object) {
	for i, rule := range manifest.Maps(role.Fields, "rules") {
		at := []string{"rules", strconv.Itoa(i)}
		for _, l := range f.found(role.Namespace, rule) {
			f.Object(role, append(at, l.field), "Right that leads beyond the role", "%s grants %s to people or task pods, who could use it to get to %s. Name the resources and verbs that are needed, and none of these.", role, l.what, l.to)
		}
	}
}

// excess is a part of a rule that leads beyond the role.
type excess struct{ field, what, to string }

// readsOnly reports whether a role reads, and no Secrets.
func (f checks) readsOnly(role manifest.Object) bool {
	for _, rule := range manifest.Maps(role.Fields, "rules") {
		if len(f.found(role.Namespace, rule)) > 0 || slices.ContainsFunc(manifest.Texts(rule, "verbs"), writes) {
			return false
		}
	}
	return true
}

// found is what a rule grants beyond its role, each resource once.
func (f checks) found(namespace string, rule map[string]any) []excess {
	var all []excess
	verbs := manifest.Texts(rule, "verbs")
	for _, v := range verbs {
		if slices.Contains(escalating, v) {
			all = append(all, excess{"verbs", v, "the rights of others"})
		}
	}
	if rule["nonResourceURLs"] != nil {
		all = append(all, excess{"nonResourceURLs", "nonResourceURLs", "what belongs to no namespace"})
	}
	for _, g := range manifest.Texts(rule, "apiGroups") {
		if g == "*" {
			all = append(all, excess{"apiGroups", "API group *", "the resources of every API"})
		}
		for _, resource := range manifest.Texts(rule, "resources") {
			if e, leads := f.leadOf(namespace, g, resource, verbs, manifest.Texts(rule, "resourceNames")); leads {
				all = append(all, e)
			}
		}
	}
	return all
}

// leadOf is where one resource leads with some verbs.
func (f checks) leadOf(namespace, group, resource string, verbs, names []string) (excess, bool) {
	if strings.Contains(resource, "*") {
		return excess{"resources", resource, "more than one resource, among them some that were not meant"}, true
	}
	for _, l := range leads {
		granted := slices.DeleteFunc(slices.Clone(verbs), func(v string) bool { return !l.verbs(v) })
		if !listed(l.groups, group) || !listed(l.resources, resource) || len(granted) == 0 || f.isMeant(namespace, resource, granted, names) {
			continue
		}
		return excess{"resources", strings.Join(granted, ", ") + " of " + resource, l.to}, true
	}
	kind, sub, _ := strings.Cut(resource, "/")
	if kinds, known := podMakers[group]; !known || sub != "" || !listed(kinds, kind) {
		return excess{}, false
	}
	granted := slices.DeleteFunc(slices.Clone(verbs), func(v string) bool { return reads(v) || kind == "pods" && !makes(v) })
	if len(granted) == 0 || namespace == f.jobs() && listed(launched[group], kind) {
		return excess{}, false
	}
	return excess{"resources", strings.Join(granted, ", ") + " of " + kind, "any service account of " + namespace + ", with its identity"}, true
}

func (f checks) jobs() string { return f.Stack.Contract.Namespaces.Jobs.String() }

// listed reports whether one of some words is a word, or is *. The empty group is one.
func listed(words, word string) bool {
	return words == word || word != "" && (words == "*" || slices.Contains(strings.Fields(words), word))
}

// isMeant knows what leads nowhere where it is: forwarding ports is the way into a private
// stack, and what names its objects changes no others.
func (f checks) isMeant(namespace, resource string, verbs, names []string) bool {
	const policy = "task-roles"
	unbounded := slices.ContainsFunc(verbs, func(v string) bool { return v == "create" || v == "deletecollection" || v == "list" || v == "watch" })
	switch resource {
	case "pods/portforward":
		return f.Stack.Config.Expose == nil && namespace == f.Stack.Contract.Namespaces.Services.String()
	case "configmaps":
		return len(names) > 0 && !unbounded && !slices.ContainsFunc(names, func(n string) bool { return n == policy || f.isMounted(namespace, n) })
	case "serviceaccounts":
		return len(names) > 0 && !unbounded && !slices.ContainsFunc(names, func(n string) bool { return f.ActsAsIdentity(namespace, n) })
	}
	return false
}

// isMounted reports whether a rendered ConfigMap of the stack has a name.
func (f checks) isMounted(namespace, name string) bool {
	_, found := f.Find("ConfigMap", namespace, name)
	return found
}
