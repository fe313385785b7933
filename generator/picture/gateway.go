package picture

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/value"
)

const gatewayAPI = "gateway.networking.k8s.io"

// gatewayLabel is on the pods that a controller makes from a Gateway.
const gatewayLabel = gatewayAPI + "/gateway-name"

// front is something that takes requests from outside: a Gateway or an Ingress.
type front struct {
	node     *node
	item     *item // nil for a Gateway that is not rendered
	pods     *pods // of a rendered Gateway
	internal bool
}

// gateway is a Gateway and the pods that its controller makes.
func (s *scene) gateway(i *item) front {
	f := front{item: i, internal: isInternal(i)}
	var hosts []string
	plain := false
	for _, l := range i.items("spec", "listeners") {
		if host := value.Text(l, "hostname"); host != "" {
			hosts = appendNew(hosts, host)
		}
		plain = plain || value.Text(l, "protocol") == "HTTP"
	}
	n := node{key: key("gateway", i.Namespace, i.Name), column: gateways, icon: gate, title: i.Name, name: "Gateway " + i.Name, own: []*item{i}}
	n.describeFront(hosts, f.internal, i.text("spec", "gatewayClassName"))
	if plain {
		n.details = append(n.details, "also without TLS")
		n.says += ", also without TLS"
	}
	f.node = s.add(n)
	f.pods = &pods{item: i, node: f.node, namespace: i.Namespace, labels: map[string]string{gatewayLabel: i.Name}, kind: gateway}
	s.pods = append(s.pods, f.pods)
	return f
}

// isInternal tells whether a gateway's load balancer has an address of the
// virtual network alone.
func isInternal(i *item) bool {
	return i.text("spec", "infrastructure", "annotations", internalBalancer) == "true" || i.text("metadata", "annotations", internalBalancer) == "true"
}

func (n *node) describeFront(hosts []string, internal bool, class string) {
	where := "public"
	if internal {
		where = "internal"
	}
	all := strings.Join(hosts, ", ")
	if all == "" {
		all = "any host"
	}
	n.details = []string{all, strings.Trim(where+" · "+class, " ·")}
	n.says = "is " + where + " and answers for " + all
}

// admits tells whether a listener of a gateway takes a route.
func (s *scene) admits(gateway, route *item, section string) bool {
	return slices.ContainsFunc(gateway.items("spec", "listeners"), func(l any) bool {
		if section != "" && value.Text(l, "name") != section {
			return false
		}
		switch value.Text(l, "allowedRoutes", "namespaces", "from") {
		case "All":
			return true
		case "Selector":
			return value.Selects(value.Get(l, "allowedRoutes", "namespaces", "selector"), s.labelsOf(route.Namespace))
		case "None":
			return false
		}
		return route.Namespace == gateway.Namespace
	})
}
