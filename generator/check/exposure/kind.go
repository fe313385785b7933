package exposure

import (
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// otherWays are kinds by which further controllers open a way in, by the end
// of their API group.
var otherWays = []string{"networking.istio.io", "traefik.io", "traefik.containo.us", "projectcontour.io", "configuration.konghq.com", "getambassador.io", "k8s.nginx.org", "alb.networking.azure.io", "appgw.ingress.k8s.io", "extensions.istio.io", "networking.x-k8s.io", "apisix.apache.org", "haproxy.org"}

// routeKinds are those of the Gateway API that this check follows.
var routeKinds = []string{"Gateway", "HTTPRoute", "ReferenceGrant"}

// otherKinds refuses ways in that the check cannot follow: other kinds of
// routes and gateways, and charts that open something.
func (x entries) otherKinds() {
	for _, o := range x.Rendered.Objects {
		group, _, _ := strings.Cut(o.APIVersion, "/")
		switch {
		case reach.IsGatewayAPI(o) && strings.HasSuffix(o.Kind, "Route") && o.Kind != "HTTPRoute":
			x.Field(o, "", nil, "Route that needs no login", "%s is a %s, and the auth proxy stands behind HTTPRoutes alone. Remove it from the component.", o, o.Kind)
		case reach.IsGatewayAPI(o) && !slices.Contains(routeKinds, o.Kind):
			x.Field(o, "", nil, "Object that changes the gateway", "%s is a %s, which can change what the gateway does in ways that are not followed here. Remove it from the component.", o, o.Kind)
		case slices.ContainsFunc(otherWays, func(g string) bool { return group == g || strings.HasSuffix(group, "."+g) }):
			x.Field(o, "", nil, "Another way in", "%s (%s) is an object of another ingress controller or mesh, which can lead past the auth proxy. Remove it from the component.", o, o.APIVersion)
		case o.Kind == "HelmRelease":
			x.chart(o, manifest.Get(o.Fields, "spec", "values"), "spec.values")
		case o.Kind == "Application":
			x.chart(o, manifest.Get(o.Fields, "spec"), "spec")
		}
	}
}

// chart finds values by which charts open something, by the names that they
// have nearly everywhere.
func (x entries) chart(o manifest.Object, v any, path string) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			x.chart(o, item, path)
		}
	case map[string]any:
		if manifest.Get(v, "ingress", "enabled") == true {
			x.Field(o, "ingress:", nil, "Chart with an Ingress", "%s sets %s.ingress.enabled: what the chart serves would be public without the auth proxy. Remove it.", o, path)
		}
		for _, key := range slices.Sorted(maps.Keys(v)) {
			at := path + "." + key
			if text := manifest.Text(v, key); text == "LoadBalancer" || text == "NodePort" || key == "hostNetwork" && text == "true" {
				x.Field(o, text, nil, "Chart that opens a port", "%s sets %s to %s: what the chart runs would be reachable without the auth proxy. Remove it.", o, at, text)
			}
			x.chart(o, v[key], at)
		}
	}
}
