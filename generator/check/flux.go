package check

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/render"
	"sigs.k8s.io/yaml"
)

const fluxAPI = "kustomize.toolkit.fluxcd.io/v1"

// substituteMark keeps Flux's variable substitution away from an object.
const substituteMark = "kustomize.toolkit.fluxcd.io/substitute"

// fluxFields are the fields of a Flux Kustomization that the proof understands.
var fluxFields = fields{
	"apiVersion": nil, "kind": nil,
	"metadata": {"name": nil, "namespace": nil, "annotations": {substituteMark: nil}, "labels": {partOfLabel: nil, stackLabel: nil}},
	"spec": {
		"dependsOn": {"name": nil}, "interval": nil, "retryInterval": nil, "timeout": nil, "path": nil, "prune": nil, "wait": nil,
		"serviceAccountName": nil, "sourceRef": {"kind": nil, "name": nil}, "patches": {"target": {"annotationSelector": nil}, "patch": nil},
	},
}

// Labels of sync objects that say nothing to an engine.
const (
	partOfLabel = "app.kubernetes.io/part-of"
	stackLabel  = "metaflow-stack"
)

// fluxHarms says what further fields of a Kustomization do.
var fluxHarms = map[string]string{
	"spec.suspend":                 "Flux would not sync it at all",
	"spec.force":                   "Flux would delete and make anew what it cannot change, with all that depends on it",
	"spec.deletionPolicy":          "it decides by itself what stays when the stack is retired",
	"spec.targetNamespace":         "it would move the objects of three namespaces into one",
	"spec.postBuild":               "it would rewrite text that was reviewed",
	"spec.commonMetadata":          "it would change labels and annotations after the review",
	"spec.components":              "it would build more than was reviewed",
	"spec.images":                  "it would change images after the review",
	"spec.namePrefix":              "it would rename objects after the review",
	"spec.nameSuffix":              "it would rename objects after the review",
	"spec.kubeConfig":              "it would sync to another cluster",
	"spec.decryption":              "nothing in the overlay is encrypted",
	"spec.healthChecks":            "with wait it is ignored",
	"spec.healthCheckExprs":        "it would call objects ready that are not",
	"spec.driftIgnoreRules":        "what it ignores would stay as somebody else wrote it",
	"spec.sourceRef.namespace":     "the source must be in the Kustomization's namespace; AKS's Flux extension refuses any other",
	"spec.dependsOn.namespace":     "the steps of a stack are in one namespace",
	"spec.dependsOn.readyExpr":     "it would call a step ready that is not",
	"spec.patches.target.kind":     "the patch would spare objects of other kinds",
	"spec.patches.options":         "the patch must only delete",
	"metadata.finalizers":          "Flux sets its own",
	"metadata.ownerReferences":     "it would be deleted with its owner",
	"status":                       "it is Flux's to write",
	"metadata.labels." + shardMark: "only a controller of that shard would sync it",
	"metadata.annotations." + fluxAPIGroup + "/reconcile": "whatever applies the cluster's folder would pass it by",
	"metadata.annotations." + fluxAPIGroup + "/prune":     "it would stay when the stack is retired",
	"metadata.annotations." + fluxAPIGroup + "/ssa":       "whatever applies the cluster's folder would not bring it up to date",
}

const (
	fluxAPIGroup = "kustomize.toolkit.fluxcd.io"
	shardMark    = "sharding.fluxcd.io/key"
)

// fluxObjects proves of each Flux Kustomization what it must be to sync this
// stack and nothing else.
func (f *findings) fluxObjects(documents []plan.Map) {
	f.hashedNames()
	f.substitution()
	for _, d := range documents {
		if !isKustomization(d) {
			f.syncFault("Unexpected sync object", "%s is no Flux Kustomization of %s. Remove it.", name(d), fluxAPI)
			continue
		}
		f.closed(d, fluxFields, fluxHarms)
		f.fluxSettings(d)
	}
}

func isKustomization(d plan.Map) bool {
	return textAt(d, "kind") == "Kustomization" && textAt(d, "apiVersion") == fluxAPI
}

// fluxSteps reads each Flux Kustomization as a step.
func (f *findings) fluxSteps(documents []plan.Map) []step {
	var steps []step
	for _, d := range documents {
		if isKustomization(d) {
			steps = append(steps, step{name: textAt(d, "metadata", "name"), holds: f.fluxHolds(d), after: namesAt(d, "spec", "dependsOn")})
		}
	}
	return steps
}

func (f *findings) fluxSettings(d plan.Map) {
	sync := f.Stack.Config.Sync
	var parts []string
	for _, w := range plan.Waves() {
		parts = append(parts, f.Stack.Name+"-"+w.Part)
	}
	if got := textAt(d, "metadata", "name"); !slices.Contains(parts, got) {
		f.syncFault("Wrong name", "%s must be one of %v: another name may be another stack's.", name(d), parts)
	}
	f.settings(d,
		setting{"Wrong namespace", "metadata namespace", sync.Namespace.String(), "its source is there"},
		setting{"Substitution", "metadata annotations " + substituteMark, "disabled", "a patch at the cluster's root could switch substitution on"},
		setting{"Wrong path", "spec path", "./overlays/" + f.Stack.Name, "this stack's overlay"},
		setting{"Wrong source", "spec sourceRef kind", "GitRepository", "what was reviewed is in git"},
		setting{"Wrong source", "spec sourceRef name", sync.Source.String(), "the source by sync.preset or sync.source"},
		setting{"Wrong service account", "spec serviceAccountName", given(sync.ServiceAccount), "who applies the stack is sync.preset's or sync.service_account's to say"},
		setting{"Incomplete sync", "spec prune", true, "what leaves git must leave the cluster"},
		setting{"Incomplete sync", "spec wait", true, "the next step must find this one ready"},
		setting{"Wrong time", "spec interval", sync.Interval.String(), "sync.interval"},
		setting{"Wrong time", "spec retryInterval", sync.RetryInterval.String(), "sync.retry_interval"},
		setting{"Wrong time", "spec timeout", sync.Timeout.String(), "sync.timeout"},
	)
}

// fluxHolds tells which objects a Kustomization keeps, after the patches that
// delete.
func (f *findings) fluxHolds(d plan.Map) func(render.Object) bool {
	var selectors []selector
	for _, patch := range mapsAt(d, "spec", "patches") {
		s, err := parseSelector(textAt(patch, "target", "annotationSelector"))
		if err != nil || !onlyDeletes(textAt(patch, "patch")) {
			f.syncFault("Unexpected patch", "%s has a patch that changes what was reviewed. A patch of its may only delete what an annotation selects.", name(d))
			continue
		}
		selectors = append(selectors, s)
	}
	return func(o render.Object) bool {
		annotations, _ := o.Get("metadata", "annotations").(map[string]any)
		return !slices.ContainsFunc(selectors, func(s selector) bool { return s.matches(annotations) })
	}
}

// onlyDeletes tells whether a patch is one document that deletes its target:
// beside that it may name what Kustomize asks for.
func onlyDeletes(patch string) bool {
	if strings.Contains(patch, "\n---") {
		return false // the parser would read the first document alone
	}
	var fields map[string]any
	if yaml.UnmarshalStrict([]byte(patch), &fields) != nil || fields["$patch"] != "delete" {
		return false
	}
	for key := range fields {
		if !slices.Contains([]string{"$patch", "apiVersion", "kind", "metadata"}, key) {
			return false
		}
	}
	return true
}
