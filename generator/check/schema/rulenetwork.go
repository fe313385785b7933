package schema

import (
	"fmt"
	"net/netip"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
)

func (w networkRules) service(m map[string]any) {
	ports := manifest.Items(m, "ports")
	kind := manifest.Text(m, "type")
	if kind == "ExternalName" && manifest.Text(m, "externalName") == "" {
		w.report(Required, "externalName", "is missing, and a Service of type ExternalName needs it", "Add it.", "externalName")
	}
	if len(ports) == 0 && kind != "ExternalName" && manifest.Text(m, "clusterIP") != "None" {
		w.report(Required, "ports", "is missing, and a Service needs it", "Add it.", "ports")
	}
	w.publicService(m, kind)
	seen := map[string]bool{}
	for _, p := range ports {
		name := manifest.Text(p, "name")
		switch {
		case name == "" && len(ports) > 1:
			w.report(Required, "", "has a port without a name, which only a Service with one port may have", "Give each port a name.", "ports")
		case name != "" && seen[name]:
			w.report(Duplicate, name, fmt.Sprintf("has two ports with the name %s", name), "Rename one of them.", "ports")
		}
		seen[name] = true
	}
}

// publicService finds what only a Service of another type may have.
func (w networkRules) publicService(m map[string]any, kind string) {
	isBalancer, isPublic := kind == "LoadBalancer", kind == "LoadBalancer" || kind == "NodePort"
	for _, name := range []string{"loadBalancerSourceRanges", "loadBalancerClass", "allocateLoadBalancerNodePorts", "healthCheckNodePort"} {
		if m[name] != nil && !isBalancer {
			w.report(NotAllowed, name, "is given, but the type is not LoadBalancer", "Remove it.", name)
		}
	}
	if m["externalTrafficPolicy"] == "Local" && !isPublic && len(manifest.Items(m, "externalIPs")) == 0 {
		w.report(NotAllowed, "externalTrafficPolicy", "is given, but the Service is reached from inside alone", "Remove it.", "externalTrafficPolicy")
	}
	for i, p := range manifest.Items(m, "ports") {
		if n, given := numberOf(manifest.Get(p, "nodePort")); given && n > 0 && !isPublic {
			w.path = append(w.path, step{key: "ports"}, step{inList: true, place: i, item: p})
			w.report(NotAllowed, "nodePort", "is given, but the type is neither NodePort nor LoadBalancer", "Remove it.", "nodePort")
			w.path = w.path[:len(w.path)-2]
		}
	}
}

// oddPart is a part of a path that servers take in different ways.
func oddPart(path string) string {
	for _, part := range []string{"//", "/./", "/../", "%2f", "%2F"} {
		if strings.Contains(path, part) {
			return part
		}
	}
	for _, end := range []string{"/..", "/."} {
		if strings.HasSuffix(path, end) {
			return end + " at its end"
		}
	}
	return ""
}

func (w networkRules) policyPort(m map[string]any) {
	end, hasEnd := numberOf(m["endPort"])
	port, isNumber := numberOf(m["port"])
	switch {
	case hasEnd && !isNumber:
		w.report(NotAllowed, "endPort", "is given, but port is not a number", "Give port as a number.", "endPort")
	case hasEnd && end < port:
		w.report(NotAllowed, "endPort", fmt.Sprintf("is %v, which is less than port, %v", end, port), "Correct one of them.", "endPort")
	}
}

func (w networkRules) ingressPath(m map[string]any) {
	kind, path := manifest.Text(m, "pathType"), manifest.Text(m, "path")
	if (kind == "Exact" || kind == "Prefix") && !strings.HasPrefix(path, "/") {
		w.report(Malformed, markOf(path), fmt.Sprintf("is %s, but must begin with / where pathType is %s", w.quoted(path), kind), "Correct it.", "path")
		return
	}
	if part := oddPart(path); part != "" && kind != "ImplementationSpecific" {
		w.report(Malformed, markOf(path), fmt.Sprintf("is %s, but must have no %s", w.quoted(path), part), "Correct it.", "path")
	}
}

// ipBlock holds exceptions to the range that they are exceptions of.
func (w networkRules) ipBlock(m map[string]any) {
	whole, err := netip.ParsePrefix(manifest.Text(m, "cidr"))
	if err != nil {
		return
	}
	for _, text := range manifest.Texts(m, "except") {
		part, err := netip.ParsePrefix(text)
		if err == nil && (!whole.Masked().Contains(part.Addr()) || part.Bits() <= whole.Bits()) {
			w.report(NotAllowed, text, fmt.Sprintf("has %s, which is not a part of %s", text, whole), "Remove it.", "except")
		}
	}
}
