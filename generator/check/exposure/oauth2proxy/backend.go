package oauth2proxy

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// pathRules hold that the proxy's own paths hide none of the services', and
// that what is behind each path is what is meant to be.
var pathRules = []Rule{
	{"ping-path", "Health path hides a service", healthPath("ping-path")},
	{"ready-path", "Health path hides a service", healthPath("ready-path")},
	equal("proxy-prefix", "Login on another path", "the callback at the issuer, and the routes, are below /oauth2.", func(Decisions, Options) string { return "/oauth2" }),
	{"api-route", "Programs sent to a login page", apiRoutes},
	{"upstream", "Unknown backend", upstreams},
	on("proxy-websockets", "No websockets", "the user interface would not hear of new runs."),
	{"http-address", "Proxy listens elsewhere", func(_ Decisions, o Options) string {
		if strings.HasSuffix(o.Value("http-address"), "0.0.0.0:"+Port) || strings.HasSuffix(o.Value("http-address"), "[::]:"+Port) {
			return ""
		}
		return "nobody would reach it. It must be 0.0.0.0:" + Port + "."
	}},
}

// Port is where both proxies listen, and their Services, too.
const Port = "4180"

// healthPath holds that a path that the proxy answers itself, and without a
// login, is none that a service answers: Metaflow's client reads the version
// of the metadata service from /ping.
func healthPath(flag string) func(Decisions, Options) string {
	return func(_ Decisions, o Options) string {
		path := o.Value(flag)
		if strings.HasPrefix(path, "/oauth2-proxy/") {
			return ""
		}
		return `the proxy would answer there in place of the service, and without a login. Put it below "/oauth2-proxy/".`
	}
}

// apiRoutes holds that programs and scripts get 401 and not the page of a
// login, also on the path itself.
func apiRoutes(d Decisions, o Options) string {
	asked := []string{"/metadata", "/metadata/ping"}
	if d.ForPeople {
		asked = []string{"/api/flows", "/api/ws"}
	}
	for _, path := range asked {
		if !slices.ContainsFunc(o.List("api-route"), func(pattern string) bool {
			r, err := regexp.Compile(pattern)
			return err == nil && r.MatchString(path)
		}) {
			return fmt.Sprintf("a request of %s without a login would be answered with a redirect to a page. A pattern must match it.", path)
		}
	}
	return ""
}

// upstreams holds that each path of a proxy leads to its Service and port.
func upstreams(d Decisions, o Options) string {
	found := map[string]bool{}
	for _, text := range o.List("upstream") {
		u, err := url.Parse(text)
		if err != nil || u.Scheme != "http" {
			return fmt.Sprintf("%q is no http URL of a Service.", text)
		}
		want, served := d.backend(u.Path)
		if !served {
			return fmt.Sprintf("%q serves %s, which is not among the paths of this proxy. A further application is an upstream block of expose in stack.hcl.", text, u.Path)
		}
		if u.Hostname() != want.Service || !slices.Contains(want.Ports, u.Port()) {
			return fmt.Sprintf("%q is not a port of the Service %s, which is what is behind %s.", text, want.Service, u.Path)
		}
		found[u.Path] = true
	}
	for _, b := range d.Backends {
		if !found[b.Path] {
			return fmt.Sprintf("no upstream leads %s to the Service %s.", b.Path, b.Service)
		}
	}
	return ""
}

// sessionRules hold where sessions are kept.
var sessionRules = []Rule{
	{"session-store-type", "Sessions elsewhere", sessionStore},
	{"redis-connection-url", "Password in a URL", func(_ Decisions, o Options) string {
		if u, err := url.Parse(o.Value("redis-connection-url")); err == nil && u.User != nil {
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
func sessionStore(d Decisions, o Options) string {
	decided := "cookie"
	if d.RedisURL != "" && d.ForPeople {
		if o.Value("redis-connection-url") != d.RedisURL {
			return fmt.Sprintf("stack.hcl decides %q in expose.redis.url, but OAUTH2_PROXY_REDIS_CONNECTION_URL is another.", d.RedisURL)
		}
		decided = "redis"
	}
	if o.Value("session-store-type") != decided {
		return fmt.Sprintf("sessions of %s are kept in %q here. The block expose.redis of stack.hcl decides that.", d.Name, decided)
	}
	return ""
}
