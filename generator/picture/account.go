package picture

import "example.com/metaflow-gitops/generator/value"

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
