package plan

import (
	"slices"
	"strconv"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
)

// A release is a chart that the engine installs, with its values.
type release struct {
	chart   string
	version manifest.Sourced
	values  manifest.Map
}

// releases are the charts of the stack. Their values are few, since what they
// make of them is not rendered here; rights are the roles of base/, not the
// charts' own.
func (p argoPlanner) releases() []release {
	if p.Config.ArgoWorkflows == nil {
		return nil
	}
	list := []release{{workflowsChart, p.decision("argo_workflows.chart_version", p.Config.ArgoWorkflows.ChartVersion), p.workflowsValues().Filled(p.Config.ArgoWorkflows.Values, p.placesIn("argo_workflows.values"))}}
	if e := p.Config.ArgoEvents; e != nil {
		list = append(list, release{eventsChart, p.decision("argo_events.chart_version", e.ChartVersion), p.eventsValues(e.Replicas.String()).Filled(e.Values, p.placesIn("argo_events.values"))})
	}
	return list
}

// placesIn are the places of what is in an argument.
func (p argoPlanner) placesIn(argument string) func(path ...string) manifest.Origin {
	return func(path ...string) manifest.Origin { return p.DecisionIn(argument, path...) }
}

// Chart is one that the engine installs, with the values that it is given.
type Chart struct {
	Name, Version string
	Values        map[string]any
}

// Charts are those of a stack.
func Charts(s *stack.Stack) []Chart {
	var all []Chart
	for _, r := range (argoPlanner{planner{Stack: s}}).releases() {
		all = append(all, Chart{r.chart, manifest.Plain(r.version).(string), r.values.Plain()})
	}
	return all
}

// workflowsValues are written for chart argo-workflows 2.0.1. The definitions
// are the small ones that are part of the chart; the full ones would come from
// a job of its own.
func (p argoPlanner) workflowsValues() manifest.Map {
	registry := p.registryOf("quay.io")
	return manifest.Map{
		{"artifactRepository", manifest.Map{{"archiveLogs", false}, {"azure", manifest.Map{
			{"container", p.fact("storage.container_name", p.Contract.Storage.ContainerName)},
			{"endpoint", p.fact("storage.blob_endpoint", p.Contract.Storage.BlobEndpoint)},
			{"useSDKCreds", true},
		}}}},
		{"controller", slices.Concat(p.workflowMetrics(), p.onServicesNodes(), manifest.Map{
			{"clusterWorkflowTemplates", manifest.Map{{"enabled", false}}},
			{"extraArgs", manifest.List{"--namespaced", "--managed-namespace", p.jobsNamespace()}},
			{"image", manifest.Map{{"registry", registry}}},
			{"rbac", manifest.Map{{"create", false}}},
			{"resources", requests("100m", "128Mi", "1Gi")},
			{"serviceAccount", manifest.Map{{"create", true}, {"name", workflowsAccount}}},
			{"workflowDefaults", p.workflowDefaults()},
			{"workflowNamespaces", manifest.List{p.jobsNamespace()}},
		})},
		{"crds", manifest.Map{{"full", false}, {"install", true}, {"keep", true}}},
		{"createAggregateRoles", false},
		{"executor", manifest.Map{{"image", manifest.Map{{"registry", registry}}}}},
		{"fullnameOverride", workflowsChart},
		{"images", append(manifest.Map{{"pullPolicy", "IfNotPresent"}}, p.workflowsTag()...)},
		{"server", manifest.Map{{"enabled", false}}},
		{"workflow", manifest.Map{{"rbac", manifest.Map{{"create", false}}}, {"serviceAccount", manifest.Map{{"create", false}}}}},
	}
}

// The chart that the values are written for, and the release of Argo Workflows that it
// is to run, which is newer than the one that it would.
const (
	workflowsChartVersion = "2.0.1"
	workflowsTag          = "v4.1.2"
)

// workflowsTag is the tag of the controller's and the executor's image. Another chart
// knows which one it goes with.
func (p argoPlanner) workflowsTag() manifest.Map {
	if p.Config.ArgoWorkflows.ChartVersion.String() != workflowsChartVersion {
		return nil
	}
	return manifest.Map{{"tag", manifest.From(workflowsTag, p.Decision("argo_workflows.chart_version"))}}
}

// workflowMetrics switches the controller's metrics on, where somebody scrapes them.
func (p argoPlanner) workflowMetrics() manifest.Map {
	if !p.isMonitored() {
		return nil
	}
	return manifest.Map{{"metricsConfig", manifest.Map{{"enabled", manifest.From(true, p.watching())}}}}
}

