package plan

import (
	"fmt"
	"strconv"

	"example.com/metaflow-gitops/generator/stack"
)

// Overlay is everything that is generated for one stack, but for its sync
// objects, which depend on what is rendered.
type Overlay struct {
	// Files are the Kustomize files, by path below the overlay.
	Files []File
	// Client are the files for data scientists.
	Client []Raw
}

// Images are the container images that base/ names.
type Images struct {
	// Names of all images without tag, in order, so that a registry mirror can
	// rewrite each of them.
	Names []string
	// Of gives the image of a workload's main container, with its tag, by the
	// name of its Deployment.
	Of map[string]string
}

// New plans the overlay of a stack.
func New(s *stack.Stack, images Images) Overlay {
	p := planner{s, images}
	files := []File{
		{"service-accounts.yaml", p.serviceAccounts()},
		{"helm-releases.yaml", p.helmReleases()},
		{"services/network-policies.yaml", p.servicePolicies()},
		{"services/role-bindings.yaml", bindings(p.serviceGrants())},
		{"services/metadata-service.yaml", p.metadataService()},
		{"services/ui-backend.yaml", p.uiBackend()},
		{"services/ui-static.yaml", p.uiStatic()},
		{"services/auth-proxy.yaml", p.authProxy()},
		{"services/ingress.yaml", p.ingress()},
		{"services/reference-grant.yaml", p.referenceGrant()},
		{"jobs/network-policies.yaml", p.jobPolicies()},
		{"jobs/role-bindings.yaml", bindings(p.jobGrants())},
		{"jobs/resource-quota.yaml", p.quota()},
		{"jobs/limit-range.yaml", p.limits()},
		{"jobs/task-roles.yaml", p.taskRoleConfig()},
		{"jobs/secrets.yaml", p.workflowSecrets()},
		{"jobs/event-bus.yaml", p.eventBus()},
		{"argo/role-bindings.yaml", bindings(p.argoGrants())},
		{"policy/binding.yaml", p.taskRolePolicy()},
		{"gateway/gateway.yaml", p.gateway()},
		{"gateway/http-route.yaml", p.httpRoute()},
		{"gateway/external-dns.yaml", p.externalDNS()},
	}
	files = dropEmpty(files)
	return Overlay{
		Files:  append(files, p.kustomizations(files, images)...),
		Client: p.client(),
	}
}

// dropEmpty leaves out the files that this stack has nothing to say in.
func dropEmpty(files []File) []File {
	var kept []File
	for _, f := range files {
		if len(f.Documents) > 0 {
			kept = append(kept, f)
		}
	}
	return kept
}

// planner gives values their origin.
type planner struct {
	*stack.Stack
	images Images
}

// fact is a value of the contract.
func (p planner) fact(path string, value fmt.Stringer) Sourced {
	return Sourced{value.String(), p.Fact(path)}
}

// decision is a value of stack.hcl, or its default.
func (p planner) decision(path string, value fmt.Stringer) Sourced {
	return Sourced{value.String(), p.Decision(path)}
}

// derived is a value that was made from one fact.
func (p planner) derived(path, value string) Sourced {
	return Sourced{value, p.Fact(path)}
}

func (p planner) servicesNamespace() Sourced {
	return p.fact("namespaces.services", p.Contract.Namespaces.Services)
}

func (p planner) jobsNamespace() Sourced {
	return p.fact("namespaces.jobs", p.Contract.Namespaces.Jobs)
}

func (p planner) gatewayNamespace() Sourced {
	return p.fact("namespaces.gateway", p.Contract.Namespaces.Gateway)
}

// env is one environment variable of a container.
func env(name string, value any) Map { return Map{{"name", name}, {"value", value}} }

func (p planner) databasePort() Sourced {
	return p.derived("database.port", strconv.Itoa(p.Contract.Database.Port.Int()))
}
