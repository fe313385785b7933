package check

import (
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/render"
)

// pods proves that no pod is reachable on its node's address.
func (x *exposure) pods() {
	for _, w := range x.workloads {
		if w.made {
			continue
		}
		if get(w.Pod().Fields, "spec", "hostNetwork") == true {
			x.fault(w.Object, "hostNetwork", []string{"spec", "template", "spec", "hostNetwork"}, "Pods in the host's network", "The pods of %s have hostNetwork, so they listen on their node's address, where no network policy applies to them and nobody asks for a login. Remove the field.", w)
		}
		for _, c := range w.Containers() {
			for _, p := range itemsOf(c, "ports") {
				if port := textOf(p, "hostPort"); port != "" && port != "0" {
					x.fault(w.Object, "hostPort", []string{"spec", "template", "spec", "containers", textOf(c, "name"), "ports"}, "Port of the host", "Container %q of %s has hostPort %s, so it is reachable on its node's address without a login. Remove the field.", textOf(c, "name"), w, port)
				}
			}
		}
	}
}

// otherWays are kinds by which further controllers open a way in, by the end
// of their API group.
var otherWays = []string{"networking.istio.io", "traefik.io", "traefik.containo.us", "projectcontour.io", "configuration.konghq.com", "getambassador.io", "k8s.nginx.org", "alb.networking.azure.io", "appgw.ingress.k8s.io", "extensions.istio.io", "networking.x-k8s.io", "apisix.apache.org", "haproxy.org"}

// routeKinds are those of the Gateway API that this proof follows.
var routeKinds = []string{"Gateway", "HTTPRoute", "ReferenceGrant"}

// otherKinds refuses ways in that the proof cannot follow: other kinds of
// routes and gateways, and charts that open something.
func (x *exposure) otherKinds() {
	for _, o := range x.rendering {
		group, _, _ := strings.Cut(o.APIVersion, "/")
		switch {
		case isGatewayAPI(o) && strings.HasSuffix(o.Kind, "Route") && o.Kind != "HTTPRoute":
			x.fault(o, "", nil, "Route that needs no login", "%s is a %s, and the auth proxy stands behind HTTPRoutes alone. Remove it from the component.", o, o.Kind)
		case isGatewayAPI(o) && !slices.Contains(routeKinds, o.Kind):
			x.fault(o, "", nil, "Object that changes the gateway", "%s is a %s, which can change what the gateway does in ways that are not followed here. Remove it from the component.", o, o.Kind)
		case slices.ContainsFunc(otherWays, func(g string) bool { return group == g || strings.HasSuffix(group, "."+g) }):
			x.fault(o, "", nil, "Another way in", "%s (%s) is an object of another ingress controller or mesh, which can lead past the auth proxy. Remove it from the component.", o, o.APIVersion)
		case o.Kind == "HelmRelease":
			x.chart(o, get(o.Fields, "spec", "values"), "spec.values")
		case o.Kind == "Application":
			x.chart(o, get(o.Fields, "spec"), "spec")
		}
	}
}

// chart finds values by which charts open something, by the names that they
// have nearly everywhere.
func (x *exposure) chart(o render.Object, v any, path string) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			x.chart(o, item, path)
		}
	case map[string]any:
		if get(v, "ingress", "enabled") == true {
			x.fault(o, "ingress:", nil, "Chart with an Ingress", "%s sets %s.ingress.enabled: what the chart serves would be public without the auth proxy. Remove it.", o, path)
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			at := path + "." + key
			if value := textOf(v, key); value == "LoadBalancer" || value == "NodePort" || key == "hostNetwork" && value == "true" {
				x.fault(o, value, nil, "Chart that opens a port", "%s sets %s to %s: what the chart runs would be reachable without the auth proxy. Remove it.", o, at, value)
			}
			x.chart(o, v[key], at)
		}
	}
}
