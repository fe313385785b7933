package check

import (
	"maps"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/render"
)

// ingresses proves the edges from outside through an Ingress.
func (x *exposure) ingresses() {
	var ways []way
	var front render.Object
	for _, o := range x.ofKind("Ingress") {
		if !x.stack.UsesIngress() {
			x.fault(o, "", nil, "Ingress beside the gateway", "%s is a second way in: the stack is public through its Gateway. Remove it from the component.", o)
			continue
		}
		front = o
		x.ingressItself(o)
		ways = append(ways, x.ingressWays(o)...)
	}
	if x.stack.UsesIngress() && front.Kind != "" {
		x.ways(front, ways)
	}
}

// diverting are parts of annotations' names by which some controller changes
// where a request goes, or who may pass.
var diverting = []string{"snippet", "rewrite", "mirror", "redirect", "auth", "canary", "backend", "middleware", "whitelist", "allow", "cors", "upstream", "app-root", "alias", "ingress.class"}

func (x *exposure) ingressItself(o render.Object) {
	if class, want := textOf(o.Fields, "spec", "ingressClassName"), x.stack.Config.Expose.IngressClass.String(); class != want {
		x.fault(o, "ingressClassName", []string{"spec", "ingressClassName"}, "Ingress of another class", "%s has spec.ingressClassName %q, but stack.hcl chose %q. Set expose.ingress_class instead of patching it.", o, class, want)
	}
	for _, key := range slices.Sorted(maps.Keys(textMap(o.Fields, "metadata", "annotations"))) {
		name := key[strings.LastIndexByte(key, '/')+1:]
		if slices.ContainsFunc(diverting, func(part string) bool { return strings.Contains(name, part) }) {
			x.fault(o, key, nil, "Ingress that diverts", "%s has the annotation %s, by which its controller may send requests elsewhere or past the auth proxy. Remove it.", o, key)
		}
	}
	if get(o.Fields, "spec", "defaultBackend") != nil {
		x.fault(o, "defaultBackend", nil, "Default backend", "%s has spec.defaultBackend, which answers for every host and path. Remove it.", o)
	}
	hosts := map[string]bool{}
	for _, t := range itemsOf(o.Fields, "spec", "tls") {
		for _, host := range stringsOf(t, "hosts") {
			hosts[host] = textOf(t, "secretName") == x.stack.Config.Expose.IngressTLSSecret.String()
		}
	}
	if !hosts[x.host()] {
		x.fault(o, "", []string{"spec", "tls"}, "Ingress without TLS", "%s has no certificate for %q from the Secret %q (spec.tls), so cookies and tokens would be sent in clear.", o, x.host(), x.stack.Config.Expose.IngressTLSSecret)
	}
}

func (x *exposure) ingressWays(o render.Object) []way {
	var ways []way
	for _, rule := range itemsOf(o.Fields, "spec", "rules") {
		if host := textOf(rule, "host"); host != x.host() {
			x.fault(o, "", []string{"spec", "rules"}, "Ingress of another host", "%s has a rule for the host %q, but the host of the stack is %q (output auth.host).", o, host, x.host())
		}
		for _, p := range itemsOf(rule, "http", "paths") {
			kind := textOf(p, "pathType")
			if kind != "Prefix" && kind != "Exact" {
				x.fault(o, kind, []string{"spec", "rules"}, "Path by the controller's rules", "%s has the path %q of type %s, whose meaning each controller has its own. Use Prefix or Exact.", o, textOf(p, "path"), kind)
			}
			ways = append(ways, way{object: o, field: []string{"spec", "rules"}, exact: kind == "Exact", path: textOf(p, "path"),
				namespace: o.Namespace, service: textOf(p, "backend", "service", "name"), port: textOf(p, "backend", "service", "port", "number")})
		}
	}
	return ways
}
