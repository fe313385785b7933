package plan

import (
	"example.com/metaflow-gitops/generator/fact"
	"example.com/metaflow-gitops/generator/stack"
)

// servicePolicies open what depends on facts; base/ denies everything first
// and opens the hops between the services.
func (p policyPlanner) servicePolicies() []Map {
	db := p.Contract.Database
	policies := []Map{
		p.metadataClients(),
		egress("database", pods(stack.MetadataService, stack.UIBackend),
			Map{{"to", List{ipBlock(p.fact("database.subnet_cidr", db.SubnetCIDR))}},
				{"ports", List{port(Sourced{db.Port.Int(), p.Fact("database.port")})}}}),
	}
	if ranges := p.Config.Network.PrivateEndpoints; len(ranges) > 0 {
		users := []string{stack.UIBackend}
		if p.Config.Expose != nil {
			users = append(users, proxyForPeople, proxyForPrograms)
		}
		policies = append(policies, egress("private-endpoints", pods(users...),
			Map{{"to", p.blocks("network.private_endpoints", ranges)}, {"ports", List{port(443)}}}))
	}
	if p.Config.Expose != nil {
		policies = append(policies, ingress("auth-proxy-from-outside", pods(proxyForPeople, proxyForPrograms),
			Map{{"from", p.frontDoor()}, {"ports", List{port(proxyPort)}}}))
		policies = append(policies, p.sessionsPolicy()...)
	}
	return policies
}

// sessionsPolicy lets the proxy for people reach the Redis of their sessions.
func (p policyPlanner) sessionsPolicy() []Map {
	redis := p.Config.Expose.Redis
	if redis == nil {
		return nil
	}
	to := p.blocks("expose.redis.ranges", redis.Ranges)
	if redis.Namespace != nil {
		to = List{namespacePeer(p.decision("expose.redis.namespace", redis.Namespace))}
	}
	return []Map{egress("sessions", pods(proxyForPeople),
		Map{{"to", to}, {"ports", List{port(Sourced{redis.URL.Port(), p.Decision("expose.redis.url")})}}})}
}

// withoutPolicies is the patch that drops every policy, for a cluster that
// enforces none.
func (p policyPlanner) withoutPolicies() List {
	if p.Config.Network.Policies.IsOn() {
		return nil
	}
	return List{Map{
		{"target", Map{{"kind", "NetworkPolicy"}}},
		{"patch", Sourced{"$patch: delete\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: any\n", p.Decision("network.policies")}},
	}}
}

// metadataClients lets task pods call the metadata service, which has no
// authentication of its own.
func (p policyPlanner) metadataClients() Map {
	from := List{namespacePeer(p.jobsNamespace())}
	for _, ns := range p.Config.Network.MetadataClients {
		from = append(from, namespacePeer(p.decision("network.metadata_clients", ns)))
	}
	return ingress("metadata-service-clients", pods(stack.MetadataService), Map{{"from", from}, {"ports", List{port(8080)}}})
}

// frontDoor is what may reach the auth proxy: the gateway's pods, or the pods
// of the Ingress controller, or the addresses of one outside of the cluster.
func (p policyPlanner) frontDoor() List {
	switch e := p.Config.Expose; {
	case len(e.IngressRanges) > 0:
		return p.blocks("expose.ingress_ranges", e.IngressRanges)
	case p.UsesIngress():
		return List{namespacePeer(p.decision("expose.ingress_namespace", e.IngressNamespace))}
	}
	return List{namespacePeer(p.gatewayNamespace()).with("podSelector", Map{{"matchLabels", Map{{gatewayLabel, gatewayName}}}})}
}

// jobPolicies narrow what task pods may reach, where stack.hcl says so.
func (p policyPlanner) jobPolicies() []Map {
	ranges := p.Config.Network.JobsEgress
	if len(ranges) == 0 {
		return nil
	}
	metadata := Map{{"to", List{namespacePeer(p.servicesNamespace()).with("podSelector", Map{{"matchLabels", Map{{nameLabel, stack.MetadataService}}}})}},
		{"ports", List{port(8080)}}}
	return []Map{egress("jobs-egress", Map{}, metadata, Map{{"to", p.blocks("network.jobs_egress", ranges)}})}
}

func (p policyPlanner) blocks(path string, ranges []fact.CIDR) List {
	return each(ranges, func(_ int, r fact.CIDR) any { return ipBlock(p.decision(path, r)) })
}

func ingress(name string, selector Map, rules ...any) Map {
	return policy(name, selector, "Ingress", Entry{"ingress", List(rules)})
}

func egress(name string, selector Map, rules ...any) Map {
	return policy(name, selector, "Egress", Entry{"egress", List(rules)})
}

func policy(name string, selector Map, direction string, rules Entry) Map {
	return meta{APIVersion: "networking.k8s.io/v1", Kind: "NetworkPolicy", Name: name, Labels: Map{{partOfLabel, partOf}}}.object(
		Entry{"spec", Map{{"podSelector", selector}, {"policyTypes", List{direction}}, rules}})
}

// pods selects the pods of some workloads.
func pods(workloads ...string) Map {
	if len(workloads) == 1 {
		return Map{{"matchLabels", Map{{nameLabel, workloads[0]}}}}
	}
	return Map{{"matchExpressions", List{Map{{"key", nameLabel}, {"operator", "In"}, {"values", names(workloads...)}}}}}
}

// namespacePeer selects a namespace by the label that Kubernetes itself sets.
func namespacePeer(name any) Map {
	return Map{{"namespaceSelector", Map{{"matchLabels", Map{{"kubernetes.io/metadata.name", name}}}}}}
}

func ipBlock(cidr any) Map { return Map{{"ipBlock", Map{{"cidr", cidr}}}} }

func port(number any) Map { return Map{{"port", number}, {"protocol", "TCP"}} }
