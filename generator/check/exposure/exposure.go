// Package exposure checks that nobody reaches a pod of a stack from outside except
// through the auth proxy, and that the proxy demands a login. Who can reach what is
// for package reach to say; here is what of that was planned.
package exposure

import (
	"fmt"
	"slices"

	"example.com/metaflow-gitops/generator/check/finding"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
	"github.com/hashicorp/hcl/v2"
)

// Check checks that nobody reaches a pod of the stack from outside except
// through the auth proxy, and that the proxy demands a login. It looks at the
// rendered objects alone, those of components included, and adds what the
// controllers of AKS make from a Gateway.
//
// The objects are a graph. Its edges, and what holds at each:
//
//	outside → Gateway          there is one, of the class and with the host, certificate and
//	                           HTTPS listener of the stack; routes of its own namespace only;
//	                           a listener of port 80 does nothing but redirect
//	Gateway → gateway's pods   made by the controller from the Gateway; nothing else answers there
//	outside → Ingress          the same of an Ingress: class, host, TLS
//	outside → Service          none is a LoadBalancer or NodePort or has external IPs
//	outside → pod              none has a host port or the host's network
//	outside → other kinds      none whose kind, or an annotation of what requests come by, is not
//	                           known to be harmless (harmless.go, annotation.go); no chart that opens one
//	host → DNS zone            ExternalDNS publishes the stack's host, in its zone, and no other
//	Gateway → HTTPRoute        the one Gateway is its only parent, and the host its only host
//	HTTPRoute → Service        each path leads to the proxy that is meant for it, unfiltered;
//	                           the paths of the login are not shadowed
//	HTTPRoute → ReferenceGrant lets that namespace point at the two proxies alone
//	Service → pods             the proxy's Service selects the proxy's pods alone, by selector,
//	                           on the port that the proxy listens on
//	proxy → login              each option of the proxy is known, of its type, as it is decided, and
//	                           demands the login; nothing else is in its pods, and names and secrets
//	                           come from where they should
//	proxy → backend            the upstreams are the backends meant for that proxy
//	pod → pod                  policies deny first, select pods that exist, and let nothing reach
//	                           a pod that is not planned, metrics by those whom stack.hcl names
//	                           apart; no pod reaches the metadata of its node
//
// A private stack has none of the edges from outside.
func Check(s *stack.Stack, r *render.Rendered) hcl.Diagnostics {
	list := &finding.List{Stack: s, Rendered: r}
	x := scope{list, reach.New(r.Objects, s.Contract.Namespaces.Jobs.String())}
	entries{x}.check()
	if s.Config.Expose == nil {
		x.private()
	} else {
		front{x}.check()
		proxies{x}.check()
	}
	policies{x}.check()
	return list.Diags
}

// scope is a stack, and the cluster that its objects make.
type scope struct {
	*finding.List
	*reach.Cluster
}

// The two proxies, by the names of their Deployments and Services.
const (
	people   = stack.AuthProxy + "-people"
	programs = stack.AuthProxy + "-programs"
)

// backends are the workloads behind the proxies.
var backends = []string{stack.MetadataService, stack.UIBackend, stack.UIStatic}

// gatewayName is that of the stack's Gateway.
const gatewayName = "metaflow"

// publicKinds make a stack public by being there.
var publicKinds = []string{"Gateway", "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute", "Ingress", "ExternalDNS", "ClusterExternalDNS"}

func (x scope) private() {
	for _, o := range x.Rendered.Objects {
		if slices.Contains(publicKinds, o.Kind) {
			cure := "Add the block, or remove the object from the component."
			if other := x.cure(o); other != removeIt {
				cure = other
			}
			x.Field(o, "", nil, "Public object in a private stack", "%s would make the stack public, but stack.hcl has no expose block and so no auth proxy in front. %s", o, cure)
		}
	}
}

// ofKind lists the rendered objects of a kind in order.
func (x scope) ofKind(kind string) []manifest.Object {
	return slices.DeleteFunc(slices.Clone(x.Rendered.Objects), func(o manifest.Object) bool { return o.Kind != kind })
}

// removed is the line of a component that deletes an object of one of the names, or
// else another place.
func (x scope) removed(apiVersion, kind, namespace string, otherwise manifest.Origin, names ...string) manifest.Origin {
	for _, name := range names {
		if from, is := x.Rendered.Components().MissingBy(apiVersion, kind, namespace, name); is {
			return from
		}
	}
	return otherwise
}

const removeIt = "Remove it from the component."

// cure is what to do with an object that the stack must not have. What belongs to
// another namespace is not the stack's at all.
func (x scope) cure(o manifest.Object) string {
	own := []string{x.servicesNamespace(), x.gatewayNamespace(), x.jobsNamespace(), ""}
	if argo := x.Stack.Config.ArgoWorkflows; argo != nil {
		own = append(own, argo.Namespace.String())
	}
	if slices.Contains(own, o.Namespace) {
		return removeIt
	}
	return fmt.Sprintf("What belongs to an app of namespace %s is brought in clusters/, not in a component.", o.Namespace)
}

func (x scope) host() string { return x.Stack.Contract.Auth.Host.String() }

func (x scope) servicesNamespace() string { return x.Stack.Contract.Namespaces.Services.String() }

func (x scope) gatewayNamespace() string { return x.Stack.Contract.Namespaces.Gateway.String() }

func (x scope) jobsNamespace() string { return x.Stack.Contract.Namespaces.Jobs.String() }
