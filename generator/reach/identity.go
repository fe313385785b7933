package reach

import (
	"cmp"
	"encoding/base64"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
)

// identities follow what pods act as and use.
type identities struct{ *maker }

func (m identities) find() {
	m.findIdentities()
	m.findTaskIdentities()
	m.findChartAccounts()
	m.findBuses()
}

// findIdentities follows the identities of pods and gateways, and what those use.
func (m identities) findIdentities() {
	for _, p := range m.Pods {
		if p.isRendered() {
			a := m.identity(p.Namespace, p.account())
			if a != nil {
				m.connect(m.podsNode(p), a, Edge{Kind: ActsAs}, a.Objects...)
			}
			m.findVolumes(p, a)
			m.findHosts(p, a)
		}
	}
	for _, g := range m.Gateways {
		m.findCertificates(g)
	}
	for _, o := range m.objects {
		if o.publishes() {
			m.findZones(o)
		}
	}
}

// identity is the node of a service account that has an identity, or nil.
func (m identities) identity(namespace, name string) *Node {
	o := first(m.ofKind("", "ServiceAccount"), func(o *Object) bool {
		return o.Namespace == namespace && o.Name == name && o.text("metadata", "annotations", plan.ClientIDAnnotation) != ""
	})
	if o == nil {
		return nil
	}
	n := m.node(ID{Kind: Identity, Namespace: namespace, Name: name}, o)
	n.Client = o.text("metadata", "annotations", plan.ClientIDAnnotation)
	return n
}

// user is who uses something: the identity if there is one, else the pods.
func (m identities) user(p *Pods, account *Node) *Node {
	if account != nil {
		return account
	}
	return m.podsNode(p)
}

// findTaskIdentities follows the accounts of tasks, and where they keep their data.
func (m identities) findTaskIdentities() {
	for _, o := range m.taskAccounts() {
		a := m.identity(o.Namespace, o.Name)
		a.IsTask = true
		m.connect(m.node(ID{Kind: Tasks, Namespace: o.Namespace}), a, Edge{Kind: ActsAs}, o)
		for _, account := range m.datastores(o.Namespace) {
			m.connect(a, account, Edge{Kind: Uses}, o)
		}
	}
}

// datastores are the storage accounts that tasks of a namespace keep their data in:
// what a Secret of theirs says, or else where the UI reads it.
func (m identities) datastores(namespace string) []*Node {
	var found, elsewhere []*Node
	for _, o := range m.objects {
		if o.is("", "Secret") && o.Namespace == namespace {
			text, err := base64.StdEncoding.DecodeString(o.text("data", storageVariable))
			if account := m.storageAt(string(text)); err == nil && account != nil {
				found = appendNew(found, account)
			}
		}
		for _, c := range o.Containers() {
			for _, e := range manifest.Items(c, "env") {
				if manifest.Text(e, "name") != storageVariable {
					continue
				}
				if account := m.storageAt(manifest.Text(e, "value")); account != nil {
					elsewhere = appendNew(elsewhere, account)
				}
			}
		}
	}
	if len(found) > 0 {
		return found
	}
	return elsewhere
}

// findVolumes follows the Key Vaults that pods mount secrets of.
func (m identities) findVolumes(p *Pods, account *Node) {
	for _, v := range manifest.Items(p.Owner.Pod().Fields, "spec", "volumes") {
		name := manifest.Text(v, "csi", "volumeAttributes", "secretProviderClass")
		for _, o := range m.objects {
			if name == "" || o.Kind != "SecretProviderClass" || o.Namespace != p.Namespace || o.Name != name {
				continue
			}
			if id := o.text("spec", "parameters", "clientID"); account != nil && id != "" && id != account.Client {
				account.Vaults = appendNew(account.Vaults, id)
			}
			if vault := o.text("spec", "parameters", "keyvaultName"); vault != "" {
				m.connect(m.user(p, account), m.node(ID{Kind: KeyVault, Name: vault}), Edge{Kind: Uses}, o)
			}
		}
	}
}

// findCertificates follows where a gateway's certificates come from.
func (m identities) findCertificates(g *Gateway) {
	for _, c := range g.certificates() {
		from := m.podsNode(g.Pods)
		if a := m.identity(g.Namespace, c.account); a != nil {
			m.connect(from, a, Edge{Kind: CertifiedAs}, append(a.Objects[:1:1], g.Object)...)
			from = a
		}
		if c.uri != "" {
			vault, _, _ := strings.Cut(hostOf(c.uri), ".")
			m.connect(from, m.node(ID{Kind: KeyVault, Name: vault}), Edge{Kind: Uses}, g.Object)
		}
	}
}

// publishes reports whether an object publishes the hosts of gateways.
func (o *Object) publishes() bool { return o.Kind == "ExternalDNS" || o.Kind == "ClusterExternalDNS" }

// publisher is the account that an ExternalDNS publishes as, as NAMESPACE/NAME.
func (o *Object) publisher() string {
	return cmp.Or(o.Namespace, o.text("spec", "resourceNamespace")) + "/" + o.text("spec", "identity", "serviceAccount")
}

// findZones follows which DNS zones the hosts of gateways are published in.
func (m identities) findZones(o *Object) {
	namespace, name, _ := strings.Cut(o.publisher(), "/")
	from := m.published(o, namespace)
	if a := m.identity(namespace, name); a != nil {
		for _, n := range from {
			m.connect(n, a, Edge{Kind: PublishesAs}, append(a.Objects[:1:1], o)...)
		}
		from = []*Node{a}
	}
	for _, zone := range manifest.Texts(o.Fields, "spec", "dnsZoneResourceIDs") {
		for _, f := range from {
			m.connect(f, m.node(ID{Kind: Zone, Name: zone}), Edge{Kind: Uses}, o)
		}
	}
}

// published are the gateways whose hosts an ExternalDNS publishes: those of its
// namespace, or all; without any it is a node itself.
func (m identities) published(o *Object, namespace string) []*Node {
	var found []*Node
	for _, g := range m.Gateways {
		if o.Namespace == "" || g.Namespace == namespace {
			found = append(found, m.podsNode(g.Pods))
		}
	}
	if len(found) == 0 {
		found = []*Node{m.node(ID{Publisher, o.Namespace, o.Name, o.Kind}, o)}
	}
	return found
}
