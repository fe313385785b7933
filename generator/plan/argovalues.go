package plan

import "strconv"

// A release is a chart that the engine installs, with its values.
type release struct {
	chart   string
	version Sourced
	values  Map
}

// releases are the charts of the stack. Their values are few, since what they
// make of them is not rendered here; rights are the roles of base/, not the
// charts' own.
func (p argoPlanner) releases() []release {
	if p.Config.ArgoWorkflows == nil {
		return nil
	}
	list := []release{{workflowsChart, p.decision("argo_workflows.chart_version", p.Config.ArgoWorkflows.ChartVersion), p.workflowsValues()}}
	if e := p.Config.ArgoEvents; e != nil {
		list = append(list, release{eventsChart, p.decision("argo_events.chart_version", e.ChartVersion), p.eventsValues(e.Replicas.String())})
	}
	return list
}

// workflowsValues are written for chart argo-workflows 2.0.1. The definitions
// are the small ones that are part of the chart; the full ones would come from
// a job of its own.
func (p argoPlanner) workflowsValues() Map {
	registry := p.registryOf("quay.io")
	return Map{
		{"artifactRepository", Map{{"archiveLogs", false}, {"azure", Map{
			{"container", p.fact("storage.container_name", p.Contract.Storage.ContainerName)},
			{"endpoint", p.fact("storage.blob_endpoint", p.Contract.Storage.BlobEndpoint)},
			{"useSDKCreds", true},
		}}}},
		{"controller", Map{
			{"clusterWorkflowTemplates", Map{{"enabled", false}}},
			{"extraArgs", List{"--namespaced", "--managed-namespace", p.jobsNamespace()}},
			{"image", Map{{"registry", registry}}},
			{"rbac", Map{{"create", false}}},
			{"resources", requests("100m", "128Mi", "1Gi")},
			{"serviceAccount", Map{{"create", true}, {"name", workflowsAccount}}},
			{"workflowDefaults", p.workflowDefaults()},
			{"workflowNamespaces", List{p.jobsNamespace()}},
		}},
		{"crds", Map{{"full", false}, {"install", true}, {"keep", true}}},
		{"createAggregateRoles", false},
		{"executor", Map{{"image", Map{{"registry", registry}}}}},
		{"fullnameOverride", workflowsChart},
		{"images", Map{{"pullPolicy", "IfNotPresent"}}},
		{"server", Map{{"enabled", false}}},
		{"workflow", Map{{"rbac", Map{{"create", false}}}, {"serviceAccount", Map{{"create", false}}}}},
	}
}

// workflowDefaults give identity to the pods that Metaflow compiles without
// one: hooks, notices and the pods that start @parallel steps. What a template
// says for itself wins.
func (p argoPlanner) workflowDefaults() Map {
	return Map{{"spec", Map{
		{"podMetadata", Map{{"labels", Map{{"azure.workload.identity/use", "true"}}}}},
		{"serviceAccountName", p.access().defaultTaskRole()},
	}}}
}

// The images of the event bus. The version is that of base/argo-events/bus.
const (
	natsVersion  = "2.10.29"
	natsImage    = "docker.io/library/nats:" + natsVersion
	natsExporter = "docker.io/natsio/prometheus-nats-exporter:0.17.3"
	natsReloader = "docker.io/natsio/nats-server-config-reloader:0.20.0"
	eventsImage  = "quay.io/argoproj/argo-events"
)

// eventsValues are written for chart argo-events 2.4.25.
func (p argoPlanner) eventsValues(replicas string) Map {
	return Map{
		{"configs", Map{{"jetstream", Map{
			{"streamConfig", Map{{"replicas", Sourced{number(replicas), p.Decision("argo_events.replicas")}}}},
			{"versions", List{Map{
				{"configReloaderImage", p.pulled(natsReloader)},
				{"metricsExporterImage", p.pulled(natsExporter)},
				{"natsImage", p.pulled(natsImage)},
				{"startCommand", "/nats-server"},
				{"version", natsVersion},
			}}},
		}}}},
		{"controller", Map{
			{"rbac", Map{{"enabled", false}, {"managedNamespace", p.jobsNamespace()}, {"namespaced", true}}},
			{"resources", requests("50m", "64Mi", "256Mi")},
			{"serviceAccount", Map{{"create", true}, {"name", eventsAccount}}},
		}},
		{"crds", Map{{"install", true}, {"keep", true}}},
		{"createAggregateRoles", false},
		{"fullnameOverride", eventsChart},
		{"global", Map{{"image", Map{{"imagePullPolicy", "IfNotPresent"}, {"repository", p.pulled(eventsImage)}}}}},
		{"webhook", Map{{"enabled", false}}},
	}
}

// requests are the resources of a controller, which no flow depends on to be
// fast.
func requests(cpu, memory, most string) Map {
	return Map{{"limits", Map{{"memory", most}}}, {"requests", Map{{"cpu", cpu}, {"memory", memory}}}}
}

// number is a whole number that was parsed before.
func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		panic("plan: a number that is none: " + digits)
	}
	return n
}
