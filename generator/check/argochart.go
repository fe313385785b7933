package check

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/plan"
	"example.com/metaflow-gitops/generator/stack"
)

// isChart tells whether a document is an Application that installs a chart,
// and not the stack's own.
func isChart(s *stack.Stack, d plan.Map) bool {
	return isArgo(d, "Application") && at(d, "spec", "source", "chart") != nil && textAt(d, "metadata", "name") != "metaflow-"+s.Name
}

// withoutCharts leaves out the Applications of charts and their project, which
// bring none of the rendered objects.
func withoutCharts(s *stack.Stack, documents []plan.Map) []plan.Map {
	return slices.DeleteFunc(slices.Clone(documents), func(d plan.Map) bool {
		return isChart(s, d) || isArgo(d, "AppProject") && textAt(d, "metadata", "name") == plan.ChartProject(s)
	})
}

// chartFields are the fields of an Application of a chart that the proof
// understands; the values have proofs of their own.
var chartFields = fields{
	"apiVersion": nil, "kind": nil,
	"metadata": {"name": nil, "namespace": nil, "annotations": {plan.WaveAnnotation: nil}, "labels": {partOfLabel: nil, stackLabel: nil}, "finalizers": nil},
	"spec": {
		"project": nil, "source": {"repoURL": nil, "chart": nil, "targetRevision": nil, "helm": {"releaseName": nil, "valuesObject": nil}},
		"destination": {"server": nil, "namespace": nil},
		"syncPolicy": {
			"automated": {"prune": nil, "selfHeal": nil}, "syncOptions": nil,
			"retry": {"limit": nil, "backoff": {"duration": nil, "factor": nil, "maxDuration": nil}},
		},
		"revisionHistoryLimit": nil,
	},
}

// argoCharts proves what Argo CD needs to install charts, and that it can bring
// nothing else.
func (f *findings) argoCharts(documents []plan.Map) {
	if f.Stack.Config.ArgoWorkflows == nil {
		return
	}
	projects := ofKind(documents, "AppProject")
	i := slices.IndexFunc(projects, func(p plan.Map) bool { return textAt(p, "metadata", "name") == plan.ChartProject(f.Stack) })
	if i < 0 {
		f.syncFault("Incomplete sync", "There must be an AppProject %q for charts, but there is none.", plan.ChartProject(f.Stack))
		return
	}
	f.chartProject(projects[i])
	for _, d := range documents {
		if isChart(f.Stack, d) {
			f.chartApplication(d)
			f.afterProject(d, projects[i])
		}
	}
}

// chartSource is the repository of charts as Argo CD writes it.
func (f *findings) chartSource() string {
	return strings.TrimPrefix(f.Stack.Config.ArgoWorkflows.ChartRepository.String(), "oci://")
}

func (f *findings) chartProject(d plan.Map) {
	f.closed(d, projectFields, projectHarms)
	f.settings(d, setting{"Wrong namespace", "metadata namespace", f.Stack.Config.Sync.Namespace.String(), "Argo CD is there"})
	if got := textsAt(d, "spec", "sourceRepos"); !slices.Equal(got, []string{f.chartSource()}) {
		f.syncFault("Project too wide", "%s allows the sources %q, but it must allow %q alone.", name(d), got, f.chartSource())
	}
	destinations := mapsAt(d, "spec", "destinations")
	if len(destinations) != 1 {
		f.syncFault("Project too wide", "%s allows %d destinations, but charts go to one namespace alone.", name(d), len(destinations))
	}
	for _, to := range destinations {
		f.chartDestination(name(d), to)
	}
	var kinds []string
	for _, k := range mapsAt(d, "spec", "clusterResourceWhitelist") {
		kinds = append(kinds, textAt(k, "group")+"/"+textAt(k, "kind"))
	}
	if want := []string{"apiextensions.k8s.io/CustomResourceDefinition"}; !slices.Equal(kinds, want) {
		f.syncFault("Project too wide", "%s allows the cluster-scoped kinds %q, but charts bring %q alone.", name(d), kinds, want)
	}
}

func (f *findings) chartDestination(of string, to plan.Map) {
	server, namespace := f.Stack.Config.Sync.DestinationServer.String(), f.Stack.Config.ArgoWorkflows.Namespace.String()
	if textAt(to, "server") != server || textAt(to, "namespace") != namespace {
		f.syncFault("Wrong destination", "%s goes to namespace %q on %q, but charts go to %q on %q.", of, textAt(to, "namespace"), textAt(to, "server"), namespace, server)
	}
}

func (f *findings) chartApplication(d plan.Map) {
	f.closed(d, chartFields, applicationHarms)
	f.settings(d,
		setting{"Wrong name", "metadata name", "metaflow-" + f.Stack.Name + "-" + textAt(d, "spec", "source", "chart"), "another name may be another stack's"},
		setting{"Wrong namespace", "metadata namespace", f.Stack.Config.Sync.Namespace.String(), "Argo CD is there"},
		setting{"Wrong project", "spec project", plan.ChartProject(f.Stack), "the project of charts"},
		setting{"Wrong source", "spec source repoURL", f.chartSource(), "argo_workflows.chart_repository"},
		setting{"Incomplete sync", "spec syncPolicy automated prune", true, "what leaves the chart must leave the cluster"},
		setting{"Incomplete sync", "spec syncPolicy automated selfHeal", true, "what somebody changes in the cluster must be undone"},
	)
	to, _ := at(d, "spec", "destination").(plan.Map)
	f.chartDestination(name(d), to)
	f.finalizer(d)
	if n := textAt(d, "spec", "syncPolicy", "retry", "limit"); n == "" || n == "0" {
		f.syncFault("Incomplete sync", "%s must have a spec.syncPolicy.retry.limit other than 0: a sync that fails would not be tried again.", name(d))
	}
	if got, want := textsAt(d, "spec", "syncPolicy", "syncOptions"), []string{"ServerSideApply=true", "FailOnSharedResource=true"}; !slices.Equal(got, want) {
		f.syncFault("Unexpected sync option", "%s has the sync options %q, but it must have %q.", name(d), got, want)
	}
}

// argoDryRuns proves that an object whose kind comes with a chart does not stop
// the whole sync while the chart is not there: Argo CD tries all objects first.
func (f *findings) argoDryRuns() {
	for _, o := range f.Rendered.Objects {
		options, _ := o.Get("metadata", "annotations", argoKeep).(string)
		if definedBy(o) != nil && options != missingDefinition {
			f.Object(o, []string{"metadata", "annotations", argoKeep}, "Object before what it needs", "%s is of a kind that a chart defines. Without the annotation %s: %s Argo CD would sync nothing of the stack until the chart is there.", o, argoKeep, missingDefinition)
		}
	}
}
