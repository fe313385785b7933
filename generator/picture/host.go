package picture

import (
	"net/url"
	"strings"

	"example.com/metaflow-gitops/generator/value"
)

// storageVariable says where the data of flows is.
const storageVariable = "METAFLOW_AZURE_STORAGE_BLOB_SERVICE_ENDPOINT"

// findHosts draws what the variables and arguments of pods name: Services of the
// stack, and what is outside of the cluster.
func (s *scene) findHosts(p *pods, account *node) {
	for _, c := range p.item.Containers() {
		for _, e := range value.Items(c, "env") {
			s.findHost(p, account, value.Text(e, "name"), value.Text(e, "value"))
		}
		for _, a := range append(value.Texts(c, "command"), value.Texts(c, "args")...) {
			name, text, _ := strings.Cut(a, "=")
			s.findHost(p, account, name, text)
		}
	}
}

func (s *scene) findHost(p *pods, account *node, name, text string) {
	for _, host := range hostsIn(name, text) {
		if v := s.serviceOf(host, p.namespace); v != nil {
			for _, to := range v.pods {
				s.mentioned[pair{p.node.key, to.node.key}] = true
			}
			continue
		}
		n, byIdentity := s.resource(name, host)
		if n == nil {
			continue
		}
		from := p.node
		if byIdentity && value.Text(p.item.Pod().Fields, "metadata", "labels", useIdentity) == "true" {
			from = user(p, account)
		}
		s.connect(from, n, edge{class: "use", verb: uses})
	}
}

// hostsIn are the hosts in a value: of URLs, and the value itself where its name
// or its form says that it is one.
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
		if host, _, _ := strings.Cut(part, ":"); isDatabase(name) || kindOf(host) != "" {
			found = append(found, host)
		}
	}
	return found
}

func isDatabase(name string) bool { return strings.HasSuffix(name, "DB_HOST") || name == "PGHOST" }

// kindOf tells what an Azure host is by its second label, which is the same in
// every cloud: NAME.blob.core.windows.net, NAME.postgres.database.azure.com.
func kindOf(host string) string {
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

// resource is the node of what a host is, if it is drawn, and whether one logs
// in there by an identity.
func (s *scene) resource(name, host string) (n *node, byIdentity bool) {
	first, _, _ := strings.Cut(host, ".")
	kind := kindOf(host)
	switch {
	case kind == "storage":
		return s.storage(first), true
	case kind == "vault":
		return s.vault(first), true
	case kind == "redis" || strings.Contains(name, "REDIS") || strings.Contains(name, "redis"):
		return s.add(node{key: key("redis", host), column: services, icon: cylinder, title: "Redis", details: []string{host, "keeps sessions"}, name: "Redis at " + host}), false
	case kind == "postgres":
		return s.add(node{key: key("database", host), column: resources, icon: cylinder, title: first, details: []string{"PostgreSQL"}, name: "the database " + host}), false
	case isDatabase(name):
		return s.add(node{key: key("database", host), column: resources, icon: cylinder, title: host, details: []string{"Database"}, name: "the database " + host}), false
	}
	return nil, false
}

func (s *scene) vault(name string) *node {
	return s.add(node{key: key("vault", name), column: resources, icon: safe, title: name, details: []string{"Key Vault"}, name: "the Key Vault " + name})
}

func (s *scene) storage(name string) *node {
	return s.add(node{key: key("storage", name), column: resources, icon: bucket, title: name, details: []string{"Storage account"}, name: "the storage account " + name})
}
