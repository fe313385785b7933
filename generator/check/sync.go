package check

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
)

// sync checks that the engine applies every rendered object, those of components
// included, in an order that can work and as it was reviewed; and that the other
// engine would do the same.
func (f syncCheck) sync(documents []manifest.Map) {
	f.marks()
	if f.Stack.Config.Engine.String() == stack.ArgoCD {
		f.dryRuns()
		f.permissions(documents)
	} else {
		f.hashedNames()
		f.substitution()
		chartCheck(f).fluxCharts()
	}
	chartCheck(f).checkCharts(documents)
	f.waves()
	f.dependencies()
}

// waves checks that each object is in one of the waves that are planned. Flux has a
// step for these alone, and Argo CD takes any number, and anything else for 0.
func (f syncCheck) waves() {
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
func (f syncCheck) permissions(documents []manifest.Map) {
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
		case o.Namespace == "" && !slices.Contains(kinds, groupOf(o)+"/"+o.Kind):
			f.Object(o, nil, "Object is never synced", "%s belongs to the whole cluster, and the AppProject of this stack allows no such kind. Let the cluster's owner bring it.", o)
		case o.Namespace != "" && !slices.Contains(namespaces, o.Namespace):
			f.Object(o, nil, "Object is never synced", "%s is in a namespace that the AppProject of this stack does not allow. The stack's namespaces are %s.", o, strings.Join(namespaces, ", "))
		}
	}
}

// groupOf is the API group of an object; that of the core is "".
func groupOf(o manifest.Object) string {
	group, _, grouped := strings.Cut(o.APIVersion, "/")
	if !grouped {
		return ""
	}
	return group
}

// dryRuns checks that an object whose kind comes with a chart does not stop the
// whole sync while the chart is not there: Argo CD tries all objects first.
func (f syncCheck) dryRuns() {
	for _, o := range f.Rendered.Objects {
		options, _ := o.Get("metadata", "annotations", argoKeep).(string)
		if definedBy(o) != nil && options != missingDefinition {
			f.Object(o, []string{"metadata", "annotations", argoKeep}, "Object before what it needs", "%s is of a kind that a chart defines. Without the annotation %s: %s Argo CD would sync nothing of the stack until the chart is there.", o, argoKeep, missingDefinition)
		}
	}
}
