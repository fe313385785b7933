package schema

import (
	"fmt"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

// gateway holds listeners to their protocols, and to one another.
func (w routeRules) gateway(m map[string]any) {
	seen := map[string]bool{}
	for i, l := range manifest.Items(m, "listeners") {
		protocol, mode := manifest.Text(l, "protocol"), manifest.Text(l, "tls", "mode")
		hasTLS, isPlain := manifest.Get(l, "tls") != nil, protocol == "HTTP" || protocol == "TCP" || protocol == "UDP"
		w.path = append(w.path, step{key: "listeners"}, step{inList: true, place: i, item: l})
		switch {
		case isPlain && hasTLS:
			w.report(NotAllowed, "tls", "is given, but the protocol is "+protocol, "Remove it.", "tls")
		case protocol == "HTTPS" && mode != "" && mode != "Terminate":
			w.report(NotAllowed, markOf(mode), fmt.Sprintf("is %s, but the protocol is HTTPS", w.quoted(mode)), "Write Terminate.", "tls", "mode")
		case hasTLS && (mode == "" || mode == "Terminate") && len(manifest.Items(l, "tls", "certificateRefs")) == 0 && len(manifest.Fields(l, "tls", "options")) == 0:
			w.report(Required, "tls", "has neither certificateRefs nor options", "Add one.", "tls")
		case isPlain && protocol != "HTTP" && manifest.Text(l, "hostname") != "":
			w.report(NotAllowed, "hostname", "is given, but the protocol is "+protocol, "Remove it.", "hostname")
		}
		id := manifest.Text(l, "port") + "/" + protocol + "/" + manifest.Text(l, "hostname")
		if seen[id] {
			w.report(Duplicate, "", "has the port, protocol and hostname of another listener", "Change one of them.")
		}
		seen[id] = true
		w.path = w.path[:len(w.path)-2]
	}
}

// routeParents finds two references to the same part of a gateway.
func (w routeRules) routeParents(m map[string]any) {
	seen := map[string]int{}
	for i, p := range manifest.Items(m, "parentRefs") {
		id := strings.Join([]string{manifest.Text(p, "group"), manifest.Text(p, "kind"), manifest.Text(p, "namespace"), manifest.Text(p, "name"), manifest.Text(p, "sectionName"), manifest.Text(p, "port")}, "/")
		if _, twice := seen[id]; twice {
			w.path = append(w.path, step{key: "parentRefs"}, step{inList: true, place: i, item: p})
			w.report(Duplicate, "parentRefs", "is given twice", "Remove one, or give each a sectionName of its own.")
			w.path = w.path[:len(w.path)-2]
		}
		seen[id] = i
	}
}

// routeRule holds filters of a rule to one another and to where it leads.
func (w routeRules) routeRule(m map[string]any) {
	seen := map[string]bool{}
	for _, f := range manifest.Items(m, "filters") {
		kind := manifest.Text(f, "type")
		if seen[kind] && kind != "RequestMirror" && kind != "ExtensionRef" {
			w.report(Duplicate, kind, fmt.Sprintf("has two filters of type %s", kind), "Make one of them.", "filters")
		}
		seen[kind] = true
	}
	if seen["RequestRedirect"] && seen["URLRewrite"] {
		w.report(NotAllowed, "RequestRedirect", "has both a redirect and a rewrite", "Remove one of them.", "filters")
	}
	if seen["RequestRedirect"] && len(manifest.Items(m, "backendRefs")) > 0 {
		w.report(NotAllowed, "backendRefs", "is given beside a filter that redirects", "Remove one of them.", "backendRefs")
	}
}

// filterFields are the fields of filters by their type.
var filterFields = map[string]string{
	"RequestHeaderModifier": "requestHeaderModifier", "ResponseHeaderModifier": "responseHeaderModifier", "RequestMirror": "requestMirror",
	"RequestRedirect": "requestRedirect", "URLRewrite": "urlRewrite", "ExtensionRef": "extensionRef", "CORS": "cors",
}

// routeFilter holds a filter to the field of its type.
func (w routeRules) routeFilter(m map[string]any) {
	field := filterFields[manifest.Text(m, "type")]
	if field == "" {
		return
	}
	if m[field] == nil {
		w.report(Required, field, "is missing, and a filter of this type needs it", "Add it.", field)
	}
	for _, other := range filterFields {
		if other != field && m[other] != nil {
			w.report(NotAllowed, other, "is given, but the filter is of another type", "Remove it.", other)
		}
	}
}

// routePath holds a path to match to one that requests can have.
func (w routeRules) routePath(m map[string]any) {
	path, kind := manifest.Text(m, "value"), manifest.Text(m, "type")
	if kind == "RegularExpression" || m["value"] == nil {
		return
	}
	switch part := oddPart(path); {
	case !strings.HasPrefix(path, "/"):
		w.report(Malformed, markOf(path), fmt.Sprintf("is %s, but must begin with /", w.quoted(path)), "Correct it.", "value")
	case part != "":
		w.report(Malformed, markOf(path), fmt.Sprintf("is %s, but must have no %s", w.quoted(path), part), "Correct it.", "value")
	case !consists(path, isPathByte):
		w.report(Malformed, markOf(path), fmt.Sprintf("is %s, which has characters that a path cannot have", w.quoted(path)), "Write them as %XX.", "value")
	}
}

func isPathByte(b byte) bool {
	return isLower(b) || isUpper(b) || isDigit(b) || slices.Contains([]byte("-/._~!$&'()*+,;=:@%"), b)
}

// routeBackend holds a reference to a Service to a port of it.
func (w routeRules) routeBackend(m map[string]any) {
	kind := manifest.Text(m, "kind")
	if manifest.Text(m, "group") == "" && (kind == "" || kind == "Service") && m["port"] == nil {
		w.report(Required, "port", "is missing, and a reference to a Service needs it", "Add it.", "port")
	}
}
