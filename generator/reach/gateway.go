package reach

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

const gatewayAPI = "gateway.networking.k8s.io"

// IsGatewayAPI reports whether an object is one of the Gateway API.
func IsGatewayAPI(o manifest.Object) bool { return strings.HasPrefix(o.APIVersion, gatewayAPI+"/") }

// Gateway is a Gateway and the pods that its controller makes.
type Gateway struct {
	*Object
	Pods *Pods
}

func (c *Cluster) findGateway(o *Object) {
	deployment := MadeOf(o.Object)[0]
	g := &Gateway{o, &Pods{Owner: deployment, From: o, Kind: GatewayPods, Namespace: o.Namespace, Labels: podLabels(deployment)}}
	c.Gateways = append(c.Gateways, g)
	c.Pods = append(c.Pods, g.Pods)
}

// Gateway finds a Gateway, or nil.
func (c *Cluster) Gateway(namespace, name string) *Gateway {
	return first(c.Gateways, func(g *Gateway) bool { return g.Namespace == namespace && g.Name == name })
}

// isInternal reports whether a gateway's load balancer has an address of the virtual
// network alone.
func (o *Object) isInternal() bool {
	return o.text("spec", "infrastructure", "annotations", internalBalancer) == "true" || o.text("metadata", "annotations", internalBalancer) == "true"
}

// admits reports whether a listener of a gateway takes a route; with a section, the
// listener of that name.
func (c *Cluster) admits(g *Gateway, route *Object, section string) bool {
	return slices.ContainsFunc(g.items("spec", "listeners"), func(l any) bool {
		if section != "" && manifest.Text(l, "name") != section {
			return false
		}
		switch manifest.Text(l, "allowedRoutes", "namespaces", "from") {
		case "All":
			return true
		case "Selector":
			return manifest.LabelSelector(manifest.Get(l, "allowedRoutes", "namespaces", "selector")).Selects(c.labelsOf(route.Namespace))
		case "None":
			return false
		}
		return route.Namespace == g.Namespace
	})
}

// certificate is where a gateway has one of its certificates from, by the options
// of AKS's application routing: an address in a Key Vault, and who reads it.
type certificate struct{ uri, account string }

// certificates are those of a gateway's listeners that name who reads them, or what.
func (g *Gateway) certificates() []certificate {
	var found []certificate
	for _, l := range g.items("spec", "listeners") {
		options := manifest.Get(l, "tls", "options")
		c := certificate{manifest.Text(options, "kubernetes.azure.com/tls-cert-keyvault-uri"), manifest.Text(options, "kubernetes.azure.com/tls-cert-service-account")}
		if c != (certificate{}) {
			found = append(found, c)
		}
	}
	return found
}

// FrontDoor is what a Gateway or an Ingress answers for.
type FrontDoor struct {
	Hosts    []string
	Class    string
	Internal bool // it has an address of the virtual network alone
	Plain    bool // it also answers without TLS
}

// Front reads a Gateway or an Ingress, whose controller is not of the objects.
func (o *Object) Front() FrontDoor {
	if o.Kind == "Ingress" {
		f := FrontDoor{Class: o.text("spec", "ingressClassName")}
		for _, r := range o.items("spec", "rules") {
			f.add(manifest.Text(r, "host"))
		}
		return f
	}
	f := FrontDoor{Class: o.text("spec", "gatewayClassName"), Internal: o.isInternal()}
	for _, l := range o.items("spec", "listeners") {
		f.add(manifest.Text(l, "hostname"))
		f.Plain = f.Plain || manifest.Text(l, "protocol") == "HTTP"
	}
	return f
}

func (f *FrontDoor) add(host string) {
	if host != "" {
		f.Hosts = appendNew(f.Hosts, host)
	}
}
