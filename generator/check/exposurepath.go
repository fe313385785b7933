package check

import (
	"slices"

	"example.com/metaflow-gitops/generator/render"
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

// ways proves that every path leads to the proxy that is meant for it, on the
// port of its Service, whatever the headers of a request are.
func (x *exposure) ways(front render.Object, ways []way) {
	for _, w := range ways {
		if w.namespace != x.servicesNamespace() || w.service != people && w.service != programs {
			x.fault(w.object, "name: "+w.service, w.field, "Way past the auth proxy", "%s leads %s to %s/%s on port %s, which is not one of the Services %s and %s. Whoever can reach the host could reach it without a login. Let the proxy stand in front, or remove the route.", w.object, w.path, w.namespace, w.service, w.port, people, programs)
		} else if w.port != proxyPort {
			x.fault(w.object, "", w.field, "Wrong port of the proxy", "%s leads %s to port %s of %s, but its Service has port %s.", w.object, w.path, w.port, w.service, proxyPort)
		}
	}
	for _, d := range destinations {
		x.destination(front, ways, d.path, d.proxy, d.login)
	}
}

// proxyPort is the port of both proxies and of their Services.
const proxyPort = "4180"

// destination follows one path. A way with conditions may win or not, so it
// must lead to the same proxy as the one without.
func (x *exposure) destination(front render.Object, ways []way, path, proxy string, login bool) {
	caught := slices.DeleteFunc(slices.Clone(ways), func(w way) bool { return !w.catches(path) })
	if len(caught) == 0 {
		x.fault(front, "", nil, "Path without route", "No route of %s leads %s anywhere; it must lead to the Service %s.", front, path, proxy)
		return
	}
	slices.SortStableFunc(caught, func(a, b way) int {
		switch {
		case a.before(b):
			return -1
		case b.before(a):
			return 1
		}
		return 0
	})
	for _, w := range caught {
		if w.service != proxy && login {
			x.fault(w.object, w.path, w.field, "Login shadowed", "%s catches %s by the path %q and leads it to %s, so nobody could finish a login. The path must lead to %s.", w.object, path, w.path, w.service, proxy)
		} else if w.service != proxy {
			x.fault(w.object, w.path, w.field, "Path to the wrong proxy", "%s catches %s by the path %q and leads it to %s; it must lead to %s, whose rules are made for it.", w.object, path, w.path, w.service, proxy)
		}
		if !w.conditional && !equalRank(w, caught) {
			return
		}
	}
}

// equalRank tells whether another way of the same rank comes after this one:
// several backends of one rule share its requests.
func equalRank(w way, caught []way) bool {
	return slices.ContainsFunc(caught, func(other way) bool {
		return other.service != w.service && !w.before(other) && !other.before(w)
	})
}
