package exposure

import (
	"slices"

	"example.com/metaflow-gitops/generator/check/exposure/oauth2proxy"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// destinations are requests for each kind of path of a stack, and the proxy
// that must get them.
var destinations = []struct {
	path, proxy string
	login       bool // it is one of the proxy's own
}{
	{"/", people, false},
	{"/index.html", people, false},
	{"/api/flows", people, false},
	{"/oauth2/callback", people, true},
	{"/oauth2/start", people, true},
	{"/oauth2/sign_out", people, true},
	{"/oauth2-proxy/ping", people, false},
	{"/metadata", programs, false},
	{"/metadata/ping", programs, false},
	{"/metadata/flows/F/runs", programs, false},
}

// ways checks that every path leads to the proxy that is meant for it, on the
// port of its Service, whatever the headers of a request are.
func (x front) ways(front manifest.Object, ways []reach.Way) {
	for _, w := range ways {
		service := backendName(w)
		if w.Backend.Namespace != x.servicesNamespace() || service != people && service != programs {
			x.Field(w.Route.Object, "name: "+service, rulesPath, "Way past the auth proxy", "%s leads %s to %s/%s on port %s, which is not one of the Services %s and %s. Whoever can reach the host could reach it without a login. Let the proxy stand in front, or remove the route.", w.Route, w.Path, w.Backend.Namespace, service, w.Backend.Port, people, programs)
		} else if w.Backend.Port != oauth2proxy.Port {
			x.Field(w.Route.Object, "", rulesPath, "Wrong port of the proxy", "%s leads %s to port %s of %s, but its Service has port %s.", w.Route, w.Path, w.Backend.Port, service, oauth2proxy.Port)
		}
	}
	for _, d := range destinations {
		x.destination(front, ways, d.path, d.proxy, d.login)
	}
}

// rulesPath is where the ways of a route or an Ingress are.
var rulesPath = []string{"spec", "rules"}

// backendName is the Service that a way leads to, or the kind and name of what is
// none.
func backendName(w reach.Way) string {
	if w.Backend.Kind != "Service" {
		return w.Backend.Kind + " " + w.Backend.Name
	}
	return w.Backend.Name
}

// destination follows one path. A way with conditions may win or not, so it
// must lead to the same proxy as the one without.
func (x front) destination(front manifest.Object, ways []reach.Way, path, proxy string, login bool) {
	caught := slices.DeleteFunc(slices.Clone(ways), func(w reach.Way) bool { return !w.Catches(path) })
	if len(caught) == 0 {
		x.Field(front, "", nil, "Path without route", "No route of %s leads %s anywhere; it must lead to the Service %s.", front, path, proxy)
		return
	}
	slices.SortStableFunc(caught, func(a, b reach.Way) int {
		switch {
		case a.Before(b):
			return -1
		case b.Before(a):
			return 1
		}
		return 0
	})
	for _, w := range caught {
		if backendName(w) != proxy && login {
			x.Field(w.Route.Object, w.Path, rulesPath, "Login shadowed", "%s catches %s by the path %q and leads it to %s, so nobody could finish a login. The path must lead to %s.", w.Route, path, w.Path, backendName(w), proxy)
		} else if backendName(w) != proxy {
			x.Field(w.Route.Object, w.Path, rulesPath, "Path to the wrong proxy", "%s catches %s by the path %q and leads it to %s; it must lead to %s, whose rules are made for it.", w.Route, path, w.Path, backendName(w), proxy)
		}
		if !w.Conditional && !equalRank(w, caught) {
			return
		}
	}
}

// equalRank reports whether another way of the same rank comes after this one:
// several backends of one rule share its requests.
func equalRank(w reach.Way, caught []reach.Way) bool {
	return slices.ContainsFunc(caught, func(other reach.Way) bool {
		return backendName(other) != backendName(w) && !w.Before(other) && !other.Before(w)
	})
}
