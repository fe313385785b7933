package exposure

import (
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/reach"
)

// redirects knows what does nothing but redirect to https.
type redirects struct{ front }

// isListener reports whether a listener takes HTTP on port 80 for the host, and
// every route that it takes does nothing but redirect to https.
func (x redirects) isListener(l any) bool {
	from, host := manifest.Text(l, "allowedRoutes", "namespaces", "from"), manifest.Text(l, "hostname")
	if manifest.Text(l, "protocol") != "HTTP" || manifest.Text(l, "port") != "80" || from != "" && from != "Same" || host != "" && host != x.host() {
		return false
	}
	return !slices.ContainsFunc(x.httpRoutes(), func(r *reach.Object) bool {
		return x.isOn(r, manifest.Text(l, "name")) && !x.all(r)
	})
}

// isOn reports whether a route is attached to a listener of the stack's Gateway.
func (x redirects) isOn(r *reach.Object, listener string) bool {
	return slices.ContainsFunc(r.Parents(), func(p reach.Parent) bool {
		return p.Name == gatewayName && p.Namespace == x.gatewayNamespace() && (p.Section == "" || p.Section == listener)
	})
}

// all reports whether all rules of a route redirect to https on the same host,
// and lead nowhere.
func (x redirects) all(r *reach.Object) bool {
	rules := manifest.Maps(r.Fields, "spec", "rules")
	return len(rules) > 0 && !slices.ContainsFunc(rules, func(rule map[string]any) bool {
		return len(manifest.Items(rule, "backendRefs")) > 0 || !slices.ContainsFunc(manifest.Items(rule, "filters"), x.toHTTPS) ||
			slices.ContainsFunc(manifest.Items(rule, "filters"), func(f any) bool { return !x.toHTTPS(f) && !keepsLogin(f) })
	})
}

// toHTTPS reports whether a filter redirects to https, on the host that was asked.
func (x redirects) toHTTPS(filter any) bool {
	to := manifest.Get(filter, "requestRedirect")
	host, port := manifest.Text(to, "hostname"), manifest.Text(to, "port")
	return manifest.Text(filter, "type") == "RequestRedirect" && manifest.Text(to, "scheme") == "https" &&
		(host == "" || host == x.host()) && (port == "" || port == "443") && manifest.Get(to, "path") == nil
}

// isRoute reports whether a route is on listeners that only redirect, and there
// alone, so that no login goes through it.
func (x redirects) isRoute(r *reach.Object) bool {
	return x.all(r) && !slices.ContainsFunc(x.ofKind("Gateway"), func(g manifest.Object) bool {
		return slices.ContainsFunc(manifest.Items(g.Fields, "spec", "listeners"), func(l any) bool {
			return x.isOn(r, manifest.Text(l, "name")) && !x.isListener(l)
		})
	})
}

// guarded are headers of answers that carry the login, redirect, or let pages of
// other origins in; a star stands for any rest.
var guarded = []string{"set-cookie", "cookie", "location", "refresh", "authorization", "www-authenticate", "gap-auth", "x-auth-request-*", "access-control-*", "service-worker-allowed"}

// keepsLogin reports whether a filter changes headers of answers that the login does
// not need.
func keepsLogin(filter any) bool {
	if manifest.Text(filter, "type") != "ResponseHeaderModifier" {
		return false
	}
	names := manifest.Texts(filter, "responseHeaderModifier", "remove")
	for _, list := range []string{"set", "add"} {
		for _, header := range manifest.Items(filter, "responseHeaderModifier", list) {
			names = append(names, manifest.Text(header, "name"))
		}
	}
	return !slices.ContainsFunc(names, func(name string) bool {
		return slices.ContainsFunc(guarded, func(known string) bool {
			start, isPattern := strings.CutSuffix(known, "*")
			return strings.EqualFold(name, known) || isPattern && strings.HasPrefix(strings.ToLower(name), start)
		})
	})
}
