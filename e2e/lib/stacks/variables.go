package stacks

import "strings"

// variables are the stack's terraform.tfvars, from which Terraform would make
// what the outputs say.
func (s stack) variables() body {
	var b body
	b.set("stack", quote(s.name))
	b.set("name_prefix", quote(prefix))
	b.set("subscription_id", quote(s.subscription))
	b.set("location", quote(s.region.name))
	n := b.object("namespaces")
	n.set("services", quote(s.namespaces.Services))
	n.set("jobs", quote(s.namespaces.Jobs))
	n.set("gateway", quote(s.namespaces.Gateway))
	s.networkVariable(b.object("network"))
	s.clusterVariables(&b)
	d := b.object("database")
	d.set("user", quote(s.database().User))
	st := b.object("storage")
	st.set("container_name", quote(s.container()))
	st.set("prefix", quote(s.sysroot()))
	s.peopleVariables(&b)
	if name := s.registryName(); s.registry != nil && strings.HasPrefix(*s.registry, name+".") {
		r := b.object("container_registry")
		r.set("name", quote(name))
		r.set("resource_group_name", quote("rg-registry"))
	}
	if s.moving {
		b.object("further_issuers").set("before", quote(s.cluster.issuer("before")))
	}
	return b
}

func (s stack) networkVariable(b *body) {
	n := s.network()
	b.set("address_space", quote(n.space))
	b.set("cluster_subnet", quote(n.clusterSubnet))
	b.set("database_subnet", quote(n.databaseSubnet))
	b.set("pod_cidr", quote(s.cluster.output.PodCIDRs[0]))
}

// clusterVariables makes the cluster, or names the one that another stack made.
func (s stack) clusterVariables(b *body) {
	if s.number != s.founder {
		group := "rg-" + prefix + "-" + nameOf(s.founder)
		e := b.object("existing_cluster")
		e.set("name", quote(s.cluster.output.Name))
		e.set("resource_group_name", quote(group))
		e.set("virtual_network_id", quote("/subscriptions/"+s.subscription+"/resourceGroups/"+group+"/providers/Microsoft.Network/virtualNetworks/vnet-"+prefix+"-"+nameOf(s.founder)))
		return
	}
	k := b.object("kubernetes")
	k.set("version", quote(s.cluster.output.KubernetesVersion))
	if s.access == nil {
		k.set("admin_group_ids", list(s.groups("cluster", 1)...))
	}
	if s.extension {
		b.object("flux").set("url", quote("https://git.example.com/platform/metaflow-gitops"))
	}
}

func (s stack) peopleVariables(b *body) {
	if len(s.taskRoles) == 0 {
		b.set("task_roles", "{}")
	}
	roles := b.object("task_roles")
	for _, role := range s.taskRoles {
		roles.set(role, "{}")
	}
	if s.access != nil {
		a := b.object("access")
		a.set("launch", list(s.access.Launch...))
		a.set("deploy", list(s.access.Deploy...))
		a.set("administer", list(s.access.Administer...))
	}
	if s.exposure != nil {
		s.exposureVariable(b.object("exposure"))
	}
}

func (s stack) exposureVariable(b *body) {
	a := s.auth()
	b.set("host", quote(a.Host))
	b.set("issuer_url", quote(a.IssuerURL))
	b.set("client_id", quote(a.ClientID))
	b.set("api_audiences", list(a.APIAudiences...))
	if a.ClientSecretName != nil {
		b.set("client_secret_name", quote(*a.ClientSecretName))
	}
	if a.CertificateURI != nil {
		b.set("certificate_name", quote("metaflow"))
	}
	if a.DNSZoneID != nil {
		b.set("dns_zone_id", quote(*a.DNSZoneID))
	}
}
