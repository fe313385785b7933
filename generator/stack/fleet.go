package stack

import (
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/diag"
	"example.com/metaflow-gitops/generator/manifest"
	"github.com/hashicorp/hcl/v2"
)

// CheckFleet holds the stacks of a repository against each other: two stacks
// may share a cluster, but not a namespace on it, and a cluster has one issuer,
// one subscription, one engine, and at most one Argo Workflows and one device plugin. Only mistakes that touch a selected stack are reported.
func CheckFleet(stacks []*Stack, selected func(name string) bool) hcl.Diagnostics {
	var diags hcl.Diagnostics
	for i, a := range stacks {
		for _, b := range stacks[i+1:] {
			if !sameFolder(a, b) || !selected(a.Name) && !selected(b.Name) {
				continue
			}
			first, second := a, b
			if selected(a.Name) && !selected(b.Name) {
				first, second = b, a // the place to look is in the selected one
			}
			diags = append(diags, sameCluster(first, second)...)
			diags = append(diags, sharedNamespaces(first, second)...)
			diags = append(diags, twoArgos(first, second)...)
			diags = append(diags, twoPlugins(first, second)...)
		}
	}
	return diags
}

// sameFolder reports whether two clusters have one folder under clusters/, also
// on a machine that cannot hold names that differ in case alone.
func sameFolder(a, b *Stack) bool {
	return strings.EqualFold(a.Contract.Cluster.Name.String(), b.Contract.Cluster.Name.String())
}

func sameCluster(a, b *Stack) hcl.Diagnostics {
	x := crossChecker{Stack: b}
	cluster := b.Contract.Cluster
	if a.Contract.Cluster.OIDCIssuerURL.String() != cluster.OIDCIssuerURL.String() {
		x.fault(b.Fact("cluster.oidc_issuer_url"), "Two clusters with one name", "Stacks %q and %q both run on a cluster %q, but its issuer is %q in one and %q in the other. Their files would meet in clusters/%s: give one cluster another name, or record the outputs of both again.", a.Name, b.Name, cluster.Name, a.Contract.Cluster.OIDCIssuerURL, cluster.OIDCIssuerURL, cluster.Name)
	}
	if a.Config.Engine != b.Config.Engine {
		x.fault(b.Decision("engine"), "Two engines on one cluster", "Stacks %q and %q share cluster %q, but one is synced by %s and the other by %s. Whatever applies clusters/%s would apply the objects of both. Give both the same engine.", a.Name, b.Name, cluster.Name, a.Config.Engine, b.Config.Engine, cluster.Name)
	}
	if !strings.EqualFold(a.Contract.ClusterSubscription().String(), b.Contract.ClusterSubscription().String()) {
		x.fault(b.subscriptionOrigin(), "Two clusters with one name", "Stacks %q and %q both run on a cluster %q, but in subscriptions %s and %s. Give one cluster another name, or record the outputs of both again.", a.Name, b.Name, cluster.Name, a.Contract.ClusterSubscription(), b.Contract.ClusterSubscription())
	}
	return x.diags
}

// subscriptionOrigin is where the subscription of the cluster comes from.
func (s *Stack) subscriptionOrigin() manifest.Origin {
	if s.Contract.Cluster.SubscriptionID != nil {
		return s.Fact("cluster.subscription_id")
	}
	return s.Fact("subscription_id")
}

func sharedNamespaces(a, b *Stack) hcl.Diagnostics {
	x := crossChecker{Stack: b}
	taken := map[string]string{}
	for _, n := range a.namespaceRoles() {
		taken[n.name] = n.role
	}
	for _, n := range b.namespaceRoles() {
		if role, shared := taken[n.name]; shared && (n.role != ArgoNamespace || role != ArgoNamespace) {
			x.fault(b.namespaceOrigin(n.role), "Namespace of two stacks", "Stacks %q and %q share cluster %q, and both claim namespace %q (for %s and for %s). Each stack needs namespaces of its own.", a.Name, b.Name, b.Contract.Cluster.Name, n.name, role, n.role)
		}
	}
	return x.diags
}

// twoArgos refuses a second Argo Workflows: both would own the definitions of
// its kinds, which are the cluster's.
func twoArgos(a, b *Stack) hcl.Diagnostics {
	x := crossChecker{Stack: b}
	if a.Config.ArgoWorkflows != nil && b.Config.ArgoWorkflows != nil {
		x.fault(b.Decision("argo_workflows"), "Argo Workflows of two stacks", "Stacks %q and %q share cluster %q, and both install Argo Workflows. The definitions of its kinds belong to the cluster, so one stack can have it. Remove argo_workflows and argo_events from one of the two.", a.Name, b.Name, b.Contract.Cluster.Name)
	}
	return x.diags
}

// DevicePlugin is the component by which a cluster's nodes offer their GPUs, and
// DevicePluginNamespace the namespace that it brings.
const (
	DevicePlugin          = "base/components/nvidia-device-plugin"
	DevicePluginNamespace = "nvidia-device-plugin"
)

// HasDevicePlugin reports whether the stack brings it.
func (s *Stack) HasDevicePlugin() bool {
	return slices.ContainsFunc(s.Config.Components, func(c ComponentPath) bool { return c.String() == DevicePlugin })
}

// DevicePluginOrigin is where stack.hcl asks for it.
func (s *Stack) DevicePluginOrigin() manifest.Origin {
	if s.Config.Jobs.DevicePlugin.IsOn() {
		return s.Decision("jobs.device_plugin")
	}
	return s.Decision("components")
}

// twoPlugins refuses a second plugin for the GPUs of one cluster: whichever stack was
// synced last would own it, and the other would delete it when it goes.
func twoPlugins(a, b *Stack) hcl.Diagnostics {
	x := crossChecker{Stack: b}
	if a.HasDevicePlugin() && b.HasDevicePlugin() {
		x.fault(b.DevicePluginOrigin(), "Device plugin of two stacks", "Stacks %q and %q share cluster %q, and both bring the component %s. It serves the whole cluster, so one stack can have it. Remove it from one of the two.", a.Name, b.Name, b.Contract.Cluster.Name, DevicePlugin)
	}
	return x.diags
}

type namespaceRole struct{ role, name string }

// namespaceRoles lists the namespaces of a stack.
func (s *Stack) namespaceRoles() []namespaceRole {
	n := s.Contract.Namespaces
	roles := []namespaceRole{
		{ServicesNamespace, n.Services.String()},
		{JobsNamespace, n.Jobs.String()},
		{GatewayNamespace, n.Gateway.String()},
	}
	if w := s.Config.ArgoWorkflows; w != nil {
		roles = append(roles, namespaceRole{ArgoNamespace, w.Namespace.String()})
	}
	return roles
}

// namespaceOrigin is where the name of a namespace comes from.
func (s *Stack) namespaceOrigin(role string) manifest.Origin {
	if role == ArgoNamespace {
		return s.Decision("argo_workflows.namespace")
	}
	return s.Fact("namespaces." + role)
}

// UnknownStack is the mistake of naming a stack that is not there.
func UnknownStack(name, cure string) *hcl.Diagnostic {
	return diag.Error(hcl.Range{}, "Unknown stack", fmt.Sprintf("There is no stack %q under terraform/stacks%s", name, cure))
}
