package auth

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// identityHeaders are those by which the proxies tell the services who it is.
var identityHeaders = []string{"X-Forwarded-User", "X-Forwarded-Email", "X-Forwarded-Groups", "X-Forwarded-Preferred-Username"}

const pretended = "admin@example.com"

// spoofed are headers by which a client may try to be someone, or to be
// somewhere, else.
func spoofed(w *world) map[string]http.Header {
	identity := http.Header{}
	for _, name := range append([]string{"Remote-User", "X-Remote-User", "X-Auth-Request-User", "X-Auth-Request-Email", "X-Auth-Request-Groups", "OIDC_CLAIM_email", "GAP-Auth"}, identityHeaders...) {
		identity.Set(name, pretended)
	}
	return map[string]http.Header{
		"identity":          identity,
		"X-Forwarded-Host":  header("X-Forwarded-Host", "elsewhere.example.net"),
		"X-Forwarded-Proto": header("X-Forwarded-Proto", "http", "X-Forwarded-Ssl", "off", "X-Forwarded-Port", "80"),
		"X-Forwarded-For":   header("X-Forwarded-For", w.gateway.source+", 127.0.0.1", "X-Real-Ip", "127.0.0.1", "Forwarded", "for=127.0.0.1;host=elsewhere.example.net;proto=http"),
		"health checker":    header("User-Agent", "kube-probe/1.34"),
		"load balancer":     header("User-Agent", "GoogleHC/1.0"),
	}
}

// headerCases are headers that must make no difference.
func headerCases() []contractCase {
	var all []contractCase
	for _, s := range surfaces {
		for _, name := range []string{"identity", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-For", "health checker", "load balancer"} {
			all = append(all, contractCase{name: "headers/" + s.name + ", anonymous, with " + name, run: func(w *world) error {
				r := request{path: s.path, header: with(s.header, spoofed(w)[name])}
				byRoute := w.check(s, nobody, w.send(r))
				r.to, r.from = w.proxyOf(s).name, outsideAddress
				if !w.network.private {
					r.from = "127.0.0.3"
				}
				return errors.Join(byRoute, w.check(s, nobody, w.send(r)))
			}})
		}
		all = append(all, contractCase{name: "headers/" + s.name + ", logged in, as somebody else", run: func(w *world) error { return w.pretends(s) }},
			contractCase{name: "headers/" + s.name + ", anonymous, by other methods", run: func(w *world) error { return w.otherMethods(s) }},
			contractCase{name: "headers/" + s.name + ", an oversized token", run: func(w *world) error {
				return w.oversized(s, header("Authorization", "Bearer "+strings.Repeat("A", 1<<21)))
			}},
			contractCase{name: "headers/" + s.name + ", an oversized cookie", run: func(w *world) error {
				return w.oversized(s, header("Cookie", w.people.option("cookie-name")+"="+strings.Repeat("A", 1<<21)))
			}})
	}
	return all
}

func (w *world) proxyOf(s surface) deployment {
	if s.programs {
		return w.programs
	}
	return w.people
}

// pretends comes in by a good credential and claims to be somebody else. The
// service must hear who it is, and nothing else.
func (w *world) pretends(s surface) error {
	good, k, who := http.Header{}, person, member
	if s.programs {
		a := w.programs.audiences()[0]
		t := w.issuer(a.issuer).token(a.name)
		good, k, who = header("Authorization", bearer(t.sign())), program, t.claims["sub"].(string)
	} else {
		cookies, err := w.session()
		if err != nil {
			return err
		}
		good.Set("Cookie", cookies)
	}
	identity := http.Header{}
	for _, name := range identityHeaders {
		identity.Set(name, pretended)
	}
	a := w.send(request{path: s.path, header: with(s.header, good, identity)})
	if err := w.check(s, k, a); err != nil {
		return err
	}
	var wrong error
	heard := a.arrivals[0].header
	for _, name := range identityHeaders {
		if strings.Contains(strings.Join(heard.Values(name), ","), pretended) {
			wrong = errors.Join(wrong, fmt.Errorf("the service heard %s: %s", name, heard.Values(name)))
		}
	}
	if heard.Get("X-Forwarded-User") != who {
		wrong = errors.Join(wrong, fmt.Errorf("the service heard of user %q, want %q", heard.Get("X-Forwarded-User"), who))
	}
	return wrong
}

func (w *world) otherMethods(s surface) error {
	var all []error
	for _, method := range []string{"HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "OPTIONS", "get", "PROPFIND"} {
		h := with(s.header, header("X-Http-Method-Override", "GET", "Origin", "https://elsewhere.example.net", "Access-Control-Request-Method", "GET"))
		a := w.send(request{method: method, path: s.path, header: h, to: w.proxyOf(s).name})
		if err := a.untouched(); err != nil {
			all = append(all, fmt.Errorf("%s: %w", method, err))
		}
	}
	return errors.Join(all...)
}

// oversized talks to the proxy itself: the gateway would have refused. The
// proxy refuses or hangs up.
func (w *world) oversized(s surface, h http.Header) error {
	a := w.send(request{path: s.path, header: with(s.header, h), to: w.proxyOf(s).name})
	switch a.status {
	case 0, http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusRequestHeaderFieldsTooLarge:
		return a.untouched()
	}
	return errors.Join(a.untouched(), fmt.Errorf("want a refusal, got %s", a))
}
