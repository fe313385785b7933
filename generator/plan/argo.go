package plan

import (
	"encoding/base64"
	"fmt"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
)

// Names of what Argo Workflows and Argo Events consist of.
const (
	workflowsChart   = "argo-workflows"
	eventsChart      = "argo-events"
	workflowsAccount = "argo-workflows-controller"
	eventsAccount    = "argo-events-controller"
	sensorAccount    = "argo-events-sensor"
	datastoreSecret  = "metaflow-datastore"
)

func (p argoPlanner) argoNamespace() manifest.Sourced {
	return p.decision("argo_workflows.namespace", p.Config.ArgoWorkflows.Namespace)
}

// workflowGrants are the roles of the pods of deployed flows, and of the
// controller.
func (p argoPlanner) workflowGrants() []grant {
	return []grant{
		{"metaflow-task", "argo-workflows/task", p.access().taskSubjects()},
		{"metaflow-workflow", "argo-workflows/default", manifest.List{accountSubject(p.access().defaultTaskRole(), p.jobsNamespace())}},
		{workflowsAccount, "argo-workflows/controller", manifest.List{accountSubject(workflowsAccount, p.argoNamespace())}},
	}
}

func (p argoPlanner) eventGrants() []grant {
	return []grant{
		{eventsAccount, "argo-events/controller", manifest.List{accountSubject(eventsAccount, p.argoNamespace())}},
		{sensorAccount, "argo-events/sensor", manifest.List{accountSubject(sensorAccount, p.jobsNamespace())}},
	}
}

// argoGrants says what the workflow controller may do in its own namespace.
func (p argoPlanner) argoGrants() []grant {
	if p.Config.ArgoWorkflows == nil {
		return nil
	}
	return []grant{{workflowsAccount, "argo-workflows/configuration", manifest.List{accountSubject(workflowsAccount, p.argoNamespace())}}}
}

// workflowSecrets are two Secrets without a secret. Metaflow's helper pods take
// their environment from a Secret alone, so where the datastore is stands in
// one, in base64, since stringData and server-side apply do not go together. And
// the agent of a workflow mounts the token of the workflows' default account
// from a Secret, which Kubernetes fills in.
func (p argoPlanner) workflowSecrets() []manifest.Map {
	if p.Config.ArgoWorkflows == nil {
		return nil
	}
	role := p.access().defaultTaskRole()
	token := meta{APIVersion: "v1", Kind: "Secret", Name: manifest.From(fmt.Sprint(role.Value)+".service-account-token", role.From),
		Annotations: manifest.Map{{"kubernetes.io/service-account.name", role}}, Labels: labelled(workflowsChart)}
	where := meta{APIVersion: "v1", Kind: "Secret", Name: datastoreSecret, Labels: labelled(datastoreSecret)}
	return []manifest.Map{
		where.object(manifest.Entry{"type", "Opaque"}, manifest.Entry{"data", manifest.Map{
			{"METAFLOW_AZURE_STORAGE_BLOB_SERVICE_ENDPOINT", p.derived("storage.blob_endpoint", inBase64(p.Contract.Storage.BlobEndpoint))},
			{"METAFLOW_DATASTORE_SYSROOT_AZURE", p.derived("storage.sysroot", inBase64(p.Contract.Storage.Sysroot))},
		}}),
		token.object(manifest.Entry{"type", "kubernetes.io/service-account-token"}),
	}
}

func inBase64(text fmt.Stringer) string {
	return base64.StdEncoding.EncodeToString([]byte(text.String()))
}

// eventBus says how many pods the event bus of base/ has, where that is not what base/
// says, and where they and those of the event source run.
func (p argoPlanner) eventBus() []manifest.Map {
	e, nodes := p.Config.ArgoEvents, p.servicesNodes()
	if e == nil {
		return nil
	}
	bus := nodes
	if p.Decided("argo_events.replicas") {
		bus = append(manifest.Map{{"replicas", manifest.From(number(e.Replicas.String()), p.Decision("argo_events.replicas"))}}, bus...)
	}
	var patches []manifest.Map
	if len(bus) > 0 {
		patches = append(patches, meta{APIVersion: argoAPI, Kind: "EventBus", Name: "default"}.object(manifest.Entry{"spec", manifest.Map{{"jetstream", bus}}}))
	}
	if len(nodes) > 0 {
		patches = append(patches, meta{APIVersion: argoAPI, Kind: "EventSource", Name: "argo-events-webhook"}.object(manifest.Entry{"spec", manifest.Map{{"template", nodes}}}))
	}
	return patches
}

// pulled is an image as the cluster pulls it: through the mirror, where there
// is one.
func (p argoPlanner) pulled(image string) any {
	if p.Contract.ImageRegistry == nil {
		return image
	}
	i := fact.ParseImage(image)
	i.Name = p.Contract.ImageRegistry.String() + "/" + i.Repository()
	return p.derived("image_registry", i.String())
}

// registryOf is the registry that a chart joins with a repository of its own.
func (p argoPlanner) registryOf(upstream string) any {
	if p.Contract.ImageRegistry == nil {
		return upstream
	}
	return p.fact("image_registry", p.Contract.ImageRegistry)
}

// isRegistry reports whether the charts come from a registry.
func (p argoPlanner) isRegistry() bool {
	return strings.HasPrefix(p.Config.ArgoWorkflows.ChartRepository.String(), "oci://")
}
