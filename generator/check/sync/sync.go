package sync

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
)

// waves checks that each object is in one of the waves that are planned. Flux has a
// step for these alone, and Argo CD takes any number, and anything else for 0.
func (f checks) waves() {
	for _, o := range f.Rendered.Objects {
		if waveOf(o) < 0 {
			f.Object(o, []string{"metadata", "annotations", plan.WaveAnnotation}, "Unknown wave", "%s is in wave %q, of which no stack has a step: Flux would never apply it, and Argo CD in an order of its own. The waves are %s; correct the annotation %s.", o, plan.WaveOf(o), strings.Join(waveNumbers(), ", "), plan.WaveAnnotation)
		}
	}
}

// waveOf is the place of an object's wave in the order of all, or -1.
func waveOf(o manifest.Object) int { return slices.Index(waveNumbers(), plan.WaveOf(o)) }

func waveNumbers() []string {
	var numbers []string
	for _, w := range plan.Waves() {
		numbers = append(numbers, w.Number)
	}
	return numbers
}

// permissions checks that the AppProject of the stack lets Argo CD apply every
// object: those of components may be in other namespaces, or of the cluster.
func (f checks) permissions(documents []manifest.Map) {
	var namespaces, kinds []string
	for _, d := range documents {
		project := d.Plain()
		if manifest.Text(project, "kind") != "AppProject" || manifest.Text(project, "metadata", "name") != "metaflow-"+f.Stack.Name {
			continue
		}
		for _, to := range manifest.Items(project, "spec", "destinations") {
			namespaces = append(namespaces, manifest.Text(to, "namespace"))
		}
		for _, k := range manifest.Items(project, "spec", "clusterResourceWhitelist") {
			kinds = append(kinds, manifest.Text(k, "group")+"/"+manifest.Text(k, "kind"))
		}
	}
	for _, o := range f.Rendered.Objects {
		switch {
		case o.Namespace == "" && !slices.Contains(kinds, o.Group()+"/"+o.Kind):
			f.Object(o, nil, "Object is never synced", "%s belongs to the whole cluster, and the AppProject of this stack allows no such kind. Let the cluster's owner bring it.", o)
		case o.Namespace != "" && !slices.Contains(namespaces, o.Namespace):
			f.Object(o, nil, "Object is never synced", "%s is in a namespace that the AppProject of this stack does not allow. The stack's namespaces are %s.", o, strings.Join(namespaces, ", "))
		}
	}
}

// dryRuns checks that an object whose kind comes with a chart does not stop the
// whole sync while the chart is not there: Argo CD tries all objects first.
func (f checks) dryRuns() {
	for _, o := range f.Rendered.Objects {
		options, _ := o.Get("metadata", "annotations", argoKeep).(string)
		if definedBy(o) != nil && options != missingDefinition {
			f.Object(o, []string{"metadata", "annotations", argoKeep}, "Object before what it needs", "%s is of a kind that a chart defines. Without the annotation %s: %s Argo CD would sync nothing of the stack until the chart is there.", o, argoKeep, missingDefinition)
		}
	}
}
