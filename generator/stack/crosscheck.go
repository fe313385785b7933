package stack

import (
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"github.com/hashicorp/hcl/v2"
)

// crossCheck holds the facts and decisions against each other, wherever two of
// them must agree, as far as the two are good by themselves.
func (s *Stack) crossCheck(goodFacts, goodDecisions bool) hcl.Diagnostics {
	x := crossChecker{Stack: s}
	x.stackName()
	if goodFacts {
		x.cluster()
		x.namespaces()
		x.storage()
		x.keyVault()
		x.database()
	}
	if goodDecisions {
		x.sync()
		x.jobs()
		x.adoptedJobs()
		x.exceptions()
	}
	if goodFacts && goodDecisions {
		x.taskRoles()
		x.taskRoleGroups()
		x.argo()
		x.profile()
		x.connections()
		x.services()
		x.blocks()
		x.policyEngine()
		exposureChecker{&x}.exposure()
	}
	return x.diags
}

type crossChecker struct {
	*Stack
	diags hcl.Diagnostics
}

func (x *crossChecker) report(severity hcl.DiagnosticSeverity, at manifest.Origin, summary, format string, args ...any) {
	d := diag.Error(at.Range, summary, fmt.Sprintf(format, args...))
	d.Severity = severity
	x.diags = append(x.diags, d)
}

func (x *crossChecker) fault(at manifest.Origin, summary, format string, args ...any) {
	x.report(hcl.DiagError, at, summary, format, args...)
}

func (x *crossChecker) stackName() {
	if given := x.Contract.Stack.String(); given != "" && given != x.Name {
		x.fault(x.Fact("stack"), "Outputs of another stack", "These are the outputs of stack %q, but they were given for stack %q. Record the outputs of workspace %q.", given, x.Name, x.Name)
	}
}

// cluster checks that the issuer is one of the tenant's: Azure writes the
// tenant into its path.
func (x *crossChecker) cluster() {
	c := x.Contract.Cluster
	tenant := x.Contract.TenantID.String()
	if !strings.HasSuffix(c.OIDCIssuerURL.String(), "/") {
		x.fault(x.Fact("cluster.oidc_issuer_url"), "Issuer without trailing slash", "The cluster's issuer %q must end with a slash, as Azure gives it. A federated credential with another text fails with AADSTS700211.", c.OIDCIssuerURL)
	}
	if !strings.Contains(strings.ToLower(c.OIDCIssuerURL.Path()), strings.ToLower(tenant)) {
		x.fault(x.Fact("cluster.oidc_issuer_url"), "Issuer of another tenant", "The cluster's issuer %q does not hold the tenant id %s. Take it from the cluster's oidc_issuer_url.", c.OIDCIssuerURL, tenant)
	}
	if region, _, _ := strings.Cut(c.OIDCIssuerURL.Host(), "."); region != x.Contract.Location.String() && strings.Contains(c.OIDCIssuerURL.Host(), ".oic.") {
		x.report(hcl.DiagWarning, x.Fact("location"), "Stack and cluster in different regions", "The stack is in %q, but the cluster's issuer is in %q. That works, and costs traffic between regions.", x.Contract.Location, region)
	}
	if c.WorkloadIdentity != nil && !c.WorkloadIdentity.IsOn() {
		x.fault(x.Fact("cluster.workload_identity"), "Cluster without workload identity", "The cluster %s does not have the webhook of workload identity, so no pod gets a token to log in to Azure with. Turn it on: az aks update --enable-oidc-issuer --enable-workload-identity.", c.Name)
	}
	if len(c.PodCIDRs) == 0 {
		x.fault(x.Fact("cluster.pod_cidrs"), "Empty value", "Output \"cluster.pod_cidrs\" is empty. The gateway's pods live in these ranges; without them the auth proxy could trust no forwarded header. Where pods have no range of their own, name their subnet in existing_cluster.pod_cidrs in terraform.tfvars.")
	}
}

func (x *crossChecker) namespaces() {
	byName := map[string]string{}
	for _, n := range x.namespaceRoles() {
		if other, taken := byName[n.name]; taken {
			if n.role == ArgoNamespace {
				continue // argo says it
			}
			x.fault(x.Fact("namespaces."+n.role), "Duplicate namespace", "The namespaces of %s and %s are both %q. Each needs one of its own, since their Pod Security and network policies differ.", other, n.role, n.name)
		}
		byName[n.name] = n.role
	}
}

