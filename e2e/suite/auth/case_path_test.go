package auth

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// targets are what a path trick is to reach, without the first slash.
var targets = []string{"api/flows", "metadata/flows", "ui/runs"}

// exemptPaths are those that a subject answers to anybody, of both proxies.
func exemptPaths(b bundle, s subject) []string {
	all := append(s.exempt(b.people), s.exempt(b.programs)...)
	slices.Sort(all)
	return slices.Compact(all)
}

// exemptCases are headers that claim another, exempt path.
func exemptCases(b bundle, s subject) []contractCase {
	var all []contractCase
	for _, path := range exemptPaths(b, s) {
		all = append(all, contractCase{name: "exempt/" + path + " in a header", run: func(w *world) error {
			h := header("X-Forwarded-Uri", path, "X-Original-Url", path, "X-Original-Uri", path, "X-Rewrite-Url", path, "X-Forwarded-Path", path, "X-Envoy-Original-Path", path, "X-Forwarded-Prefix", path)
			var wrong []error
			for _, s := range surfaces {
				for _, way := range w.ways() {
					way.path, way.header = s.path, with(s.header, h)
					wrong = append(wrong, w.send(way).untouched())
				}
			}
			return errors.Join(wrong...)
		}}, contractCase{name: "exempt/" + path + " itself", run: func(w *world) error {
			var wrong []error
			for _, way := range w.ways() {
				way.path, way.header = path, htmlHeader
				wrong = append(wrong, w.send(way).untouched())
			}
			return errors.Join(wrong...)
		}})
	}
	return all
}

// ways are the route, and each proxy alone, as if the route led there.
func (w *world) ways() []request {
	return []request{{}, {to: w.people.name}, {to: w.programs.name}}
}

// pathCases are paths that look exempt to one and not to another.
func pathCases(b bundle, s subject) []contractCase {
	var all []contractCase
	for _, path := range exemptPaths(b, s) {
		all = append(all, contractCase{name: "paths/tricks around " + path, run: func(w *world) error {
			var wrong []error
			for _, target := range targets {
				for _, trick := range tricks(path, target) {
					wrong = append(wrong, w.unreached(trick, nil))
				}
			}
			return errors.Join(wrong...)
		}})
	}
	return append(all, contractCase{name: "paths/services in other spellings, anonymous", run: func(w *world) error {
		var wrong []error
		for _, path := range spellings {
			wrong = append(wrong, w.unreached(path, nil))
		}
		return errors.Join(wrong...)
	}}, contractCase{name: "paths/services in other spellings, by a person", run: func(w *world) error {
		cookies, err := w.session()
		return errors.Join(err, w.onlyTo(header("Cookie", cookies), w.people))
	}}, contractCase{name: "paths/services in other spellings, by a program", run: func(w *world) error {
		a := w.programs.audiences()[0]
		return w.onlyTo(header("Authorization", bearer(w.issuer(a.issuer).token(a.name).sign())), w.programs)
	}}, contractCase{name: "paths/the root of the metadata service without a slash", run: func(w *world) error {
		a := w.send(request{path: "/metadata"})
		return errors.Join(a.err, a.untouched(), a.refusedAsJSON())
	}})
}

// unreached sends a path by every way.
func (w *world) unreached(path string, h http.Header) error {
	var wrong []error
	for _, way := range w.ways() {
		way.path, way.header = path, h
		if err := w.send(way).untouched(); err != nil {
			wrong = append(wrong, fmt.Errorf("GET %s: %w", path, err))
		}
	}
	return errors.Join(wrong...)
}

// onlyTo says that a credential reaches the services of its own proxy at most.
func (w *world) onlyTo(h http.Header, d deployment) error {
	var own []string
	for _, u := range d.upstreams() {
		own = append(own, u.Hostname())
	}
	var wrong []error
	for _, path := range spellings {
		for _, way := range w.ways() {
			way.path, way.header = path, h
			for _, a := range w.send(way).arrivals {
				if !slices.Contains(own, a.service) {
					wrong = append(wrong, fmt.Errorf("GET %s reached %s as %s", path, a.service, a.path))
				}
			}
		}
	}
	return errors.Join(wrong...)
}

// spellings are other ways to write the paths of services.
var spellings = []string{
	"//api/flows", "/api//flows", "/API/flows", "/%61pi/flows", "/api%2fflows", "/api%2Fflows", "/./api/flows", "/x/../api/flows", "/x/..%2fapi/flows", "/x/%2e%2e/api/flows", "/api/../api/flows", "/api;x/flows", `/api\flows`, "/api/flows%00", "/api%20/flows", "/api", "/api/ws/..;/flows",
	"//metadata/flows", "/metadata//flows", "/METADATA/flows", "/Metadata/flows", "/%6detadata/flows", "/metadata%2fflows", "/./metadata/flows", "/x/../metadata/flows", "/x/..%2fmetadata/flows", "/x/%2e%2e/metadata/flows", "/x/%252e%252e/metadata/flows", "/api/../metadata/flows", "/metadata/../api/flows", "/metadata/..%2fapi/flows", "/metadata;x/flows", "/metadata%20/flows", "/metadatax/flows", "/ui/../", "/?/metadata/flows", "http://elsewhere.example.net/metadata/flows", "http://elsewhere.example.net/api/flows",
}

// tricks lead from an exempt path to a target, as one or another reader of
// paths understands them.
func tricks(exempt, target string) []string {
	depth := strings.Count(exempt, "/")
	up := func(step string) string { return strings.Repeat(step, depth) }
	upper := strings.ToUpper(exempt)
	return []string{
		exempt + "/" + up("../") + target, exempt + "/" + up("%2e%2e/") + target, exempt + "/" + up(".%2e/") + target, exempt + "/" + up("..%2f") + target, exempt + "%2f" + up("..%2f") + target,
		exempt + "/" + up("%252e%252e/") + target, exempt + "/" + up("..;/") + target, exempt + ";/" + up("../") + target, exempt + `\` + up(`..\`) + target, exempt + "%5c" + up("..%5c") + target,
		"/" + exempt + "/" + up("../") + target, "/." + exempt + "/" + up("../") + target, upper + "/" + up("../") + target, upper,
		exempt + "//" + target, exempt + "/" + target, exempt + "%2f" + target, exempt + "%00/" + up("../") + target, exempt + "?/" + up("../") + target, exempt + "#/" + up("../") + target,
		"/" + target + exempt, "/" + target + "/.." + exempt, "/" + target + ";" + exempt, "/" + target + "?" + exempt, "/" + target + "#" + exempt, "/" + target + "%23" + exempt, "/" + target + "%3f" + exempt, "//" + target + exempt,
	}
}
