package check

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/render"
)

// A way is one path that a route or an Ingress leads to a Service.
type way struct {
	object      render.Object
	field       []string // of the object
	exact       bool
	path        string
	conditional bool // on a header, a query or a method
	namespace   string
	service     string
	port        string
}

// catches tells whether the way's path is one that leads to a request's path.
// Prefixes end at a slash.
func (w way) catches(path string) bool {
	if w.exact {
		return w.path == path
	}
	prefix := strings.TrimSuffix(w.path, "/")
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}

// before tells whether the way wins over another one that catches the same.
func (w way) before(other way) bool {
	if w.exact != other.exact {
		return w.exact
	}
	return len(w.path) > len(other.path)
}

// routes proves the edges from the Gateway to its routes, and from there to
// the proxies.
func (x *exposure) routes() {
	var ways []way
	for _, r := range x.ofKind("HTTPRoute") {
		x.parents(r)
		x.hostnames(r)
		for i, rule := range itemsOf(r.Fields, "spec", "rules") {
			x.filters(r, i, rule)
			ways = append(ways, x.waysOf(r, i, rule)...)
		}
	}
	if gateways := x.ofKind("Gateway"); x.stack.UsesGateway() && len(gateways) > 0 {
		x.ways(gateways[0], ways)
	}
}

func (x *exposure) parents(r render.Object) {
	for _, p := range itemsOf(r.Fields, "spec", "parentRefs") {
		namespace, kind := textOf(p, "namespace"), textOf(p, "kind")
		if namespace == "" {
			namespace = r.Namespace
		}
		if textOf(p, "name") != gatewayName || namespace != x.gatewayNamespace() || kind != "" && kind != "Gateway" {
			x.fault(r, "", []string{"spec", "parentRefs"}, "Route on another gateway", "%s is attached to %s %s/%s (spec.parentRefs), whose traffic nobody checks here. The stack's only gateway is %s/%s.", r, kind, namespace, textOf(p, "name"), x.gatewayNamespace(), gatewayName)
		}
	}
}

func (x *exposure) hostnames(r render.Object) {
	hosts := stringsOf(r.Fields, "spec", "hostnames")
	if len(hosts) != 1 || hosts[0] != x.host() {
		x.fault(r, "", []string{"spec", "hostnames"}, "Route of another host", "%s is for the hosts %q (spec.hostnames), but the host of the stack is %q alone (output auth.host): login, cookie and certificate belong to it.", r, hosts, x.host())
	}
}

// filterFaults say what each kind of filter would do.
var filterFaults = map[string][2]string{
	"RequestMirror":          {"Requests mirrored", "copies requests, with their cookies and tokens, to another service"},
	"RequestRedirect":        {"Requests redirected", "answers in place of the auth proxy"},
	"URLRewrite":             {"Path rewritten", "changes the path or host that the auth proxy decides by"},
	"RequestHeaderModifier":  {"Headers changed", "can forge the headers that the auth proxy believes from the gateway"},
	"ResponseHeaderModifier": {"Cookies changed", "can change the cookies of the login"},
	"CORS":                   {"Other origins let in", "lets pages of other origins read answers that need a login"},
	"ExternalAuth":           {"Login decided elsewhere", "lets another service decide who may pass"},
	"ExtensionRef":           {"Unknown filter", "does what the rendered objects do not show"},
}

func (x *exposure) filters(r render.Object, i int, rule any) {
	lists := [][]any{itemsOf(rule, "filters")}
	for _, b := range itemsOf(rule, "backendRefs") {
		lists = append(lists, itemsOf(b, "filters"))
	}
	for _, filter := range slices.Concat(lists...) {
		kind := textOf(filter, "type")
		fault, known := filterFaults[kind]
		if !known {
			fault = filterFaults["ExtensionRef"]
		}
		x.fault(r, kind, []string{"spec", "rules"}, fault[0], "Rule %d of %s has a filter of type %s, which %s. Remove the filter.", i, r, kind, fault[1])
	}
}

// waysOf reads a rule of an HTTPRoute. Without a match a rule catches all.
func (x *exposure) waysOf(r render.Object, i int, rule any) []way {
	matches := itemsOf(rule, "matches")
	if len(matches) == 0 {
		matches = []any{map[string]any{}}
	}
	if len(itemsOf(rule, "backendRefs")) == 0 {
		x.fault(r, "", []string{"spec", "rules"}, "Rule without backend", "Rule %d of %s leads nowhere, so the gateway itself would answer. Name one of the two proxies.", i, r)
	}
	var ways []way
	for _, m := range matches {
		w := way{object: r, field: []string{"spec", "rules"}, path: "/", exact: textOf(m, "path", "type") == "Exact"}
		if path := textOf(m, "path", "value"); path != "" {
			w.path = path
		}
		if textOf(m, "path", "type") == "RegularExpression" {
			x.fault(r, "RegularExpression", w.field, "Path by regular expression", "Rule %d of %s matches %q as a regular expression, whose meaning each gateway has its own. Use PathPrefix or Exact.", i, r, w.path)
			continue
		}
		w.conditional = get(m, "headers") != nil || get(m, "queryParams") != nil || get(m, "method") != nil
		for _, b := range itemsOf(rule, "backendRefs") {
			ways = append(ways, x.wayTo(w, b))
		}
	}
	return ways
}

func (x *exposure) wayTo(w way, b any) way {
	w.namespace, w.service, w.port = textOf(b, "namespace"), textOf(b, "name"), textOf(b, "port")
	if w.namespace == "" {
		w.namespace = w.object.Namespace
	}
	if kind := textOf(b, "kind"); kind != "" && kind != "Service" {
		w.service = kind + " " + w.service
	}
	return w
}

// grants proves that a ReferenceGrant opens the two proxies alone, to routes of
// the gateway's namespace alone.
func (x *exposure) grants() {
	for _, g := range x.ofKind("ReferenceGrant") {
		for _, from := range itemsOf(g.Fields, "spec", "from") {
			if textOf(from, "namespace") != x.gatewayNamespace() || textOf(from, "kind") != "HTTPRoute" {
				x.fault(g, "", []string{"spec", "from"}, "Grant to others", "%s lets %s of namespace %q point at Services here (spec.from). Only HTTPRoute of %q may.", g, textOf(from, "kind"), textOf(from, "namespace"), x.gatewayNamespace())
			}
		}
		for _, to := range itemsOf(g.Fields, "spec", "to") {
			if name := textOf(to, "name"); name != people && name != programs || textOf(to, "kind") != "Service" {
				x.fault(g, "", []string{"spec", "to"}, "Grant too wide", "%s opens %s %q to the gateway (spec.to; no name means all). Only the Services %s and %s may be there.", g, textOf(to, "kind"), name, people, programs)
			}
		}
	}
	x.granted()
}

// granted proves that the routes may point at the proxies at all.
func (x *exposure) granted() {
	for _, r := range x.ofKind("HTTPRoute") {
		if r.Namespace == x.servicesNamespace() {
			continue
		}
		for _, name := range []string{people, programs} {
			if !slices.ContainsFunc(x.ofKind("ReferenceGrant"), func(g render.Object) bool {
				return g.Namespace == x.servicesNamespace() && slices.ContainsFunc(itemsOf(g.Fields, "spec", "to"), func(to any) bool {
					return textOf(to, "name") == name || textOf(to, "name") == ""
				})
			}) {
				x.fault(r, "", nil, "Route without grant", "%s points at Service %s/%s in another namespace, and no ReferenceGrant there allows it. The gateway would answer 500.", r, x.servicesNamespace(), name)
			}
		}
	}
}