// workflowDefaults give identity to the pods that Metaflow compiles without
// one: hooks, notices and the pods that start @parallel steps. What a template
// says for itself wins.
func (p argoPlanner) workflowDefaults() manifest.Map {
	w := p.Config.ArgoWorkflows
	pods := manifest.Map{{"labels", manifest.Map{{UseLabel, "true"}}}}
	if !p.Config.Jobs.Evictable.IsOn() {
		pods = append(manifest.Map{{"annotations", manifest.Map{{SafeToEvict, "false"}}}}, pods...)
	}
	return manifest.Map{{"spec", manifest.Map{
		{"nodeSelector", linux("amd64")},
		{"podGC", manifest.Map{{"strategy", p.decision("argo_workflows.pod_gc", w.PodGC)}}},
		{"podMetadata", pods},
		{"serviceAccountName", p.access().defaultTaskRole()},
		{"ttlStrategy", manifest.Map{
			{"secondsAfterFailure", manifest.From(w.KeepFailed.Seconds(), p.Decision("argo_workflows.keep_failed"))},
			{"secondsAfterSuccess", manifest.From(w.KeepSucceeded.Seconds(), p.Decision("argo_workflows.keep_succeeded"))},
		}},
	}}}
}

// linux selects nodes with Linux, of one architecture where images are of one.
func linux(arch string) manifest.Map {
	if arch == "" {
		return manifest.Map{{"kubernetes.io/os", "linux"}}
	}
	return manifest.Map{{"kubernetes.io/arch", arch}, {"kubernetes.io/os", "linux"}}
}

// ChartClashes are the values of stack.hcl that the stack decides itself, as
// paths by argument.
func ChartClashes(s *stack.Stack) map[string][][]string {
	if s.Config.ArgoWorkflows == nil {
		return nil
	}
	p := argoPlanner{planner{Stack: s}}
	clashes := map[string][][]string{}
	note := func(argument string, own manifest.Map, more map[string]any) {
		clashes[argument] = own.Clashes(more)
	}
	note("argo_workflows.values", p.workflowsValues(), s.Config.ArgoWorkflows.Values)
	if e := s.Config.ArgoEvents; e != nil {
		note("argo_events.values", p.eventsValues(e.Replicas.String()), e.Values)
	}
	return clashes
}

// The images of the event bus. The version is that of base/argo-events/bus.
const (
	natsVersion  = "2.14.4"
	natsImage    = "docker.io/library/nats:" + natsVersion
	natsExporter = "docker.io/natsio/prometheus-nats-exporter:0.20.1"
	natsReloader = "docker.io/natsio/nats-server-config-reloader:0.23.0"
	eventsImage  = "quay.io/argoproj/argo-events"
)

// The chart that the values are written for, and the release of Argo Events that it is
// to run: the newest that is known here.
const (
	eventsChartVersion = "2.4.25"
	eventsTag          = "v1.9.10"
)

// eventsTag is the tag of the image of Argo Events, as workflowsTag is.
func (p argoPlanner) eventsTag() manifest.Map {
	if p.Config.ArgoEvents.ChartVersion.String() != eventsChartVersion {
		return nil
	}
	return manifest.Map{{"tag", manifest.From(eventsTag, p.Decision("argo_events.chart_version"))}}
}

// eventsValues are written for that chart.
func (p argoPlanner) eventsValues(replicas string) manifest.Map {
	return manifest.Map{
		{"configs", manifest.Map{{"jetstream", manifest.Map{
			{"streamConfig", manifest.Map{{"replicas", manifest.From(number(replicas), p.Decision("argo_events.replicas"))}}},
			{"versions", manifest.List{manifest.Map{
				{"configReloaderImage", p.pulled(natsReloader)},
				{"metricsExporterImage", p.pulled(natsExporter)},
				{"natsImage", p.pulled(natsImage)},
				{"startCommand", "/nats-server"},
				{"version", natsVersion},
			}}},
		}}}},
		{"controller", append(p.onServicesNodes(), manifest.Map{
			{"rbac", manifest.Map{{"enabled", false}, {"managedNamespace", p.jobsNamespace()}, {"namespaced", true}}},
			{"resources", requests("50m", "64Mi", "256Mi")},
			{"serviceAccount", manifest.Map{{"create", true}, {"name", eventsAccount}}},
		}...)},
		{"crds", manifest.Map{{"install", true}, {"keep", true}}},
		{"createAggregateRoles", false},
		{"fullnameOverride", eventsChart},
		{"global", manifest.Map{{"image", append(manifest.Map{{"imagePullPolicy", "IfNotPresent"}, {"repository", p.pulled(eventsImage)}}, p.eventsTag()...)}}},
		{"webhook", manifest.Map{{"enabled", false}}},
	}
}

// requests are the resources of a controller, which no flow depends on to be
// fast.
func requests(cpu, memory, most string) manifest.Map {
	return manifest.Map{{"limits", manifest.Map{{"memory", most}}}, {"requests", manifest.Map{{"cpu", cpu}, {"memory", memory}}}}
}

// number is a whole number that was parsed before.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		panic("plan: a number that is none: " + digits)
	}
	return n
}
