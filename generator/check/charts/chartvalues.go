package charts

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/check/exposure"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
)

// chartValue is a value of a chart that the stack counts on.
type chartValue struct {
	path string // keys with full stops between them
	want any
	why  string
}

// chartValues are the values that a chart must be given. Those of the helper
// pods' identity have a check of their own.
func (f checks) chartValues(name string, values manifest.Object) []chartValue {
	jobs := f.Stack.Contract.Namespaces.Jobs.String()
	const ours, keep = "the roles of base/ are what was reviewed", "with the definitions everything of their kinds would be deleted"
	if name == "argo-events" {
		return []chartValue{
			{"controller.rbac.enabled", false, ours},
			{"controller.rbac.namespaced", true, "the controller has a role in one namespace"},
			{"controller.rbac.managedNamespace", jobs, "sensors are deployed there"},
			{"controller.serviceAccount.create", true, "the controller would have no account"},
			{"controller.serviceAccount.name", "argo-events-controller", "its roles are bound to that account"},
			{"configs.jetstream.streamConfig.replicas", f.busReplicas(), "the event bus has as many pods"},
			{"crds.install", true, "the event bus is of its kinds"}, {"crds.keep", true, keep},
			{"createAggregateRoles", false, ours}, {"fullnameOverride", name, "the names in this stack count on it"},
			{"webhook.enabled", false, "it needs rights on the whole cluster"},
		}
	}
	storage := f.Stack.Contract.Storage
	return append(serverValues(values), []chartValue{
		{"artifactRepository.archiveLogs", false, "Metaflow keeps logs by itself"},
		{"artifactRepository.azure.container", storage.ContainerName.String(), "task roles may write there"},
		{"artifactRepository.azure.endpoint", storage.BlobEndpoint.String(), "it is the stack's storage account"},
		{"controller.clusterWorkflowTemplates.enabled", false, ours}, {"controller.rbac.create", false, ours},
		{"controller.serviceAccount.create", true, "the controller would have no account"},
		{"controller.workflowNamespaces", []any{jobs}, "flows are deployed there"},
		{"crds.full", false, "the full definitions come by a job with rights on the cluster"},
		{"crds.install", true, "flows are of its kinds"}, {"crds.keep", true, keep},
		{"createAggregateRoles", false, ours}, {"fullnameOverride", name, "the names in this stack count on it"},
		{"controller.workflowDefaults.spec.ttlStrategy.secondsAfterSuccess", f.Stack.Config.ArgoWorkflows.KeepSucceeded.Seconds(), "argo_workflows.keep_succeeded says so"},
		{"controller.workflowDefaults.spec.ttlStrategy.secondsAfterFailure", f.Stack.Config.ArgoWorkflows.KeepFailed.Seconds(), "argo_workflows.keep_failed says so"},
		{"controller.workflowDefaults.spec.podGC.strategy", f.Stack.Config.ArgoWorkflows.PodGC.String(), "argo_workflows.pod_gc says so"},
		{"workflow.rbac.create", false, ours}, {"workflow.serviceAccount.create", false, "flows run as task roles"},
	}...)
}

// serverValues are those of the server of Argo Workflows. One that acts as its callers,
// by the tokens that they bring, gives nobody more than they have; any other does.
func serverValues(values manifest.Object) []chartValue {
	if fmt.Sprint(values.Get("server", "authModes")) != "[client]" {
		return []chartValue{{"server.enabled", false, "it would let in anyone who reaches it; with server.authModes [client] alone it asks for a token of the cluster"}}
	}
	const ours, modes = "the roles of base/ are what was reviewed", "it could take other modes than server.authModes"
	wanted := []chartValue{{"server.rbac.create", false, ours}, {"server.clusterWorkflowTemplates.enabled", false, ours}}
	for path, none := range map[string]string{"server.extraArgs": "[]", "server.extraEnv": "[]"} {
		if given := values.Get(strings.Split(path, ".")...); given != nil && fmt.Sprint(given) != none {
			wanted = append(wanted, chartValue{path, []any{}, modes})
		}
	}
	return wanted
}

