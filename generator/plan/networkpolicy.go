package plan

import (
	"net/netip"
	"slices"
	"strings"

	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
)

// servicePolicies open what depends on facts; base/ denies everything first
// and opens the hops between the services.
func (p policyPlanner) servicePolicies() []manifest.Map {
	db := p.Contract.Database
	policies := []manifest.Map{
		p.metadataClients(),
		egress("database", pods(stack.MetadataService, stack.UIBackend),
			manifest.Map{{"to", manifest.List{ipBlock(p.fact("database.subnet_cidr", db.SubnetCIDR))}},
				{"ports", manifest.List{port(manifest.From(db.Port.Int(), p.Fact("database.port")))}}}),
	}
	if ranges := p.Config.Network.PrivateEndpoints; len(ranges) > 0 {
		users := []string{stack.UIBackend}
		if p.Config.Expose != nil {
			users = append(users, proxyForPeople, proxyForPrograms)
		}
		policies = append(policies, egress("private-endpoints", pods(users...),
			manifest.Map{{"to", p.blocks("network.private_endpoints", ranges)}, {"ports", manifest.List{port(443)}}}))
	}
	if p.Config.Expose != nil {
		policies = append(policies, ingress("auth-proxy-from-outside", pods(proxyForPeople, proxyForPrograms),
			manifest.Map{{"from", p.frontDoor()}, {"ports", manifest.List{port(proxyPort)}}}))
		policies = append(policies, p.sessionsPolicy()...)
		policies = append(policies, p.upstreamPolicies()...)
	}
	return append(policies, p.scrape(ownPods(), p.servicePorts())...)
}

// sessionsPolicy lets the proxy for people reach the Redis of their sessions.
func (p policyPlanner) sessionsPolicy() []manifest.Map {
	redis := p.Config.Expose.Redis
	if redis == nil {
		return nil
	}
	to := p.blocks("expose.redis.ranges", redis.Ranges)
	if redis.Namespace != nil {
		to = manifest.List{namespacePeer(p.decision("expose.redis.namespace", redis.Namespace))}
	}
	return []manifest.Map{egress("sessions", pods(proxyForPeople),
		manifest.Map{{"to", to}, {"ports", manifest.List{port(manifest.From(redis.URL.Port(), p.Decision("expose.redis.url")))}}})}
}

// upstreamPolicies let the proxy for people reach the applications behind it, and
// nobody else.
func (p policyPlanner) upstreamPolicies() []manifest.Map {
	var policies []manifest.Map
	for _, name := range sortedNames(p.Config.Expose.Upstreams) {
		u, path := p.Config.Expose.Upstreams[name], "expose.upstream."+name
		service := p.decision(path+".service", u.Service)
		ports := manifest.Entry{Key: "ports", Value: manifest.List{port(manifest.From(u.Port.Int(), p.Decision(path+".port")))}}
		application := manifest.Map{{"matchLabels", manifest.Map{{nameLabel, service}}}}
		policies = append(policies,
			egress("upstream-"+name, pods(proxyForPeople), manifest.Map{{"to", manifest.List{manifest.Map{{"podSelector", application}}}}, ports}),
			ingress("upstream-"+name+"-from-auth-proxy", application, manifest.Map{{"from", manifest.List{manifest.Map{{"podSelector", pods(proxyForPeople)}}}}, ports}))
	}
	return policies
}

// withoutPolicies is the patch that drops every policy, for a cluster that
// enforces none.
func (p policyPlanner) withoutPolicies() manifest.List {
	if p.Config.Network.Policies.IsOn() {
		return nil
	}
	return manifest.List{manifest.Map{
		{"target", manifest.Map{{"kind", "NetworkPolicy"}}},
		{"patch", manifest.From("$patch: delete\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: any\n", p.Decision("network.policies"))},
	}}
}

// metadataClients lets task pods call the metadata service, which has no
// authentication of its own.
func (p policyPlanner) metadataClients() manifest.Map {
	from := manifest.List{namespacePeer(p.jobsNamespace())}
	for _, ns := range p.Config.Network.MetadataClients {
		from = append(from, namespacePeer(p.decision("network.metadata_clients", ns)))
	}
	return ingress("metadata-service-clients", pods(stack.MetadataService), manifest.Map{{"from", from}, {"ports", manifest.List{port(8080)}}})
}

// frontDoor is what may reach the auth proxy: the gateway's pods, or the pods
// of the Ingress controller, or the addresses of one outside of the cluster.
func (p policyPlanner) frontDoor() manifest.List {
	switch e := p.Config.Expose; {
	case len(e.IngressRanges) > 0:
		return p.blocks("expose.ingress_ranges", e.IngressRanges)
	case p.UsesIngress():
		return manifest.List{namespacePeer(p.decision("expose.ingress_namespace", e.IngressNamespace))}
	}
	return manifest.List{namespacePeer(p.gatewayNamespace()).With("podSelector", manifest.Map{{"matchLabels", manifest.Map{{gatewayLabel, gatewayName}}}})}
}

// jobPolicies narrow what task pods may reach, where stack.hcl says so.
func (p policyPlanner) jobPolicies() []manifest.Map {
	scrape := p.scrape(ownPods(), p.taskPorts)
	ranges := p.Config.Network.JobsEgress
	if len(ranges) == 0 {
		return append(p.withoutNodeMetadata(), scrape...)
	}
	metadata := manifest.Map{{"to", manifest.List{namespacePeer(p.servicesNamespace()).With("podSelector", manifest.Map{{"matchLabels", manifest.Map{{nameLabel, stack.MetadataService}}}})}},
		{"ports", manifest.List{port(8080)}}}
	return append([]manifest.Map{egress("jobs-egress", p.taskPods(), metadata, manifest.Map{{"to", p.blocks("network.jobs_egress", ranges)}})}, scrape...)
}

