package reach

import (
	"cmp"
	"net/url"
	"strings"

	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/plan"
)

// storageVariable says where the data of flows is.
const storageVariable = "METAFLOW_AZURE_STORAGE_BLOB_SERVICE_ENDPOINT"

// findHosts follows what the variables and arguments of pods name: Services, and what
// is outside of the cluster.
func (m identities) findHosts(p *Pods, account *Node) {
	for _, c := range p.Owner.Containers() {
		for _, e := range manifest.Items(c, "env") {
			m.findHost(p, account, manifest.Text(e, "name"), manifest.Text(e, "value"))
		}
		for _, a := range append(manifest.Texts(c, "command"), manifest.Texts(c, "args")...) {
			name, text, _ := strings.Cut(a, "=")
			m.findHost(p, account, name, text)
		}
	}
}

func (m identities) findHost(p *Pods, account *Node, name, text string) {
	for _, host := range hostsIn(name, text) {
		if v := m.serviceAt(host, p.Namespace); v != nil {
			for _, to := range v.Pods {
				m.mentioned[pair{m.podsNode(p).ID, m.podsNode(to).ID}] = true
			}
			continue
		}
		id, byIdentity, is := resource(name, host)
		if !is {
			continue
		}
		from := m.podsNode(p)
		if byIdentity && p.Labels[plan.UseLabel] == "true" {
			from = m.user(p, account)
		}
		m.connect(from, m.node(id), Edge{Kind: Uses})
	}
}

// findBuses follows that all but the bus itself talk to a bus, of what Argo Events
// makes pods of.
func (m identities) findBuses() {
	for _, p := range m.Pods {
		if p.Kind == OpaquePods && p.From.isEvents() && p.From.Kind != "EventBus" {
			bus := ID{Runs, p.Namespace, cmp.Or(p.From.text("spec", "eventBusName"), "default"), "EventBus"}
			m.mentioned[pair{m.podsNode(p).ID, bus}] = true
		}
	}
}

// hostsIn are the hosts in a value: of URLs, and the value itself where its name or
// its form says that it is one.
func hostsIn(name, text string) []string {
	if len(text) > 4096 {
		return nil
	}
	var found []string
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(", ;\"'\n\t", r) }) {
		if strings.Contains(part, "://") {
			if u, err := url.Parse(part); err == nil && u.Hostname() != "" {
				found = append(found, u.Hostname())
			}
			continue
		}
		if host, _, _ := strings.Cut(part, ":"); isDatabase(name) || azureKind(host) != "" {
			found = append(found, host)
		}
	}
	return found
}

func isDatabase(name string) bool { return strings.HasSuffix(name, "DB_HOST") || name == "PGHOST" }

// IsAzureDatabase reports whether a host is a database of Azure.
func IsAzureDatabase(host string) bool { return azureKind(host) == "postgres" }

// azureKind says what an Azure host is by its second label, which is the same in
// every cloud: NAME.blob.core.windows.net, NAME.postgres.database.azure.com.
func azureKind(host string) string {
	labels := strings.Split(strings.ToLower(host), ".")
	if len(labels) > 2 && labels[1] == "privatelink" {
		labels = labels[1:]
	}
	if len(labels) < 4 {
		return ""
	}
	switch labels[1] {
	case "blob", "dfs":
		return "storage"
	case "vault", "vaultcore":
		return "vault"
	case "postgres", "redis":
		return labels[1]
	}
	return ""
}

// resource is what a host is, if it is something to follow, and whether one logs in
// there by an identity.
func resource(name, host string) (id ID, byIdentity, is bool) {
	short, _, _ := strings.Cut(host, ".")
	kind := azureKind(host)
	switch {
	case kind == "storage":
		return ID{Kind: Storage, Name: short}, true, true
	case kind == "vault":
		return ID{Kind: KeyVault, Name: short}, true, true
	case kind == "redis" || strings.Contains(name, "REDIS") || strings.Contains(name, "redis"):
		return ID{Kind: Redis, Name: host}, false, true
	case kind == "postgres" || isDatabase(name):
		return ID{Kind: Database, Name: host}, false, true
	}
	return ID{}, false, false
}

// storageAt is the storage account of an endpoint, or nil.
func (m identities) storageAt(endpoint string) *Node {
	for _, host := range hostsIn("", endpoint) {
		if azureKind(host) == "storage" {
			id, _, _ := resource("", host)
			return m.node(id)
		}
	}
	return nil
}
