package picture

import (
	"strings"

	"example.com/metaflow-gitops/generator/value"
)

// Annotations and labels of Azure Workload Identity.
const (
	clientID    = "azure.workload.identity/client-id"
	useIdentity = "azure.workload.identity/use"
)

// findAccounts draws the identities of pods and gateways, and what those use.
func (s *scene) findAccounts() {
	for _, p := range s.pods {
		switch p.kind {
		case workload:
			s.findAccount(p)
		case gateway:
			s.findCertificates(p)
		}
	}
	for _, i := range s.items {
		if i.Kind == "ExternalDNS" || i.Kind == "ClusterExternalDNS" {
			s.findZones(i)
		}
	}
}

// account is the node of a service account that has an identity, or nil.
func (s *scene) account(namespace, name string) *node {
	for _, i := range s.items {
		if i.is("", "ServiceAccount") && i.Namespace == namespace && i.Name == name {
			if id := i.text("metadata", "annotations", clientID); id != "" {
				return s.add(node{key: key("account", namespace, name), column: identities, icon: badge, title: name, name: "the identity " + name,
					details: []string{"client " + id, in(namespace)}, own: []*item{i}, says: "has the client id " + id})
			}
		}
	}
	return nil
}

// accountObject makes the object of an account's node one that makes an edge.
func (n *node) accountObject() []*item {
	if n == nil {
		return nil
	}
	return n.own
}

// findAccount draws what pods act as, and what they use by it.
func (s *scene) findAccount(p *pods) {
	name := value.Text(p.spec("serviceAccountName"))
	if name == "" {
		name = "default"
	}
	s.claimed[p.namespace+"/"+name] = true
	a := s.account(p.namespace, name)
	if a != nil {
		s.connect(p.node, a, edge{class: "act", verb: actsAs}, a.accountObject()...)
	}
	s.findVolumes(p, a)
	s.findHosts(p, a)
}

// user is who uses something: the identity if there is one, else the pods.
func user(p *pods, account *node) *node {
	if account != nil {
		return account
	}
	return p.node
}

// findVolumes draws the Key Vaults that pods mount secrets of.
func (s *scene) findVolumes(p *pods, account *node) {
	for _, v := range value.Items(p.item.Pod().Fields, "spec", "volumes") {
		name := value.Text(v, "csi", "volumeAttributes", "secretProviderClass")
		for _, i := range s.items {
			if name == "" || i.Kind != "SecretProviderClass" || i.Namespace != p.namespace || i.Name != name {
				continue
			}
			id := i.text("spec", "parameters", "clientID")
			if account != nil && id != "" && id != account.own[0].text("metadata", "annotations", clientID) {
				account.details = appendNew(account.details, "Key Vault as "+id)
			}
			if vault := i.text("spec", "parameters", "keyvaultName"); vault != "" {
				s.connect(user(p, account), s.vault(vault), edge{class: "use", verb: uses}, i)
			}
		}
	}
}

// findCertificates draws where a gateway's certificates come from, by the
// options of AKS's application routing.
func (s *scene) findCertificates(p *pods) {
	for _, l := range p.item.items("spec", "listeners") {
		options := value.Get(l, "tls", "options")
		uri, name := value.Text(options, "kubernetes.azure.com/tls-cert-keyvault-uri"), value.Text(options, "kubernetes.azure.com/tls-cert-service-account")
		from := p.node
		if name != "" {
			s.claimed[p.namespace+"/"+name] = true
			if a := s.account(p.namespace, name); a != nil {
				s.connect(p.node, a, edge{class: "act", verb: certifies}, append(a.accountObject(), p.item)...)
				from = a
			}
		}
		if uri != "" {
			vault, _, _ := strings.Cut(hostOf(uri), ".")
			s.connect(from, s.vault(vault), edge{class: "use", verb: uses}, p.item)
		}
	}
}

// findZones draws which DNS zones the hosts of gateways are published in.
func (s *scene) findZones(i *item) {
	name := i.text("spec", "identity", "serviceAccount")
	namespace := i.Namespace
	if namespace == "" {
		namespace = i.text("spec", "resourceNamespace")
	}
	from := s.published(i, namespace)
	if name != "" {
		s.claimed[namespace+"/"+name] = true
		if a := s.account(namespace, name); a != nil {
			for _, n := range from {
				s.connect(n, a, edge{class: "act", verb: publishes}, append(a.accountObject(), i)...)
			}
			from = []*node{a}
		}
	}
	for _, zone := range value.Texts(i.Fields, "spec", "dnsZoneResourceIDs") {
		title := zone[strings.LastIndexByte(zone, '/')+1:]
		n := s.add(node{key: key("zone", zone), column: resources, icon: signpost, title: title, details: []string{"DNS zone", groupOf(zone)}, name: "the DNS zone " + title})
		for _, f := range from {
			s.connect(f, n, edge{class: "use", verb: uses}, i)
		}
	}
}

// groupOf is the resource group in a resource id.
func groupOf(id string) string {
	parts := strings.Split(id, "/")
	for i := 0; i+1 < len(parts); i++ {
		if strings.EqualFold(parts[i], "resourceGroups") {
			return parts[i+1]
		}
	}
	return ""
}

// published are the gateways whose hosts an ExternalDNS publishes: those of its
// namespace, or all; without any it is a node itself.
func (s *scene) published(i *item, namespace string) []*node {
	var found []*node
	for _, p := range s.pods {
		if p.kind == gateway && (i.Namespace == "" || p.namespace == namespace) {
			found = append(found, p.node)
		}
	}
	if len(found) == 0 {
		found = []*node{s.add(node{key: key("dns", i.Kind, i.Namespace, i.Name), column: gateways, icon: signpost, title: i.Name,
			details: []string{i.Kind, in(i.Namespace)}, name: i.Kind + " " + i.Name, own: []*item{i}})}
	}
	return found
}
