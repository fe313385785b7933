package stack

import (
	"maps"
	"slices"
	"time"
)

// sessions checks where people's sessions are kept.
func (x exposureChecker) sessions(e *Expose) {
	if lifetime, err := time.ParseDuration(e.SessionLifetime.String()); err == nil && lifetime > maxSession {
		x.fault(x.Decision("expose.session_lifetime"), "Login too long", "A login that lasts %s outlives most changes of who may log in. It must be at most %dh.", e.SessionLifetime, int(maxSession.Hours()))
	}
	if e.Redis == nil {
		return
	}
	if (e.Redis.Namespace == nil) == (len(e.Redis.Ranges) == 0) {
		x.fault(x.Decision("expose.redis"), "Where is Redis?", "The network policies must let the auth proxy reach it: give either ranges, the addresses that it answers on, or namespace, that of its pods.")
	}
	if !e.Redis.URL.IsEncrypted() && e.Redis.Namespace == nil {
		x.fault(x.Decision("expose.redis.url"), "Redis without TLS", "The sessions, and the password, would leave the cluster in cleartext. Use rediss://.")
	}
}

// maxSession is the longest that a login may last.
const maxSession = 7 * 24 * time.Hour

// upstreams checks that no path has two applications, and that none is a service of
// the stack itself, whose own proxy has rules that are made for it.
func (x exposureChecker) upstreams(e *Expose) {
	taken := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(e.Upstreams)) {
		u, path := e.Upstreams[name], "expose.upstream."+name
		if other, is := taken[u.Path.String()]; is {
			x.fault(x.Decision(path+".path"), "Duplicate value", "The upstreams %q and %q have the path %q. Give each its own.", other, name, u.Path)
		}
		taken[u.Path.String()] = name
		if slices.Contains([]string{MetadataService, UIBackend, UIStatic, AuthProxy, AuthProxy + "-people", AuthProxy + "-programs"}, u.Service.String()) {
			x.fault(x.Decision(path+".service"), "Upstream of the stack itself", "%q is a service of the stack itself, which is behind its own path already. Name the Service of your application.", u.Service)
		}
	}
}
