package exposure

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// routeKinds are those of the Gateway API that this check follows.
var routeKinds = []string{"Gateway", "HTTPRoute", "ReferenceGrant"}

// otherKinds refuses ways in that the check cannot follow: kinds that are not known
// to be harmless, other kinds of routes and gateways, what comes from elsewhere, and
// charts that open something.
func (x entries) otherKinds() {
	for _, o := range x.Rendered.Objects {
		switch {
		case reach.IsGatewayAPI(o) && strings.HasSuffix(o.Kind, "Route") && o.Kind != "HTTPRoute":
			x.Field(o, "", nil, "Route that needs no login", "%s is a %s, and the auth proxy stands behind HTTPRoutes alone. Remove it from the component.", o, o.Kind)
		case reach.IsGatewayAPI(o) && !slices.Contains(routeKinds, o.Kind):
			x.Field(o, "", nil, "Object that changes the gateway", "%s is a %s, which can change what the gateway does in ways that are not followed here. Remove it from the component.", o, o.Kind)
		case isElsewhere(o):
			x.Field(o, "", nil, "Objects from elsewhere", "%s (%s) brings objects that are not rendered, checked or reviewed here. Keep it in clusters/, or except exposure/objects-from-elsewhere in stack.hcl, with a reason.", o, o.APIVersion)
		case !isHarmlessKind(o):
			x.Field(o, "", nil, "Unknown kind", "%s (%s) %s. Remove it, or except exposure/unknown-kind in stack.hcl, with a reason.", o, o.APIVersion, leads(o))
		}
		x.inside(o)
	}
}

// inside looks into kinds that are harmless unless they say something else.
func (x entries) inside(o manifest.Object) {
	switch group := o.Group(); {
	case group == "helm.toolkit.fluxcd.io" && o.Kind == "HelmRelease":
		x.chart(o, manifest.Get(o.Fields, "spec", "values"), []string{"spec", "values"})
		x.release(o)
	case group == "argoproj.io" && o.Kind == "Application":
		x.chart(o, manifest.Get(o.Fields, "spec"), []string{"spec"})
	case group == "kyverno.io":
		for _, rule := range manifest.Maps(o.Fields, "spec", "rules") {
			if rule["mutate"] != nil || rule["generate"] != nil {
				x.Field(o, manifest.Text(rule, "name"), []string{"spec", "rules"}, "Policy that changes objects", "Rule %q of %s changes or makes objects in the cluster, so that they are not what was reviewed. Only rules that validate may be there.", manifest.Text(rule, "name"), o)
			}
		}
	case group == "ray.io":
		for _, path := range [][]string{{"spec", "headGroupSpec"}, {"spec", "rayClusterSpec", "headGroupSpec"}} {
			if manifest.Text(o.Fields, append(path, "enableIngress")...) == "true" {
				x.Field(o, "enableIngress", append(path, "enableIngress"), "Object with an Ingress", "%s has an Ingress made for its dashboard (enableIngress), which runs whatever one sends it and asks nobody for a login. Remove the field.", o)
			}
			if kind := manifest.Text(o.Fields, append(path, "serviceType")...); kind == "LoadBalancer" || kind == "NodePort" {
				x.Field(o, "serviceType", append(path, "serviceType"), "Object that opens a port", "%s has a Service of type %s made for its dashboard (serviceType), which runs whatever one sends it and asks nobody for a login. Remove the field.", o, kind)
			}
		}
	}
}

// release checks that a component's own chart comes from a repository that is
// rendered, too, and tells that nobody has reviewed what is in it.
func (x entries) release(o manifest.Object) {
	if x.isPlanned(o) {
		return
	}
	spec := []string{"spec", "chart", "spec"}
	kind, name := manifest.Text(o.Fields, append(spec, "sourceRef", "kind")...), manifest.Text(o.Fields, append(spec, "sourceRef", "name")...)
	_, found := x.Find("HelmRepository", o.Namespace, name)
	if manifest.Get(o.Fields, "spec", "chartRef") != nil || kind != "HelmRepository" || !found {
		x.Field(o, "sourceRef", append(spec, "sourceRef"), "Chart from elsewhere", "%s takes its chart from %s %q, which is not a HelmRepository of %s that is rendered here: anybody who may change that source changes what is installed. Bring the HelmRepository with it.", o, kind, name, o.Namespace)
	}
	x.Warn(x.Place(o, "", nil), "Chart not reviewed", "%s installs chart %q %s, and what that makes is not rendered here: it may open ways in by its defaults. Look at `helm template` of it, and except exposure/chart-not-reviewed in stack.hcl, with a reason.", o, manifest.Text(o.Fields, append(spec, "chart")...), manifest.Text(o.Fields, append(spec, "version")...))
}

// isPlanned reports whether a release is one that stack.hcl asks for.
func (x entries) isPlanned(o manifest.Object) bool {
	return x.Stack.Config.ArgoWorkflows != nil && o.Name == "argo-workflows" || x.Stack.Config.ArgoEvents != nil && o.Name == "argo-events"
}

// chart finds values by which a chart opens something.
func (x entries) chart(o manifest.Object, v any, path []string) {
	for _, found := range Openings(v, path) {
		x.Field(o, found.mark, found.Path, found.Summary, "%s %s", o, found.Says)
	}
}
