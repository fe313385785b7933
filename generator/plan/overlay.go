package plan

import (
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
		{"service-accounts.yaml", p.accounts().serviceAccounts()},
		{"helm-releases.yaml", p.sync().helmReleases()},
		{"services/network-policies.yaml", p.policies().servicePolicies()},
		{"services/pod-monitors.yaml", p.policies().podMonitors(ownPods())},
		{"services/role-bindings.yaml", bindings(p.access().serviceGrants())},
		{"services/metadata-service.yaml", p.pods().metadataService()},
		{"services/ui-backend.yaml", p.pods().uiBackend()},
		{"services/ui-static.yaml", p.pods().uiStatic()},
		{"services/auth-proxy.yaml", p.login().authProxy()},
		{"services/ingress.yaml", p.routes().ingress()},
		{"services/reference-grant.yaml", p.routes().referenceGrant()},
		{"jobs/network-policies.yaml", p.policies().jobPolicies()},
		{"jobs/pod-monitors.yaml", p.policies().podMonitors(ownPods())},
		{"jobs/role-bindings.yaml", bindings(p.access().jobGrants())},
		{"jobs/resource-quota.yaml", p.pods().quota()},
		{"jobs/limit-range.yaml", p.pods().limits()},
		{"jobs/task-roles.yaml", p.access().taskRoleConfig()},
		{"jobs/secrets.yaml", p.argo().workflowSecrets()},
		{"jobs/event-bus.yaml", p.argo().eventBus()},
		{"argo/network-policies.yaml", p.policies().argoPolicies()},
		{"argo/pod-monitors.yaml", p.policies().argoMonitors()},
		{"argo/role-bindings.yaml", bindings(p.argo().argoGrants())},
		{"policy/binding.yaml", p.access().taskRolePolicy()},
		{"gateway/gateway.yaml", p.routes().gateway()},
		{"gateway/http-route.yaml", p.routes().httpRoute()},
		{"gateway/external-dns.yaml", p.routes().externalDNS()},
	}
	files = dropEmpty(files)
	return Overlay{
		Files:  append(files, p.kustomize().kustomizations(files, images)...),
		Client: p.clients().client(),
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
