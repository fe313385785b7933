package check

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/plan"
)

// projectFields are the fields of an AppProject that the proof understands.
var projectFields = fields{
	"apiVersion": nil, "kind": nil,
	"metadata": {"name": nil, "namespace": nil, "annotations": {plan.WaveAnnotation: nil}, "labels": {partOfLabel: nil, stackLabel: nil}},
	"spec":     {"description": nil, "sourceRepos": nil, "destinations": {"server": nil, "namespace": nil}, "clusterResourceWhitelist": {"group": nil, "kind": nil}},
}

// projectHarms says what further fields of an AppProject do.
var projectHarms = map[string]string{
	"spec.syncWindows":                     "outside of its windows nothing would be synced",
	"spec.namespaceResourceBlacklist":      "objects that were reviewed could be refused",
	"spec.namespaceResourceWhitelist":      "objects that were reviewed could be refused",
	"spec.clusterResourceBlacklist":        "namespaces that were reviewed could be refused",
	"spec.orphanedResources":               "it would complain of pods that tasks make",
	"spec.signatureKeys":                   "Argo CD would sync no commit without such a signature",
	"spec.sourceNamespaces":                "Applications of other namespaces could join the project",
	"spec.destinationServiceAccounts":      "the stack would be applied with other rights",
	"spec.destinations.name":               "it could be another cluster than that of the server's address",
	"spec.roles":                           "it would give away tokens for the stack",
	"spec.permitOnlyProjectScopedClusters": "Argo CD would not find the cluster",
	"metadata.finalizers":                  "the project would stay when the stack is retired",
}

// argoProject proves that the project allows every rendered object, and nothing
// else.
func (f *findings) argoProject(project plan.Map) {
	f.closed(project, projectFields, projectHarms)
	f.argoPlace(project)
	if got, want := textsAt(project, "spec", "sourceRepos"), f.Stack.Config.Sync.Repository.String(); !slices.Equal(got, []string{want}) {
		f.syncFault("Project too wide", "%s allows the sources %q, but it must allow %q alone.", name(project), got, want)
	}
	f.argoReach(f.argoDestinations(project), f.argoKinds(project))
}

// argoPlace proves where an object of Argo CD is, and that no other stack has
// one of its name.
func (f *findings) argoPlace(d plan.Map) {
	f.settings(d,
		setting{"Wrong name", "metadata name", "metaflow-" + f.Stack.Name, "another name may be another stack's"},
		setting{"Wrong namespace", "metadata namespace", f.Stack.Config.Sync.Namespace.String(), "Argo CD is there"},
	)
}

// argoDestinations are the namespaces that the project allows.
func (f *findings) argoDestinations(project plan.Map) []string {
	server, own := f.Stack.Config.Sync.DestinationServer.String(), f.Stack.Contract.Namespaces
	all := []string{own.Services.String(), own.Jobs.String(), own.Gateway.String()}
	if w := f.Stack.Config.ArgoWorkflows; w != nil {
		all = append(all, w.Namespace.String())
	}
	var namespaces []string
	for _, d := range mapsAt(project, "spec", "destinations") {
		namespace := textAt(d, "namespace")
		if got := textAt(d, "server"); got != server {
			f.syncFault("Wrong destination", "%s allows namespace %q on server %q, but the stack's server is %q.", name(project), namespace, got, server)
			continue
		}
		if !slices.Contains(all, namespace) {
			f.syncFault("Project too wide", "%s allows namespace %q, which is none of the stack's. Remove it.", name(project), namespace)
		}
		namespaces = append(namespaces, namespace)
	}
	for _, n := range all {
		if !slices.Contains(namespaces, n) {
			f.syncFault("Project too narrow", "%s does not allow namespace %q of the stack, so what is left there would never be deleted. Add it.", name(project), n)
		}
	}
	return namespaces
}

// argoKinds are the cluster-scoped kinds that the project allows, as
// GROUP/KIND.
func (f *findings) argoKinds(project plan.Map) []string {
	allowed := []string{"/Namespace", "admissionregistration.k8s.io/ValidatingAdmissionPolicy", "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding"}
	var kinds []string
	for _, k := range mapsAt(project, "spec", "clusterResourceWhitelist") {
		kind := textAt(k, "group") + "/" + textAt(k, "kind")
		if at(k, "group") == nil {
			f.syncFault("Incomplete sync", "%s allows the kind %q without its group, which the API server refuses. Give it a group, if only \"\".", name(project), textAt(k, "kind"))
		} else if !slices.Contains(allowed, kind) {
			f.syncFault("Project too wide", "%s allows the cluster-scoped kind %q, but this stack has %v alone. Remove it.", name(project), kind, allowed)
		}
		kinds = append(kinds, kind)
	}
	for _, k := range allowed {
		if !slices.Contains(kinds, k) {
			f.syncFault("Project too narrow", "%s does not allow the cluster-scoped kind %q, so one that the stack no longer has would never be deleted. Add it.", name(project), k)
		}
	}
	return kinds
}

func (f *findings) argoReach(namespaces, kinds []string) {
	for _, o := range f.Rendered.Objects {
		group, _, grouped := strings.Cut(o.APIVersion, "/")
		if !grouped {
			group = ""
		}
		switch {
		case o.Namespace == "" && !slices.Contains(kinds, group+"/"+o.Kind):
			f.Object(o, nil, "Object is never synced", "%s belongs to the whole cluster, and the AppProject of this stack allows no such kind. Let the cluster's owner bring it.", o)
		case o.Namespace != "" && !slices.Contains(namespaces, o.Namespace):
			f.Object(o, nil, "Object is never synced", "%s is in a namespace that the AppProject of this stack does not allow. The stack's namespaces are %s.", o, strings.Join(namespaces, ", "))
		}
	}
}
