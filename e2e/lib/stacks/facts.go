package stacks

import "fmt"

// outputs are the stack's outputs by name.
func (s stack) outputs() map[string]any {
	values := map[string]any{
		"contract_version": "1", "stack": s.name,
		"tenant_id": s.tenant, "subscription_id": s.subscription,
		"location": s.region.name, "resource_group_name": s.resourceGroup(),
		"cluster": s.cluster.output, "namespaces": s.namespaces,
		"storage": s.storage(), "database": s.database(), "key_vault": s.keyVault(),
		"workload_identities": s.identities(),
	}
	if s.access != nil {
		values["access"] = *s.access
	}
	if s.registry != nil {
		values["image_registry"] = *s.registry
	}
	if s.exposure != nil {
		values["auth"] = s.auth()
	}
	if s.renamed {
		s.rename(values)
	}
	return values
}

func (s stack) resourceGroup() string { return "rg-" + prefix + "-" + s.name }

func (s stack) storage() storageOutput {
	account := "st" + prefix + s.joined()
	return storageOutput{account, "https://" + account + "." + s.region.cloud.blob + "/", s.container(), s.container() + "/" + s.sysroot()}
}

func (s stack) container() string {
	return pick([]string{"metaflow", "metaflow-data"}, "container", s.number)
}

func (s stack) sysroot() string { return pick([]string{"sysroot", "runs/v2"}, "sysroot", s.number) }

func (s stack) database() databaseOutput {
	host := "psql-" + prefix + "-" + s.name + "." + s.region.cloud.postgres
	port := 5432
	if s.is(4, "pooler") {
		port = 6432
	}
	return databaseOutput{host, port, "metaflow", pick([]string{"metaflow", "mf_service"}, "user", s.number), "metaflow-database-password", s.network().databaseSubnet}
}

func (s stack) keyVault() keyVaultOutput {
	name := "kv-" + prefix + "-" + s.name
	return keyVaultOutput{name, "https://" + name + "." + s.region.cloud.vault + "/"}
}

// network is the stack's own virtual network. Those of stacks on one cluster
// are peered with it, so they are apart.
type network struct{ space, clusterSubnet, databaseSubnet string }

func (s stack) network() network {
	second := 1 + s.number%240 // never 10.244, where pods are
	at := func(third, bits int) string { return fmt.Sprintf("10.%d.%d.0/%d", second, third, bits) }
	third := s.number / 240 * 32
	return network{at(third, 19), at(third, 20), at(third+16, 24)}
}

func (s stack) auth() authOutput {
	e := s.exposure
	a := authOutput{
		Host: e.host, IssuerURL: e.issuer, ClientID: s.clientID(),
		CookieSecretName: "metaflow-cookie-secret", APIAudiences: e.audience, FederatedCredentials: []credentialOutput{},
	}
	if e.provider == "entra-id" {
		a.FederatedCredentials = s.credentials("auth-proxy", s.namespaces.Services)
	} else {
		a.ClientSecretName = pointer(s.clientSecretName())
	}
	if e.gateway != "" {
		a.CertificateURI = pointer(s.keyVault().URI + "certificates/metaflow")
	}
	if e.dns {
		a.DNSZoneID = pointer(dnsZone())
	}
	return a
}

func (s stack) clientID() string {
	if s.exposure.provider == "entra-id" {
		return uuid("application", s.number)
	}
	return "metaflow-" + s.name
}

func (s stack) clientSecretName() string { return "metaflow-" + s.exposure.provider + "-client-secret" }

func dnsZone() string {
	return "/subscriptions/" + uuid("subscription", "dns") + "/resourceGroups/rg-dns/providers/Microsoft.Network/dnsZones/example.com"
}

func pointer(text string) *string { return &text }
