package exposure

import (
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// ingresses checks the edges from outside through an Ingress.
func (x front) ingresses() {
	var ways []reach.Way
	var last manifest.Object
	for _, o := range x.ofKind("Ingress") {
		if !x.Stack.UsesIngress() {
			x.Field(o, "", nil, "Ingress beside the gateway", "%s is a second way in: the stack is public through its Gateway. %s", o, x.cure(o))
			continue
		}
		last = o
		x.ingressItself(o)
		x.ingressRules(o)
	}
	if !x.Stack.UsesIngress() || last.Kind == "" {
		return
	}
	for _, r := range x.Routes() {
		if r.Kind == "Ingress" {
			ways = append(ways, slices.DeleteFunc(r.Ways(), func(w reach.Way) bool { return w.Default })...)
		}
	}
	x.ways(last, ways)
}

func (x front) ingressItself(o manifest.Object) {
	if class, want := manifest.Text(o.Fields, "spec", "ingressClassName"), x.Stack.Config.Expose.IngressClass.String(); class != want {
		x.Field(o, "ingressClassName", []string{"spec", "ingressClassName"}, "Ingress of another class", "%s has spec.ingressClassName %q, but stack.hcl chose %q. Set expose.ingress_class instead of patching it.", o, class, want)
	}
	if manifest.Get(o.Fields, "spec", "defaultBackend") != nil {
		x.Field(o, "defaultBackend", nil, "Default backend", "%s has spec.defaultBackend, which answers for every host and path. Remove it.", o)
	}
	hosts := map[string]bool{}
	for _, t := range manifest.Items(o.Fields, "spec", "tls") {
		for _, host := range manifest.Texts(t, "hosts") {
			hosts[host] = manifest.Text(t, "secretName") == x.Stack.Config.Expose.IngressTLSSecret.String()
		}
	}
	if !hosts[x.host()] {
		x.Field(o, "", []string{"spec", "tls"}, "Ingress without TLS", "%s has no certificate for %q from the Secret %q (spec.tls), so cookies and tokens would be sent in cleartext.", o, x.host(), x.Stack.Config.Expose.IngressTLSSecret)
	}
}

func (x front) ingressRules(o manifest.Object) {
	for _, rule := range manifest.Items(o.Fields, "spec", "rules") {
		if host := manifest.Text(rule, "host"); host != x.host() {
			x.Field(o, "", []string{"spec", "rules"}, "Ingress of another host", "%s has a rule for the host %q, but the host of the stack is %q (output auth.host).", o, host, x.host())
		}
		for _, p := range manifest.Items(rule, "http", "paths") {
			if kind := manifest.Text(p, "pathType"); kind != "Prefix" && kind != "Exact" {
				x.Field(o, kind, []string{"spec", "rules"}, "Path by the controller's rules", "%s has the path %q of type %s, whose meaning each controller has its own. Use Prefix or Exact.", o, manifest.Text(p, "path"), kind)
			}
		}
	}
}
