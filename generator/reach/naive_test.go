package reach

import (
	"net/netip"
	"slices"

	"example.com/metaflow-gitops/generator/manifest"
)

// naive answers who may reach what from the text of the API's documentation alone,
// with nothing read ahead and nothing shared with the engine but labels and ports of
// pods. Its comments are what the documentation of networking.k8s.io/v1 says.
type naive []manifest.Object

func (n naive) may(from, to *Pods, port Port) bool {
	return n.allows("Ingress", to, from, port) && n.allows("Egress", from, to, port)
}

// By default, a pod is non-isolated. It is isolated if there is any NetworkPolicy
// that both selects the pod and has the direction in its policyTypes; then only what
// is allowed by the list of some such policy is allowed.
func (n naive) allows(direction string, pod, other *Pods, port Port) bool {
	isolated := false
	for _, o := range n {
		spec := manifest.Fields(o.Fields, "spec")
		if o.Kind != "NetworkPolicy" || o.Namespace != pod.Namespace || !n.selectsPod(spec, pod) || !slices.Contains(n.types(spec), direction) {
			continue
		}
		isolated = true
		list, peers := "ingress", "from"
		if direction == "Egress" {
			list, peers = "egress", "to"
		}
		target := other // whose ports are meant
		if direction == "Ingress" {
			target = pod
		}
		for _, rule := range manifest.Items(spec, list) {
			if n.matchesPeers(manifest.Get(rule, peers), o.Namespace, other) && n.matchesPorts(manifest.Get(rule, "ports"), target, port) {
				return true
			}
		}
	}
	return !isolated
}

// This field is optional. If it is not specified, the policy selects all pods in its
// namespace. What a plugin does to pods of the host's network is undefined; in most it
// is nothing.
func (n naive) selectsPod(spec map[string]any, pod *Pods) bool {
	if manifest.Get(pod.Owner.Pod().Fields, "spec", "hostNetwork") == true {
		return false
	}
	return spec["podSelector"] == nil || n.matchesLabels(spec["podSelector"], pod.Labels)
}

// If this field is not specified, it will default based on the existence of ingress
// or egress rules; policies that contain an egress section are assumed to affect
// egress, and all policies (whether or not they contain an ingress section) are
// assumed to affect ingress.
func (n naive) types(spec map[string]any) []string {
	if types := manifest.Texts(spec, "policyTypes"); len(types) > 0 {
		return types
	}
	if len(manifest.Items(spec, "egress")) > 0 {
		return []string{"Ingress", "Egress"}
	}
	return []string{"Ingress"}
}

// Items in this list are combined using a logical OR operation. If this field is
// empty or missing, this rule matches all sources.
func (n naive) matchesPeers(peers any, own string, pod *Pods) bool {
	list, _ := peers.([]any)
	return len(list) == 0 || slices.ContainsFunc(list, func(peer any) bool { return n.matchesPeer(peer, own, pod) })
}

// podSelector selects pods in the policy's own namespace; with namespaceSelector, in
// the namespaces selected by it. An empty namespaceSelector selects all namespaces.
func (n naive) matchesPeer(peer any, own string, pod *Pods) bool {
	if block := manifest.Get(peer, "ipBlock"); block != nil {
		return n.matchesBlock(block)
	}
	pods, namespaces := manifest.Get(peer, "podSelector"), manifest.Get(peer, "namespaceSelector")
	if pods == nil && namespaces == nil {
		return false // which the API server refuses
	}
	if namespaces == nil && pod.Namespace != own || namespaces != nil && !n.matchesLabels(namespaces, n.namespaceLabels(pod.Namespace)) {
		return false
	}
	return pods == nil || n.matchesLabels(pods, pod.Labels)
}

// The control plane sets the label kubernetes.io/metadata.name on all namespaces.
func (n naive) namespaceLabels(name string) map[string]string {
	labels := map[string]string{}
	for _, o := range n {
		if o.Kind == "Namespace" && o.Name == name {
			labels = manifest.TextMap(o.Fields, "metadata", "labels")
		}
	}
	labels["kubernetes.io/metadata.name"] = name
	return labels
}

// matchesBlock takes pods to have any of the addresses 10.0.0.0 to 10.255.255.255: a
// block is for them if it has all of these but its exceptions, and any at all.
func (n naive) matchesBlock(block any) bool {
	cidr := netip.MustParsePrefix(manifest.Text(block, "cidr"))
	some := false
	for i := range 256 {
		address := netip.AddrFrom4([4]byte{10, byte(i), 0, 1})
		if !cidr.Contains(address) {
			return false
		}
		excepted := slices.ContainsFunc(manifest.Texts(block, "except"), func(e string) bool { return netip.MustParsePrefix(e).Contains(address) })
		some = some || !excepted
	}
	return some
}

// The ANDed list of matchLabels and matchExpressions. An empty label selector matches
// all objects. A null label selector matches no objects.
func (n naive) matchesLabels(selector any, labels map[string]string) bool {
	fields, isMap := selector.(map[string]any)
	for key, v := range manifest.TextMap(selector, "matchLabels") {
		if got, there := labels[key]; !there || got != v {
			return false
		}
	}
	for _, e := range manifest.Items(fields, "matchExpressions") {
		got, there := labels[manifest.Text(e, "key")]
		has := there && slices.Contains(manifest.Texts(e, "values"), got)
		switch operator := manifest.Text(e, "operator"); {
		case operator == "In" && !has, operator == "NotIn" && has, operator == "Exists" && !there, operator == "DoesNotExist" && there:
			return false
		}
	}
	return isMap
}

// If this field is empty or missing, this rule matches all ports. If port is not
// provided, this matches all port names and numbers of the protocol, which defaults
// to TCP. If endPort is set, the range from port to it.
func (n naive) matchesPorts(ports any, target *Pods, port Port) bool {
	list, _ := ports.([]any)
	return len(list) == 0 || slices.ContainsFunc(list, func(p any) bool {
		protocol := manifest.Text(p, "protocol")
		if protocol == "" {
			protocol = "TCP"
		}
		if protocol != port.Protocol {
			return false
		}
		switch wanted := manifest.Get(p, "port").(type) {
		case nil:
			return true
		case string:
			return port.Name == wanted
		case int:
			last, ranged := manifest.Get(p, "endPort").(int)
			return port.Number == wanted || ranged && wanted <= port.Number && port.Number <= last
		}
		return false
	})
}