// busReplicas is how many pods the rendered event bus has.
func (f checks) busReplicas() any {
	for _, o := range f.Rendered.Objects {
		if o.Kind == "EventBus" {
			return o.Get("spec", "jetstream", "replicas")
		}
	}
	return nil
}

// clashes refuses values of stack.hcl that the stack decides, which would have no
// effect.
func (f checks) clashes() {
	all := plan.ChartClashes(f.Stack)
	for _, argument := range slices.Sorted(maps.Keys(all)) {
		for _, path := range all[argument] {
			f.At(f.Stack.DecisionIn(argument, path...), "Setting of the stack", "%s has %s, which the stack decides itself. Remove it; docs/stack-hcl.md says which argument decides it, where one does.", argument, strings.Join(path, "."))
		}
	}
}

func (f checks) chartSettings(c chart) {
	for _, v := range f.chartValues(c.name, c.values) {
		path := strings.Split(v.path, ".")
		if got := c.values.Get(path...); typed(got) != typed(v.want) {
			c.report(path, "Wrong value of a chart", "The value %s of chart %q is %v, but it must be %v: %s.", v.path, c.name, got, v.want, v.why)
		}
	}
}

// typed is a value and its type as text. Numbers are of one type, whatever read them.
func typed(v any) string {
	switch n := v.(type) {
	case int:
		v = float64(n)
	case int64:
		v = float64(n)
	}
	return fmt.Sprintf("%T %v", v, v)
}

// openings finds values of a chart of Argo CD by which it opens something. Those of
// Flux are rendered, and found as everything there is.
func (f checks) openings(c chart) {
	for _, o := range exposure.Openings(c.values.Fields, nil) {
		c.report(o.Path, o.Summary, "Chart %q %s", c.name, o.Says)
	}
}

// imagesOfCharts are the values that name where a chart's images come from.
var imagesOfCharts = map[string]map[string]string{
	"argo-workflows": {"controller.image.registry": "quay.io", "executor.image.registry": "quay.io"},
	"argo-events":    {"global.image.repository": "quay.io/argoproj/argo-events"},
}

// chartImages checks that a chart's images come through the registry mirror,
// too, and that the event bus has a version that the chart is given.
func (f checks) chartImages(c chart) {
	for _, key := range slices.Sorted(maps.Keys(imagesOfCharts[c.name])) {
		f.chartImage(c, key, c.values.Get(strings.Split(key, ".")...), imagesOfCharts[c.name][key])
	}
	further := manifest.ImagesIn(c.values.Fields)
	for _, key := range slices.Sorted(maps.Keys(further)) {
		f.chartImage(c, key, further[key], "")
	}
	versions := manifest.Maps(c.values.Fields, "configs", "jetstream", "versions")
	for _, v := range versions {
		for _, key := range []string{"configReloaderImage", "metricsExporterImage", "natsImage"} {
			f.chartImage(c, "configs.jetstream.versions."+key, v[key], "")
		}
	}
	for _, o := range f.Rendered.Objects {
		version := o.Get("spec", "jetstream", "version")
		if o.Kind == "EventBus" && c.name == "argo-events" && !slices.ContainsFunc(versions, func(v map[string]any) bool { return v["version"] == version }) {
			f.Object(o, []string{"spec", "jetstream", "version"}, "Unknown version of the event bus", "%s wants version %v of JetStream, which the values of chart %q do not have: it would never start. Name the same version in both.", o, version, c.name)
		}
	}
}

// chartImage checks of one image that it comes from the mirror, or without one
// from where it is published.
func (f checks) chartImage(c chart, key string, value any, published string) {
	image, _ := value.(string)
	mirror := f.Stack.Contract.ImageRegistry
	switch {
	case mirror != nil && image != mirror.String() && !strings.HasPrefix(image, mirror.String()+"/"):
		c.report(strings.Split(key, "."), "Image beside the mirror", "The value %s of chart %q is %q, but the output \"image_registry\" says that all images come through %s.", key, c.name, image, mirror)
	case mirror == nil && published != "" && image != published:
		c.report(strings.Split(key, "."), "Wrong value of a chart", "The value %s of chart %q is %q, but its images are published at %s. Name another place in the output \"image_registry\".", key, c.name, image, published)
	}
}