func (x *crossChecker) storage() {
	st := x.Contract.Storage
	if got := st.BlobEndpoint.FirstLabel(); got != st.AccountName.String() {
		x.fault(x.Fact("storage.blob_endpoint"), "Endpoint of another account", "The blob endpoint %q is not that of account %q. Take both from the same storage account.", st.BlobEndpoint, st.AccountName)
	}
	if first, _, _ := strings.Cut(st.Sysroot.String(), "/"); first != st.ContainerName.String() {
		x.fault(x.Fact("storage.sysroot"), "Sysroot in another container", "The sysroot %q must start with the container %q.", st.Sysroot, st.ContainerName)
	}
}

func (x *crossChecker) keyVault() {
	v := x.Contract.KeyVault
	if got := v.URI.FirstLabel(); !strings.EqualFold(got, v.Name.String()) {
		x.fault(x.Fact("key_vault.uri"), "URI of another vault", "The vault URI %q is not that of vault %q. Take both from the same Key Vault.", v.URI, v.Name)
	}
	if v.URI.Path() != "/" {
		x.fault(x.Fact("key_vault.uri"), "Invalid vault URI", "The vault URI %q must be the vault's own, ending with a slash after the host.", v.URI)
	}
}

func (x *crossChecker) database() {
	subnet := x.Contract.Database.SubnetCIDR
	for _, pods := range x.Contract.Cluster.PodCIDRs {
		if pods.Prefix().Overlaps(subnet.Prefix()) {
			x.fault(x.Fact("database.subnet_cidr"), "Overlapping ranges", "The database subnet %s overlaps the pod range %s, so the network policy for the database would open every pod.", subnet, pods)
		}
	}
}

// policyEngine tells of network policies that nothing enforces.
func (x *crossChecker) policyEngine() {
	engine := x.Contract.Cluster.NetworkPolicy
	if engine == nil || engine.String() != fact.NoPolicyEngine || !x.Config.Network.Policies.IsOn() {
		return
	}
	x.report(hcl.DiagWarning, x.Fact("cluster.network_policy"), "Cluster without network policies", "The cluster %s has no engine for network policies, so those of the stack hold nothing back: whatever runs in it can reach the metadata service, which asks nobody for a login. Give the cluster an engine, or set policies = false in the network block, which promises none.", x.Contract.Cluster.Name)
}

// blocks tells of ranges that hold pods: Cilium, which AKS has, never takes a pod for
// an address, so a policy with them opens nothing.
func (x *crossChecker) blocks() {
	n := x.Config.Network
	for _, decided := range []struct {
		path   string
		ranges []fact.CIDR
	}{{"network.private_endpoints", n.PrivateEndpoints}, {"network.jobs_egress", n.JobsEgress}} {
		for _, r := range decided.ranges {
			inPods := slices.ContainsFunc(x.Contract.Cluster.PodCIDRs, func(pods fact.CIDR) bool {
				return pods.Prefix().Contains(r.Prefix().Addr()) && pods.Prefix().Bits() <= r.Prefix().Bits()
			})
			if inPods {
				x.report(hcl.DiagWarning, x.Decision(decided.path), "Range of pods", "%s is a range of the cluster's pods, and Cilium, which AKS's network policies come from, does not match pods by address: nothing would be opened. Name only addresses outside of the cluster.", r)
			}
		}
	}
}

func (x *crossChecker) taskRoles() {
	roles := x.TaskRoles()
	chosen := x.Config.DefaultTaskRole.String()
	switch {
	case chosen != "" && !slices.Contains(roles, chosen):
		x.fault(x.Decision("default_task_role"), "Unknown task role", "The output workload_identities has no identity %q with purpose \"task\", so no pod could be made with that service account. Name a task role%s", chosen, fact.SuggestOr(chosen, roles, "."))
	case chosen == "" && len(roles) > 1:
		x.fault(x.Fact("workload_identities"), "No default task role", "There are several task roles (%s). Name in stack.hcl the one that the client profile uses: default_task_role = %q.", strings.Join(roles, ", "), roles[0])
	}
}
