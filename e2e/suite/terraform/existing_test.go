package terraform

import (
	"testing"

	"example.com/metaflow-gitops/e2e/lib/arm"
)

// shared is the group of a cluster that somebody else made, in a subscription.
func shared(subscription string) string {
	return "/subscriptions/" + subscription + "/resourceGroups/rg-shared/providers/"
}

// putShared makes that cluster, with all that a stack needs of it.
func putShared(c *arm.Cloud, subscription, location string) {
	network := shared(subscription) + "Microsoft.Network/virtualNetworks/vnet-shared"
	c.Put(network, map[string]any{"location": location, "properties": map[string]any{"addressSpace": map[string]any{"addressPrefixes": []any{"10.30.0.0/16"}}}})
	c.Put(network+"/subnets/nodes", map[string]any{"properties": map[string]any{"addressPrefix": "10.30.0.0/20"}})
	on := map[string]any{"enabled": true}
	c.Put(shared(subscription)+"Microsoft.ContainerService/managedClusters/aks-shared", map[string]any{
		"location": location, "sku": map[string]any{"name": "Base", "tier": "Standard"},
		"identity": map[string]any{"type": "SystemAssigned", "principalId": arm.ObjectID("aks-shared"), "tenantId": tenant},
		"properties": map[string]any{
			"dnsPrefix": "aks-shared", "kubernetesVersion": "1.36", "oidcIssuerProfile": on,
			"securityProfile": map[string]any{"workloadIdentity": on}, "ingressProfile": map[string]any{"webAppRouting": on},
			"addonProfiles": map[string]any{"azureKeyvaultSecretsProvider": map[string]any{"enabled": true, "config": map[string]any{"enableSecretRotation": "true"}}},
			"networkProfile": map[string]any{
				"networkPlugin": "azure", "networkPluginMode": "overlay", "networkDataplane": "cilium", "networkPolicy": "cilium",
				"podCidr": "10.245.0.0/16", "serviceCidr": "10.0.0.0/16", "dnsServiceIP": "10.0.0.10"},
			"agentPoolProfiles": []any{map[string]any{"name": "system", "mode": "System", "vmSize": "Standard_D4s_v5", "count": 3, "vnetSubnetID": network + "/subnets/nodes"}},
		}})
}

// TestExistingCluster applies a stack onto a cluster that is there, with AKS's
// Flux in it. The first apply ends half-way, between vault and server, and the
// next one heals it. Nobody is named who runs Terraform, so that is the first.
func TestExistingCluster(t *testing.T) {
	t.Parallel()
	s := newSite(t, "research")
	s.given = []string{"TF_VAR_runners=[]"}
	change(t, s.variables(), "network = {", `existing_cluster = {
  name                = "aks-shared"
  resource_group_name = "rg-shared"
  virtual_network_id  = "`+shared(subscriptions["research"])+`Microsoft.Network/virtualNetworks/vnet-shared"
}

flux = {
  url = "https://example.com/repository.git"
}

network = {`)
	s.cloud.Break("Microsoft.DBforPostgreSQL/flexibleServers")
	s.refused("InternalServerError", "apply", "-auto-approve")
	if s.password() == "" || s.serverPassword() != "" {
		t.Fatal("the vault was to have a password, and no server")
	}
	s.apply()
	document := s.terraform("output", "-json")
	s.holdsNoSecret("outputs", document)
	s.holdsNoSecret("state", s.terraform("state", "pull"))
	s.settled()
	if s.cloud.Get(shared(subscriptions["research"])+"Microsoft.ContainerService/managedClusters/aks-shared/providers/Microsoft.KubernetesConfiguration/fluxConfigurations/cluster-config") == nil {
		t.Error("there is no Flux")
	}
	t.Log(generate(t, s.stack, []byte(document)))

	// Somebody else has no role, and so can't plan; with the role nothing is to be done.
	s.who = bob
	s.refused("ForbiddenByRbac", "plan")
	s.cloud.Propagation = 0
	s.cloud.Grant(s.path("Microsoft.KeyVault/vaults", "kv-metaflow-research"), "Key Vault Secrets Officer", bob)
	s.settled()
}
