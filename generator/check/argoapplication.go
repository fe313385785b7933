package check

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
)

const (
	compareOptions = "argocd.argoproj.io/compare-options"
	generatePaths  = "argocd.argoproj.io/manifest-generate-paths"
)

// applicationFields are the fields of an Application that the proof
// understands.
var applicationFields = fields{
	"apiVersion": nil, "kind": nil,
	"metadata": {"name": nil, "namespace": nil, "annotations": {compareOptions: nil, generatePaths: nil, plan.WaveAnnotation: nil}, "labels": {partOfLabel: nil, stackLabel: nil}, "finalizers": nil},
	"spec": {
		"project": nil, "source": {"repoURL": nil, "targetRevision": nil, "path": nil}, "destination": {"server": nil, "namespace": nil},
		"syncPolicy": {
			"automated": {"prune": nil, "selfHeal": nil}, "syncOptions": nil,
			"retry": {"limit": nil, "backoff": {"duration": nil, "factor": nil, "maxDuration": nil}},
		},
		"ignoreDifferences":    {"group": nil, "kind": nil, "jqPathExpressions": nil},
		"revisionHistoryLimit": nil,
	},
}

// applicationHarms says what further fields of an Application do.
var applicationHarms = map[string]string{
	"spec.sources":                                           "Argo CD would build from these, and not from spec.source",
	"spec.sourceHydrator":                                    "Argo CD would sync what it renders by itself",
	"spec.source.kustomize":                                  "it would change names, labels, images or patches after the review",
	"spec.source.helm":                                       "the overlay is no Helm chart",
	"spec.source.chart":                                      "the overlay is no Helm chart",
	"spec.source.directory":                                  "Argo CD would take the overlay's files for objects, and not build it",
	"spec.source.plugin":                                     "a plugin would build something else than was reviewed",
	"spec.source.ref":                                        "it belongs to spec.sources",
	"spec.destination.name":                                  "it could be another cluster than that of the server's address",
	"spec.syncPolicy.automated.allowEmpty":                   "an overlay that builds to nothing would delete the stack",
	"spec.syncPolicy.automated.enabled":                      "it can switch off the sync",
	"spec.syncPolicy.managedNamespaceMetadata":               "it would change the labels of namespaces after the review",
	"spec.ignoreDifferences.name":                            "the difference is that of every Gateway",
	"spec.ignoreDifferences.jsonPointers":                    "what it ignores would stay as somebody else wrote it",
	"spec.ignoreDifferences.managedFieldsManagers":           "what it ignores would stay as somebody else wrote it",
	"operation":                                              "it would start a sync of its own",
	"status":                                                 "it is Argo CD's to write",
	"metadata.annotations.argocd.argoproj.io/skip-reconcile": "Argo CD would not sync it at all",
	"metadata.annotations.argocd.argoproj.io/sync-options":   "the root Application would treat it in a way of its own",
	"metadata.annotations.argocd.argoproj.io/hook":           "the root Application would run it as a hook",
}

func (f *findings) argoApplication(a plan.Map) {
	f.closed(a, applicationFields, applicationHarms)
	f.argoPlace(a)
	sync := f.Stack.Config.Sync
	f.settings(a,
		setting{"Incomplete sync", "metadata annotations " + compareOptions, "ServerSideDiff=true", "the API server's defaults are no differences, and nothing else is ignored"},
		setting{"Wrong project", "spec project", "metaflow-" + f.Stack.Name, "the stack's own"},
		setting{"Wrong source", "spec source repoURL", sync.Repository.String(), "sync.repository"},
		setting{"Wrong source", "spec source targetRevision", sync.Revision.String(), "sync.revision"},
		setting{"Wrong path", "spec source path", "overlays/" + f.Stack.Name, "this stack's overlay"},
		setting{"Wrong destination", "spec destination server", sync.DestinationServer.String(), "sync.destination_server"},
		setting{"Wrong destination", "spec destination namespace", f.Stack.Contract.Namespaces.Services.String(), "a namespace of the stack"},
		setting{"Incomplete sync", "spec syncPolicy automated prune", true, "what leaves git must leave the cluster"},
		setting{"Incomplete sync", "spec syncPolicy automated selfHeal", true, "what somebody changes in the cluster must be undone"},
	)
	paths := strings.Split(textAt(a, "metadata", "annotations", generatePaths), ";")
	for _, want := range []string{"/overlays/" + f.Stack.Name, "/base"} {
		if !slices.Contains(paths, want) {
			f.syncFault("Incomplete sync", "%s would not see changes below %s. Name it in the annotation %s.", name(a), want[1:]+"/", generatePaths)
		}
	}
	f.finalizer(a)
	if n := textAt(a, "spec", "syncPolicy", "retry", "limit"); n == "" || n == "0" {
		f.syncFault("Incomplete sync", "%s must have a spec.syncPolicy.retry.limit other than 0: a sync that fails would not be tried again.", name(a))
	}
	f.argoOptions(a)
	f.argoDifferences(a)
}

// finalizer proves that what an Application brought goes with it.
func (f *findings) finalizer(a plan.Map) {
	if got, want := textsAt(a, "metadata", "finalizers"), []string{"resources-finalizer.argocd.argoproj.io"}; !slices.Equal(got, want) {
		f.syncFault("Incomplete sync", "%s has the finalizers %q, but they must be %q, with which the stack's objects go when it is retired.", name(a), got, want)
	}
}

// syncOptions are the sync options that an Application has, and why.
var syncOptions = []struct{ option, why string }{
	{"ServerSideApply=true", "both engines apply by the server, field by field"},
	{"FailOnSharedResource=true", "an object of another Application must not be taken over"},
	{"PruneLast=true", "what goes must go after what comes is ready"},
	{"RespectIgnoreDifferences=true", "a field that AKS writes must not be undone"},
}

func (f *findings) argoOptions(a plan.Map) {
	options := textsAt(a, "spec", "syncPolicy", "syncOptions")
	for _, o := range syncOptions {
		if !slices.Contains(options, o.option) {
			f.syncFault("Incomplete sync", "%s must have the sync option %s: %s.", name(a), o.option, o.why)
		}
		options = slices.DeleteFunc(options, func(given string) bool { return given == o.option })
	}
	for _, o := range options {
		f.syncFault("Unexpected sync option", "%s has the sync option %q, with which Argo CD would apply what was reviewed in another way than Flux. Remove it.", name(a), o)
	}
}

// writtenByAKS is the one field of a stack's objects that a controller of AKS
// writes, and an Application must leave alone.
const writtenByAKS = ".spec.listeners[].tls.certificateRefs"

func (f *findings) argoDifferences(a plan.Map) {
	left := false
	for _, d := range mapsAt(a, "spec", "ignoreDifferences") {
		group, kind := textAt(d, "group"), textAt(d, "kind")
		for _, expression := range textsAt(d, "jqPathExpressions") {
			if group != "gateway.networking.k8s.io" || kind != "Gateway" || expression != writtenByAKS {
				f.syncFault("Ignored difference", "%s ignores %s of %s, so what somebody writes there would stay. Only %s of a Gateway is AKS's to write; remove it.", name(a), expression, kind, writtenByAKS)
				continue
			}
			left = true
		}
	}
	if !left && slices.ContainsFunc(f.Rendered.Objects, func(o render.Object) bool { return o.Kind == "Gateway" }) {
		f.syncFault("Incomplete sync", "%s must ignore %s of a Gateway, which AKS writes: the two would undo each other's work for ever.", name(a), writtenByAKS)
	}
}
