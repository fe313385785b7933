package sync

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
)

const (
	fluxAPIGroup = "kustomize.toolkit.fluxcd.io"
	// substituteMark keeps Flux's variable substitution away from an object.
	substituteMark = fluxAPIGroup + "/substitute"

	fluxKeep = fluxAPIGroup + "/prune"
	argoKeep = "argocd.argoproj.io/sync-options"
	// argoCompare lets an Application be in sync although an object that stays
	// has left git.
	argoCompare = "argocd.argoproj.io/compare-options"
	// missingDefinition lets an Application go on while the definition of an
	// object's kind is not there; Flux tries such a step again by itself.
	missingDefinition = "SkipDryRunOnMissingResource=true"
)

// marks are annotations and labels by which an object tells one engine to treat
// it in a way of its own, with what would come of it. The other engine knows
// nothing of them, and what is in the cluster is not what was reviewed.
var marks = map[string]string{
	fluxAPIGroup + "/reconcile":                  "Flux would pass it by",
	fluxAPIGroup + "/ssa":                        "Flux would not apply it as it was reviewed",
	fluxAPIGroup + "/force":                      "Flux would delete it and make it anew where it cannot change it",
	fluxKeep:                                     "Flux would leave it in the cluster when it leaves git",
	substituteMark:                               "Flux could replace text that was reviewed",
	argoKeep:                                     "Argo CD would apply or delete it in another way than the rest",
	"argocd.argoproj.io/hook":                    "Argo CD would run it apart from the waves, or not at all",
	"argocd.argoproj.io/hook-delete-policy":      "Argo CD would run it apart from the waves, and delete it",
	argoCompare:                                  "Argo CD would not see that it differs from git",
	"argocd.argoproj.io/ignore-healthcheck":      "Argo CD would not wait until it is ready",
	"argocd.argoproj.io/ignore-resource-updates": "Argo CD would not see that it differs from git",
	"argocd.argoproj.io/tracking-id":             "Argo CD writes it, and would take the object for another Application's",
	"helm.sh/hook":                               "Argo CD would run it as a hook, apart from the waves",
	"helm.sh/hook-weight":                        "Argo CD would take it for a wave",
	"helm.sh/hook-delete-policy":                 "Argo CD would run it as a hook, and delete it",
	"helm.sh/resource-policy":                    "Argo CD could leave it in the cluster when it leaves git",
}

// keepable are the kinds whose deletion loses what is not in git.
var keepable = []string{"Namespace", "PersistentVolumeClaim", "CustomResourceDefinition"}

// marks checks that no object has a sync rule of its own, but for those that
// are kept when they leave git, and these with both engines.
func (f checks) marks() {
	for _, o := range f.Rendered.Objects {
		f.kept(o)
		for _, field := range []string{"annotations", "labels"} {
			entries, _ := o.Get("metadata", field).(map[string]any)
			for _, key := range slices.Sorted(maps.Keys(entries)) {
				f.mark(o, field, key, entries[key])
			}
		}
	}
}

func (f checks) mark(o manifest.Object, field, key string, value any) {
	path := []string{"metadata", field, key}
	if _, text := value.(string); !text {
		return // which is reported as such
	}
	harm, known := marks[key]
	domain, _, _ := strings.Cut(key, "/")
	switch {
	case key == plan.WaveAnnotation && field == "annotations", allowedMark(o, field, key, value):
		return
	case known:
	case domain == fluxAPIGroup || domain == "argocd.argoproj.io":
		harm = "one engine could treat it in another way than the other"
	default:
		return
	}
	f.Object(o, path, "Sync rule on an object", "%s has %s: %q in metadata.%s: %s. Remove it.", o, key, value, field, harm)
}

// isHashed reports whether an object is replaced by one of another name when it changes:
// pods that run need the one before, so it may stay.
func isHashed(o manifest.Object) bool {
	return o.APIVersion == "v1" && (o.Kind == "ConfigMap" || o.Kind == "Secret") && hashedName.MatchString(o.Name)
}

// allowedMark knows the marks that are part of the design. What a namespace
// says is told by kept.
func allowedMark(o manifest.Object, field, key string, value any) bool {
	switch key {
	case substituteMark:
		return value == "disabled"
	case argoCompare:
		return field == "annotations" && value == "IgnoreExtraneous" && keepsArgo(o)
	case fluxKeep, argoKeep:
		if key == argoKeep && definedBy(o) != nil && value == missingDefinition {
			return field == "annotations"
		}
		if isHashed(o) {
			return field == "annotations" && (key == fluxKeep && value == "disabled" || key == argoKeep && (value == "PruneLast=true" || value == "Prune=false" || keepsArgo(o)))
		}
		keeps := key == fluxKeep && keepsFlux(o) || key == argoKeep && keepsArgo(o)
		return field == "annotations" && slices.Contains(keepable, o.Kind) && (keeps || o.Kind == "Namespace")
	}
	return false
}

func keepsFlux(o manifest.Object) bool {
	return o.Get("metadata", "annotations", fluxKeep) == "disabled"
}

func keepsArgo(o manifest.Object) bool {
	options := strings.Split(fmt.Sprint(o.Get("metadata", "annotations", argoKeep)), ",")
	slices.Sort(options)
	return slices.Equal(options, []string{"Delete=false", "Prune=false"})
}

// kept checks that a namespace stays when it leaves git, and that both engines
// agree about what stays.
func (f checks) kept(o manifest.Object) {
	path := []string{"metadata", "annotations", fluxKeep}
	const cure = `Give it the annotations %s: disabled and %s: "Prune=false,Delete=false"`
	switch {
	case o.Kind == "Namespace" && !(keepsFlux(o) && keepsArgo(o)):
		f.Object(o, path, "Namespace could be deleted", "%s would be deleted when it leaves git, and with it every task that runs in it. "+cure+".", o, fluxKeep, argoKeep)
	case o.Kind != "Namespace" && slices.Contains(keepable, o.Kind) && keepsFlux(o) != keepsArgo(o):
		f.Object(o, path, "Engines keep different objects", "%s would stay when it leaves git with one engine, and be deleted with the other. "+cure+", or neither.", o, fluxKeep, argoKeep)
	}
}

// substitution checks that Flux can't replace text of an object, also where
// somebody switches substitution on for all Kustomizations of a cluster.
func (f checks) substitution() {
	for _, o := range f.Rendered.Objects {
		if o.Get("metadata", "labels", substituteMark) != "disabled" && o.Get("metadata", "annotations", substituteMark) != "disabled" {
			f.Object(o, []string{"metadata", "labels", substituteMark}, "Substitution", "%s has no label %s: disabled, so where a cluster's root switches substitution on Flux would replace ${...} in it.", o, substituteMark)
		}
	}
}
