package check

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/stack"
)

// served are the paths of each proxy, with the Service behind each.
var served = map[bool]map[string]string{
	true:  {"/": stack.UIStatic, "/api/": stack.UIBackend},
	false: {"/metadata/": stack.MetadataService},
}

// pathRules hold that the proxy's own paths hide none of the services', and
// that what is behind each path is what is meant to be.
var pathRules = []rule{
	{"ping-path", "Health path hides a service", healthPath("ping-path")},
	{"ready-path", "Health path hides a service", healthPath("ready-path")},
	equal("proxy-prefix", "Login on another path", "the callback at the issuer, and the routes, are below /oauth2.", func(*exposure, proxy) string { return "/oauth2" }),
	{"api-route", "Programs sent to a login page", apiRoutes},
	{"upstream", "Unknown backend", upstreams},
	on("proxy-websockets", "No websockets", "the user interface would not hear of new runs."),
	{"http-address", "Proxy listens elsewhere", func(_ *exposure, p proxy) string {
		if strings.HasSuffix(p.value("http-address"), "0.0.0.0:"+proxyPort) || strings.HasSuffix(p.value("http-address"), "[::]:"+proxyPort) {
			return ""
		}
		return "nobody would reach it. It must be 0.0.0.0:" + proxyPort + "."
	}},
}

// healthPath holds that a path that the proxy answers itself, and without a
// login, is none that a service answers: Metaflow's client reads the version
// of the metadata service from /ping.
func healthPath(flag string) func(*exposure, proxy) string {
	return func(_ *exposure, p proxy) string {
		path := p.value(flag)
		if strings.HasPrefix(path, "/oauth2-proxy/") {
			return ""
		}
		return `the proxy would answer there in place of the service, and without a login. Put it below "/oauth2-proxy/".`
	}
}

// apiRoutes holds that programs and scripts get 401 and not the page of a
// login, also on the path itself.
func apiRoutes(_ *exposure, p proxy) string {
	asked := []string{"/metadata", "/metadata/ping"}
	if p.forPeople {
		asked = []string{"/api/flows", "/api/ws"}
	}
	for _, path := range asked {
		if !slices.ContainsFunc(p.list("api-route"), func(pattern string) bool {
			r, err := regexp.Compile(pattern)
			return err == nil && r.MatchString(path)
		}) {
			return fmt.Sprintf("a request of %s without a login would be answered with a redirect to a page. A pattern must match it.", path)
		}
	}
	return ""
}

// upstreams holds that each path of a proxy leads to its Service and port.
func upstreams(x *exposure, p proxy) string {
	found := map[string]bool{}
	for _, text := range p.list("upstream") {
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "http" {
			return fmt.Sprintf("%q is no http URL of a Service.", text)
		}
		want := served[p.forPeople][u.Path]
		if want == "" {
			return fmt.Sprintf("%q serves %s, which is not among the paths of this proxy.", text, u.Path)
		}
		if u.Hostname() != want || !x.hasPort(u.Hostname(), u.Port()) {
			return fmt.Sprintf("%q is not a port of the Service %s, which is what is behind %s.", text, want, u.Path)
		}
		found[u.Path] = true
	}
	for path, service := range served[p.forPeople] {
		if !found[path] {
			return fmt.Sprintf("no upstream leads %s to the Service %s.", path, service)
		}
	}
	return ""
}

func (x *exposure) hasPort(service, port string) bool {
	s, found := x.service(x.servicesNamespace(), service)
	return found && slices.ContainsFunc(itemsOf(s.Fields, "spec", "ports"), func(p any) bool { return textOf(p, "port") == port })
}

// sessionRules hold where sessions are kept.
var sessionRules = []rule{
	{"session-store-type", "Sessions elsewhere", sessionStore},
	{"redis-connection-url", "Password in a URL", func(_ *exposure, p proxy) string {
		if u, err := url.Parse(p.value("redis-connection-url")); err == nil && u.User != nil {
			return "the URL holds a user or password, and it goes to git. Name the password's Key Vault secret in expose."
		}
		return ""
	}},
	unset("redis-password", "Password in a variable", "the password of Redis would be in git. It comes from Key Vault by its name."),
	unset("redis-sentinel-password", "Password in a variable", "the password of Redis would be in git."),
	unset("basic-auth-password", "Password in a variable", "the password would be in git, and be sent to the services."),
	unset("jwt-key", "Secret in a variable", "the key would be in git."),
	unset("signature-key", "Secret in a variable", "the key would be in git."),
}

// sessionStore holds that sessions are where stack.hcl says: in a cookie, or
// those of people in Redis.
func sessionStore(x *exposure, p proxy) string {
	decided := "cookie"
	if redis := x.stack.Config.Expose.Redis; redis != nil && p.forPeople {
		if p.value("redis-connection-url") != redis.URL.String() {
			return fmt.Sprintf("stack.hcl decides %q in expose.redis.url, but OAUTH2_PROXY_REDIS_CONNECTION_URL is %q.", redis.URL, p.value("redis-connection-url"))
		}
		decided = "redis"
	}
	if p.value("session-store-type") != decided {
		return fmt.Sprintf("sessions of %s are kept in %q here. The block expose.redis of stack.hcl decides that.", p.Name, decided)
	}
	return ""
}
