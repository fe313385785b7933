package exposure

import (
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// grants checks that a ReferenceGrant opens the two proxies alone, to routes of
// the gateway's namespace alone.
func (x front) grants() {
	for _, g := range x.ofKind("ReferenceGrant") {
		for _, from := range manifest.Items(g.Fields, "spec", "from") {
			if manifest.Text(from, "namespace") != x.gatewayNamespace() || manifest.Text(from, "kind") != "HTTPRoute" {
				x.Field(g, "", []string{"spec", "from"}, "Grant to others", "%s lets %s of namespace %q point at Services here (spec.from). Only HTTPRoute of %q may.", g, manifest.Text(from, "kind"), manifest.Text(from, "namespace"), x.gatewayNamespace())
			}
		}
		for _, to := range manifest.Items(g.Fields, "spec", "to") {
			if name := manifest.Text(to, "name"); name != people && name != programs || manifest.Text(to, "kind") != "Service" {
				x.Field(g, "", []string{"spec", "to"}, "Grant too wide", "%s opens %s %q to the gateway (spec.to; no name means all). Only the Services %s and %s may be there.", g, manifest.Text(to, "kind"), name, people, programs)
			}
		}
	}
	x.granted()
}

// granted checks that the routes may point at the proxies at all.
func (x front) granted() {
	for _, r := range x.httpRoutes() {
		for _, name := range []string{people, programs} {
			leads := slices.ContainsFunc(r.Ways(), func(w reach.Way) bool { return backendName(w) == name })
			if leads && !x.Granted(r, x.servicesNamespace(), name) {
				x.At(x.ungranted(r.Object), "Route without grant", "%s points at Service %s/%s in another namespace, and no ReferenceGrant there allows it. The gateway would answer 500.", r, x.servicesNamespace(), name)
			}
		}
	}
}

// ungranted is where a grant is missing: where a component deletes or narrows it, or
// else at the route.
func (x front) ungranted(r manifest.Object) manifest.Origin {
	for _, g := range x.ofKind("ReferenceGrant") {
		if from, written := x.SetAt(g, "", "spec"); written {
			return from
		}
	}
	return x.removed("gateway.networking.k8s.io/v1beta1", "ReferenceGrant", x.servicesNamespace(), x.Place(r, "", nil), gatewayName)
}
