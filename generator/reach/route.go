package reach

import (
	"cmp"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// Way is one path that a route or an Ingress leads to a backend.
type Way struct {
	Route       *Object
	Path        string
	Exact       bool
	Expression  bool // the path is a regular expression
	Conditional bool // on a header, a query or a method
	Mirror      bool // it gets copies of requests
	Default     bool // of an Ingress, for what no rule is for
	Weightless  bool // it gets no requests
	Backend     Backend
}

// Backend is where a way leads.
type Backend struct{ Kind, Namespace, Name, Port string }

// Routes are the routes of the Gateway API, of any kind, and the Ingresses.
func (c *Cluster) Routes() []*Object {
	var found []*Object
	for _, o := range c.objects {
		if o.isRoute() || o.is("networking.k8s.io", "Ingress") {
			found = append(found, o)
		}
	}
	return found
}

func (o *Object) isRoute() bool { return o.group == gatewayAPI && strings.HasSuffix(o.Kind, "Route") }

// Ways lists where the rules of a route or an Ingress lead. A match without a path,
// and a rule without a match, is for all paths.
func (o *Object) Ways() []Way {
	if !o.isRoute() {
		return o.ingressWays()
	}
	var all []Way
	for _, r := range o.items("spec", "rules") {
		matches := manifest.Items(r, "matches")
		if len(matches) == 0 {
			matches = []any{nil}
		}
		for _, m := range matches {
			w := Way{Route: o, Path: cmp.Or(manifest.Text(m, "path", "value"), "/")}
			w.Exact, w.Expression = manifest.Text(m, "path", "type") == "Exact", manifest.Text(m, "path", "type") == "RegularExpression"
			w.Conditional = manifest.Get(m, "headers") != nil || manifest.Get(m, "queryParams") != nil || manifest.Get(m, "method") != nil
			all = append(all, w.to(r)...)
		}
	}
	return all
}

// to leads a way to the backends of its rule.
func (w Way) to(rule any) []Way {
	var all []Way
	for _, ref := range manifest.Items(rule, "backendRefs") {
		all = append(all, w.backend(ref))
	}
	for _, filter := range manifest.Items(rule, "filters") {
		if mirror := manifest.Get(filter, "requestMirror", "backendRef"); mirror != nil {
			copied := w.backend(mirror)
			copied.Mirror = true
			all = append(all, copied)
		}
	}
	return all
}

func (w Way) backend(ref any) Way {
	w.Weightless = manifest.Text(ref, "weight") == "0"
	w.Backend = Backend{cmp.Or(manifest.Text(ref, "kind"), "Service"), cmp.Or(manifest.Text(ref, "namespace"), w.Route.Namespace), manifest.Text(ref, "name"), manifest.Text(ref, "port")}
	return w
}

// ingressWays lists where an Ingress leads.
func (o *Object) ingressWays() []Way {
	var all []Way
	add := func(w Way, backend any) {
		if name := manifest.Text(backend, "service", "name"); name != "" {
			port := cmp.Or(manifest.Text(backend, "service", "port", "number"), manifest.Text(backend, "service", "port", "name"))
			w.Route, w.Backend = o, Backend{"Service", o.Namespace, name, port}
			all = append(all, w)
		}
	}
	add(Way{Path: "/", Default: true}, manifest.Get(o.Fields, "spec", "defaultBackend"))
	for _, r := range o.items("spec", "rules") {
		for _, p := range manifest.Items(r, "http", "paths") {
			add(Way{Path: manifest.Text(p, "path"), Exact: manifest.Text(p, "pathType") == "Exact"}, manifest.Get(p, "backend"))
		}
	}
	return all
}

// Catches reports whether the way's path is one that leads to a request's path.
// Prefixes end at a slash.
func (w Way) Catches(path string) bool {
	if w.Exact {
		return w.Path == path
	}
	prefix := strings.TrimSuffix(w.Path, "/")
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}

// Before reports whether the way wins over another one that catches the same.
func (w Way) Before(other Way) bool {
	if w.Exact != other.Exact {
		return w.Exact
	}
	return len(w.Path) > len(other.Path)
}

// Parent is what a route is attached to.
type Parent struct {
	Kind, Namespace, Name string
	Section               string // the listener's name; "" is every listener
}

// Parents are those of a route.
func (o *Object) Parents() []Parent {
	var found []Parent
	for _, ref := range o.items("spec", "parentRefs") {
		found = append(found, Parent{cmp.Or(manifest.Text(ref, "kind"), "Gateway"), cmp.Or(manifest.Text(ref, "namespace"), o.Namespace), manifest.Text(ref, "name"), manifest.Text(ref, "sectionName")})
	}
	return found
}

// Granted reports whether a route may lead to a Service: it is of its own namespace,
// or a ReferenceGrant there lets it.
func (c *Cluster) Granted(route *Object, namespace, name string) bool {
	return route.Namespace == namespace || slices.ContainsFunc(c.ofKind(gatewayAPI, "ReferenceGrant"), func(o *Object) bool {
		return o.Namespace == namespace &&
			slices.ContainsFunc(o.items("spec", "from"), func(f any) bool {
				return manifest.Text(f, "kind") == route.Kind && manifest.Text(f, "group") == gatewayAPI && manifest.Text(f, "namespace") == route.Namespace
			}) &&
			slices.ContainsFunc(o.items("spec", "to"), func(t any) bool {
				return manifest.Text(t, "kind") == "Service" && (manifest.Text(t, "name") == "" || manifest.Text(t, "name") == name)
			})
	})
}
