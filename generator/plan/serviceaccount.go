package plan

import (
	"maps"
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
)

func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// What Azure Workload Identity reads: the annotations of a service account that acts as
// an identity, and the label of pods that get a token.
const (
	ClientIDAnnotation = "azure.workload.identity/client-id"
	TenantIDAnnotation = "azure.workload.identity/tenant-id"
	UseLabel           = "azure.workload.identity/use"
)

// serviceAccounts plans one service account for each service and task role.
// They carry their namespaces, since a credential's subject names both.
func (p accountPlanner) serviceAccounts() []manifest.Map {
	accounts := []manifest.Map{p.serviceAccount(stack.UIStatic, nil)}
	for _, need := range p.Needs() {
		switch need.Key {
		case stack.GatewayTLS, stack.ExternalDNS:
			accounts = append(accounts, p.controllerAccount(need.Key))
		case stack.AuthProxy:
			accounts = append(accounts, p.serviceAccount(need.Key, p.proxyLogin()))
		default:
			accounts = append(accounts, p.serviceAccount(need.Key, p.identityOf(need.Key)))
		}
	}
	for _, role := range p.TaskRoles() {
		accounts = append(accounts, p.taskAccount(role))
	}
	if p.Config.ArgoEvents != nil {
		accounts = append(accounts, p.account(sensorAccount, p.jobsNamespace(), nil, labelled(sensorAccount)))
	}
	return accounts
}

// taskAccount is the account of a task role. A task calls Azure and no
// Kubernetes API, so it gets no token for that; only the executor that Argo
// Workflows puts beside a step needs one.
func (p accountPlanner) taskAccount(role string) manifest.Map {
	a := p.account(role, p.jobsNamespace(), p.identityOf(role), labelled(role))
	if p.Config.ArgoWorkflows != nil {
		return a
	}
	return a.With("automountServiceAccountToken", false)
}

// serviceAccount is the account of one of our services: none of them calls the
// Kubernetes API, so none gets a token for it.
func (p accountPlanner) serviceAccount(name string, annotations manifest.Map) manifest.Map {
	return p.account(name, p.servicesNamespace(), annotations, labelled(name)).With("automountServiceAccountToken", false)
}

// controllerAccount is an account that a controller of AKS acts through; that
// controller wants the label on the account itself. ExternalDNS runs as its
// account and reads routes; nothing calls the Kubernetes API as the other.
func (p accountPlanner) controllerAccount(name string) manifest.Map {
	labels := labelled(name).With(UseLabel, "true")
	a := p.account(name, p.gatewayNamespace(), p.identityOf(name), labels)
	if name == stack.ExternalDNS {
		return a
	}
	return a.With("automountServiceAccountToken", false)
}

func (p accountPlanner) account(name string, namespace manifest.Sourced, annotations, labels manifest.Map) manifest.Map {
	return meta{APIVersion: "v1", Kind: "ServiceAccount", Name: name, Namespace: namespace, Annotations: annotations, Labels: labels}.object()
}

// identityOf annotates an account with the identity of the same name.
func (p accountPlanner) identityOf(key string) manifest.Map {
	return p.identity(p.fact("workload_identities."+key+".client_id", p.Contract.WorkloadIdentities[key].ClientID))
}

// proxyLogin annotates the auth proxy's account: with Entra ID its federated
// token is the application's, and Key Vault's identity is named in the
// SecretProviderClass alone.
func (p accountPlanner) proxyLogin() manifest.Map {
	if p.login().federatedLogin() {
		return p.identity(p.fact("auth.client_id", p.Contract.Auth.ClientID))
	}
	return p.identityOf(stack.AuthProxy)
}

func (p accountPlanner) identity(clientID manifest.Sourced) manifest.Map {
	return manifest.Map{
		{ClientIDAnnotation, clientID},
		{TenantIDAnnotation, p.fact("tenant_id", p.Contract.TenantID)},
	}
}