// taskPods selects the pods of tasks: in a namespace of its own the stack has no others,
// and in that of somebody else it must leave theirs alone.
func (p policyPlanner) taskPods() manifest.Map {
	if p.isAdopted(stack.JobsNamespace) {
		return ownPods()
	}
	return manifest.Map{}
}

// nodeMetadata is the address at which Azure gives pods tokens of their node.
const nodeMetadata = "169.254.169.254"

// withoutNodeMetadata lets task pods reach everything but the metadata of their node.
// Ranges are of what is outside of the cluster, so its pods are said apart.
func (p policyPlanner) withoutNodeMetadata() []manifest.Map {
	if p.Config.Network.NodeMetadata.IsOn() {
		return nil
	}
	except := manifest.List{manifest.From(nodeMetadata+"/32", p.Decision("network.node_metadata"))}
	outside := manifest.List{
		manifest.Map{{"ipBlock", manifest.Map{{"cidr", "0.0.0.0/0"}, {"except", except}}}},
		manifest.Map{{"ipBlock", manifest.Map{{"cidr", "::/0"}}}},
	}
	return []manifest.Map{egress("without-node-metadata", p.taskPods(),
		manifest.Map{{"to", manifest.List{manifest.Map{{"namespaceSelector", manifest.Map{}}}}}}, manifest.Map{{"to", outside}})}
}

func (p policyPlanner) blocks(path string, ranges []fact.CIDR) manifest.List {
	return each(ranges, func(_ int, r fact.CIDR) any {
		block := manifest.Map{{"cidr", p.decision(path, r)}}
		if path == "network.jobs_egress" && !p.Config.Network.NodeMetadata.IsOn() && r.Prefix().Contains(netip.MustParseAddr(nodeMetadata)) {
			block = block.With("except", manifest.List{manifest.From(nodeMetadata+"/32", p.Decision("network.node_metadata"))})
		}
		return manifest.Map{{"ipBlock", block}}
	})
}

func ingress(name string, selector manifest.Map, rules ...any) manifest.Map {
	return policy(name, selector, "Ingress", manifest.Entry{"ingress", manifest.List(rules)})
}

func egress(name string, selector manifest.Map, rules ...any) manifest.Map {
	return policy(name, selector, "Egress", manifest.Entry{"egress", manifest.List(rules)})
}

func policy(name string, selector manifest.Map, direction string, rules manifest.Entry) manifest.Map {
	return meta{APIVersion: "networking.k8s.io/v1", Kind: "NetworkPolicy", Name: name, Labels: manifest.Map{{partOfLabel, partOf}}}.object(
		manifest.Entry{"spec", manifest.Map{{"podSelector", selector}, {"policyTypes", manifest.List{direction}}, rules}})
}

// pods selects the pods of some workloads.
func pods(workloads ...string) manifest.Map {
	if len(workloads) == 1 {
		return manifest.Map{{"matchLabels", manifest.Map{{nameLabel, workloads[0]}}}}
	}
	return manifest.Map{{"matchExpressions", manifest.List{manifest.Map{{"key", nameLabel}, {"operator", "In"}, {"values", names(workloads...)}}}}}
}

// namespacePeer selects a namespace by the label that Kubernetes itself sets.
func namespacePeer(name any) manifest.Map {
	return manifest.Map{{"namespaceSelector", manifest.Map{{"matchLabels", manifest.Map{{"kubernetes.io/metadata.name", name}}}}}}
}

func ipBlock(cidr any) manifest.Map { return manifest.Map{{"ipBlock", manifest.Map{{"cidr", cidr}}}} }

func port(number any) manifest.Map { return manifest.Map{{"port", number}, {"protocol", "TCP"}} }

// addLocalDNS lets the pods of a namespace without open egress reach a resolver on their
// node, where Cilium holds the policies: to it a node is no range of addresses.
func (k *kustomization) addLocalDNS(p planner, role string) {
	c := p.Contract.Cluster
	if !c.HasLocalDNS() || !c.HasCilium() || !p.Config.Network.Policies.IsOn() {
		return
	}
	k.addBase("network-policies/" + localDNS)
	if p.isAdopted(role) {
		k.ownPodsOnly(p, role, "cilium.io/v2", "CiliumNetworkPolicy", "endpointSelector", localDNS)
	}
}

const localDNS = "allow-local-dns"

// isAdopted reports whether the namespace of a role is somebody else's.
func (p planner) isAdopted(role string) bool {
	return slices.ContainsFunc(p.Config.AdoptNamespaces, func(n stack.NamespaceRole) bool { return n.String() == role })
}

// ownPodsOnly lets policies that select every pod of a namespace select the stack's own.
func (k *kustomization) ownPodsOnly(p planner, role, api, kind, selector, names string) {
	pods := manifest.Map{{partOfLabel, partOf}}
	if role == stack.GatewayNamespace {
		pods = manifest.Map{{gatewayLabel, gatewayName}}
	}
	patch := manifest.Map{{"apiVersion", api}, {"kind", kind}, {"metadata", manifest.Map{{"name", "any"}}},
		{"spec", manifest.Map{{selector, manifest.Map{{"matchLabels", pods}}}}}}
	k.Patches = append(k.Patches, manifest.Map{
		{"target", manifest.Map{{"kind", kind}, {"name", names}}},
		{"patch", manifest.From(strings.TrimPrefix(string(manifest.Encode(patch)), manifest.Header), p.Decision("adopt_namespaces"))},
	})
}

// broadPolicies are the policies of base/ that select every pod of a namespace.
const broadPolicies = "default-deny|default-deny-ingress|allow-dns|allow-same-namespace|allow-same-namespace-egress"
