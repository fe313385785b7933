package exposure

import (
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// routes checks the edges from the Gateway to its routes, and from there to
// the proxies.
func (x front) routes() {
	var ways []reach.Way
	for _, r := range x.httpRoutes() {
		x.parents(r)
		if (redirects{x}).isRoute(r) {
			continue
		}
		x.hostnames(r.Object)
		for i, rule := range manifest.Items(r.Fields, "spec", "rules") {
			x.filters(r.Object, i, rule)
			x.rule(r.Object, i, rule)
		}
		for _, w := range r.Ways() {
			if !w.Expression && !w.Mirror { // which have findings of their own
				ways = append(ways, w)
			}
		}
	}
	if gateways := x.ofKind("Gateway"); x.Stack.UsesGateway() && len(gateways) > 0 {
		x.ways(gateways[0], ways)
	}
}

func (x front) httpRoutes() []*reach.Object {
	return slices.DeleteFunc(x.Routes(), func(o *reach.Object) bool { return o.Kind != "HTTPRoute" })
}

func (x front) parents(r *reach.Object) {
	for _, p := range r.Parents() {
		if p.Name != gatewayName || p.Namespace != x.gatewayNamespace() || p.Kind != "Gateway" {
			x.Field(r.Object, "", []string{"spec", "parentRefs"}, "Route on another gateway", "%s is attached to %s %s/%s (spec.parentRefs), whose traffic nobody checks here. The stack's only gateway is %s/%s. A route of another namespace's app belongs in clusters/, not in a component.", r, p.Kind, p.Namespace, p.Name, x.gatewayNamespace(), gatewayName)
		}
	}
}

func (x front) hostnames(r manifest.Object) {
	hosts := manifest.Texts(r.Fields, "spec", "hostnames")
	if len(hosts) != 1 || hosts[0] != x.host() {
		x.Field(r, "", []string{"spec", "hostnames"}, "Route of another host", "%s is for the hosts %q (spec.hostnames), but the host of the stack is %q alone (output auth.host): login, cookie and certificate belong to it.", r, hosts, x.host())
	}
}

// filterFault is what a kind of filter would do.
type filterFault struct{ summary, does string }

var filterFaults = map[string]filterFault{
	"RequestMirror":          {"Requests mirrored", "copies requests, with their cookies and tokens, to another service"},
	"RequestRedirect":        {"Requests redirected", "answers in place of the auth proxy"},
	"URLRewrite":             {"Path rewritten", "changes the path or host that the auth proxy decides by"},
	"RequestHeaderModifier":  {"Headers changed", "can forge the headers that the auth proxy believes from the gateway"},
	"ResponseHeaderModifier": {"Cookies changed", "changes headers of the login, or its cookies"},
	"CORS":                   {"Other origins let in", "lets pages of other origins read answers that need a login"},
	"ExternalAuth":           {"Login decided elsewhere", "lets another service decide who may pass"},
	"ExtensionRef":           {"Unknown filter", "does what the rendered objects do not show"},
}

func (x front) filters(r manifest.Object, i int, rule any) {
	lists := [][]any{manifest.Items(rule, "filters")}
	for _, b := range manifest.Items(rule, "backendRefs") {
		lists = append(lists, manifest.Items(b, "filters"))
	}
	for _, filter := range slices.Concat(lists...) {
		kind := manifest.Text(filter, "type")
		if keepsLogin(filter) {
			continue
		}
		fault, known := filterFaults[kind]
		if !known {
			fault = filterFaults["ExtensionRef"]
		}
		x.Field(r, kind, []string{"spec", "rules"}, fault.summary, "Rule %d of %s has a filter of type %s, which %s. Remove the filter.", i, r, kind, fault.does)
	}
}

// rule checks that a rule leads somewhere, by paths that every gateway reads alike.
func (x front) rule(r manifest.Object, i int, rule any) {
	path := []string{"spec", "rules"}
	if len(manifest.Items(rule, "backendRefs")) == 0 {
		x.Field(r, "", path, "Rule without backend", "Rule %d of %s leads nowhere, so the gateway itself would answer. Name one of the two proxies.", i, r)
	}
	for _, m := range manifest.Items(rule, "matches") {
		if manifest.Text(m, "path", "type") == "RegularExpression" {
			x.Field(r, "RegularExpression", path, "Path by regular expression", "Rule %d of %s matches %q as a regular expression, whose meaning each gateway has its own. Use PathPrefix or Exact.", i, r, manifest.Text(m, "path", "value"))
		}
	}
}
