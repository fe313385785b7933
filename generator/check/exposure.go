package check

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
)

// exposure proves that nobody reaches a pod of the stack from outside except
// through the auth proxy, and that the proxy demands a login. It looks at the
// rendered objects alone, those of components included, and adds what the
// controllers of AKS make from a Gateway.
//
// The objects are a graph. Its edges, and what holds at each:
//
//	outside → Gateway          there is one, of the class and with the host, certificate and
//	                           HTTPS listener of the stack; routes of its own namespace only
//	Gateway → gateway's pods   made by the controller from the Gateway; nothing else answers there
//	outside → Ingress          the same of an Ingress: class, host, TLS, no annotation that diverts
//	outside → Service          none is a LoadBalancer or NodePort or has external IPs
//	outside → pod              none has a host port or the host's network
//	outside → other kinds      no other kind of route or gateway, no chart that opens one
//	host → DNS zone            ExternalDNS publishes the stack's host, in its zone, and no other
//	Gateway → HTTPRoute        the one Gateway is its only parent, and the host its only host
//	HTTPRoute → Service        each path leads to the proxy that is meant for it, unfiltered;
//	                           the paths of the login are not shadowed
//	HTTPRoute → ReferenceGrant lets that namespace point at the two proxies alone
//	Service → pods             the proxy's Service selects the proxy's pods alone, by selector,
//	                           on the port that the proxy listens on
//	proxy → login              each option of the proxy is known, of its type, and demands the login
//	proxy → backend            the upstreams are the backends meant for that proxy
//	pod → pod                  policies deny first, select pods that exist, and let nothing reach
//	                           a pod that is not planned; no pod reaches the metadata of its node
//
// A private stack has none of the edges from outside.
func (f *findings) exposure() {
	x := &exposure{findings: f, graph: newGraph(f.stack, f.rendered.Objects)}
	x.services()
	x.pods()
	x.otherKinds()
	if f.stack.Config.Expose == nil {
		x.private()
	} else {
		x.front()
		x.proxies()
	}
	x.policies()
}

// exposure is the proof in the making.
type exposure struct {
	*findings
	graph
}

// front proves the way from outside to the proxies' Services.
func (x *exposure) front() {
	x.gateways()
	x.routes()
	x.grants()
	x.dns()
	x.ingresses()
}

// The two proxies, by the names of their Deployments and Services.
const (
	people   = stack.AuthProxy + "-people"
	programs = stack.AuthProxy + "-programs"
)

// backends are the workloads behind the proxies.
var backends = []string{stack.MetadataService, stack.UIBackend, stack.UIStatic}

// publicKinds make a stack public by being there.
var publicKinds = []string{"Gateway", "HTTPRoute", "GRPCRoute", "TLSRoute", "TCPRoute", "UDPRoute", "Ingress", "ExternalDNS", "ClusterExternalDNS"}

func (x *exposure) private() {
	for _, o := range x.rendering {
		if slices.Contains(publicKinds, o.Kind) {
			x.fault(o, "", nil, "Public object in a private stack", "%s would make the stack public, but stack.hcl has no expose block and so no auth proxy in front. Add the block, or remove the object from the component.", o)
		}
	}
}

// fault reports a field of an object. The place is where stack.hcl or an
// output decided the field; else the line of a component or a base that has
// the mark, which is a key, a value or a variable's name peculiar to the
// mistake; else where the object comes from.
func (x *exposure) fault(o render.Object, mark string, path []string, summary, format string, args ...any) {
	from, found := x.rendered.Mention(o, mark)
	if decided := x.rendered.OriginOf(o, path...); found && (decided.Kind == stack.FromBase || strings.HasPrefix(from.Name, "base/components/")) {
		x.at(from, summary, format, args...)
		return
	}
	x.object(o, path, summary, format, args...)
}

func (x *exposure) host() string { return x.stack.Contract.Auth.Host.String() }

func (x *exposure) servicesNamespace() string { return x.stack.Contract.Namespaces.Services.String() }

func (x *exposure) gatewayNamespace() string { return x.stack.Contract.Namespaces.Gateway.String() }
