package arm

import (
	"encoding/base64"
	"net/http"
	"strings"
)

// reserved are ranges that AKS keeps for itself: neither pods nor Services nor
// the virtual network may be in them (MicrosoftDocs/azure-aks-docs,
// articles/aks/concepts-network-cni-overview.md).
var reserved = []string{"169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"}

func judgeCluster(c *Cloud, i id, was, want object) *refusal {
	for _, judge := range []func(*Cloud, id, object, object) *refusal{judgeRanges, judgeKubelet, judgeSupport, judgeRelease} {
		if no := judge(c, i, was, want); no != nil {
			return no
		}
	}
	return nil
}

// judgeRanges refuses ranges that are reserved, or that the cluster's network or
// each other have (Azure/AKS issues 2234 and 3551 have codes and words).
func judgeRanges(c *Cloud, _ id, _, want object) *refusal {
	pods, services := text(want, "properties", "networkProfile", "podCidr"), text(want, "properties", "networkProfile", "serviceCidr")
	for target, one := range map[string]string{"podCidr": pods, "serviceCidr": services} {
		if taken := firstOverlap(one, reserved); taken != "" {
			return refuse(http.StatusBadRequest, "InvalidParameter", "The value of parameter networkProfile.%s is invalid: %s overlaps with %s, which AKS reserves.", target, one, taken)
		}
	}
	if overlapping(pods, services) {
		return refuse(http.StatusBadRequest, "InvalidParameter", "The pod CIDR %s overlaps with the service CIDR %s.", pods, services)
	}
	for _, pool := range objects(want, "properties", "agentPoolProfiles") {
		subnet := parseID(text(pool, "vnetSubnetID"))
		up, _ := subnet.parent()
		for _, space := range texts(c.look(up), "properties", "addressSpace", "addressPrefixes") {
			if taken := firstOverlap(space, reserved); taken != "" {
				return refuse(http.StatusBadRequest, "InvalidParameter", "The virtual network's range %s overlaps with %s, which AKS reserves.", space, taken)
			}
			if overlapping(space, pods) {
				return refuse(http.StatusBadRequest, "InvalidParameter", "The pod CIDR %s overlaps with the virtual network's %s.", pods, space)
			}
		}
		for _, r := range c.under(up.path + "/subnets") {
			if taken := firstOverlap(services, subnetRanges(r.Body)); taken != "" {
				return refuse(http.StatusBadRequest, "ServiceCidrOverlapExistingSubnetsCidr", "The specified service CIDR %s is conflicted with an existing subnet CIDR %s", services, taken)
			}
		}
	}
	return nil
}

// judgeKubelet refuses a kubelet identity that the control plane's may not use
// (MicrosoftDocs/azure-aks-docs, articles/aks/managed-identity-overview.md, on a kubelet identity that was made before).
func judgeKubelet(c *Cloud, i id, _, want object) *refusal {
	kubelet := parseID(text(want, "properties", "identityProfile", "kubeletidentity", "resourceId"))
	if kubelet.name == "" {
		return nil
	}
	users, _ := at(want, "identity", "userAssignedIdentities").(object)
	for path := range users {
		control := c.look(parseID(path))
		if control != nil && c.assigned(text(control, "properties", "principalId"), kubelet, "Managed Identity Operator", "Contributor") {
			return nil
		}
	}
	return refuse(http.StatusBadRequest, "CustomKubeletIdentityMissingPermissionError", "The cluster using user-assigned managed identity must be granted 'Managed Identity Operator' role to assign kubelet identity. You can grant it on %s to the control plane's identity of %s.", kubelet.path, i.name)
}

// judgeSupport holds long-term support to tier Premium
// (MicrosoftDocs/azure-aks-docs, articles/aks/long-term-support.md).
func judgeSupport(_ *Cloud, i id, _, want object) *refusal {
	premium, long := text(want, "sku", "tier") == "Premium", text(want, "properties", "supportPlan") == "AKSLongTermSupport"
	if long && !premium {
		return refuse(http.StatusBadRequest, "BadRequest", "Managed cluster %s: the support plan AKSLongTermSupport needs the tier Premium.", i.name)
	}
	return nil
}

// judgeRelease refuses versions that have ended, steps over a minor version,
// and an upgrade of the control plane alone while an auto-upgrade channel is on:
// 400 NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged
// (MicrosoftDocs/azure-aks-docs, articles/aks/auto-upgrade-cluster.md, "Control plane upgrade constraints";
// hashicorp/terraform-provider-azurerm issue 17839).
func judgeRelease(c *Cloud, i id, was, want object) *refusal {
	version, plan := text(want, "properties", "kubernetesVersion"), text(want, "properties", "supportPlan")
	before := text(was, "properties", "currentKubernetesVersion")
	from, to := minorOf(before), minorOf(version)
	if was != nil && from == to {
		return nil // a cluster whose version has ended goes on
	}
	if no := c.judgeVersion(i.name, version, plan); no != nil {
		return no
	}
	if was == nil {
		return nil
	}
	if to != from+1 {
		return refuse(http.StatusBadRequest, "OperationNotAllowed", "Upgrading Kubernetes version %s to %s is not allowed. You can only upgrade one minor version at a time.", before, version)
	}
	if channel := text(want, "properties", "autoUpgradeProfile", "upgradeChannel"); channel != "" && channel != "none" && !poolsFollow(want, to) {
		return refuse(http.StatusBadRequest, "NotAllAgentPoolOrchestratorVersionSpecifiedAndUnchanged", "Using managed cluster api, all Agent pools' OrchestratorVersion must be all specified or all unspecified. If all specified, they must be stay unchanged or the same with control plane. For agent pool specific change, please use per agent pool operations: https://aka.ms/agent-pool-rest-api")
	}
	return nil
}

// poolsFollow reports whether all pools of a request go to the minor version, or
// leave it to AKS by naming none.
func poolsFollow(want object, minor int) bool {
	for _, pool := range objects(want, "properties", "agentPoolProfiles") {
		if version := text(pool, "orchestratorVersion"); version != "" && minorOf(version) != minor {
			return false
		}
	}
	return true
}

func completeCluster(c *Cloud, i id, want object) {
	p := inside(want, "properties")
	fill(p, "1.35", "kubernetesVersion")
	p["currentKubernetesVersion"] = patched(text(p, "kubernetesVersion"))
	for _, pool := range objects(p, "agentPoolProfiles") {
		profile := clone(pool)
		name := text(profile, "name")
		delete(profile, "name")
		fill(profile, p["kubernetesVersion"], "orchestratorVersion")
		pi := i.child("agentPools", name)
		if c.Resources[pi.key()] == nil {
			c.keep(pi, kinds(pi.kind), object{"id": pi.path, "name": name, "type": typeOf(pi), "properties": profile})
		}
	}
	delete(p, "agentPoolProfiles")
	p["fqdn"] = text(p, "dnsPrefix") + "-" + uuid(i.key())[:8] + ".hcp." + text(want, "location") + ".azmk8s.io"
	p["azurePortalFQDN"] = "portal." + text(p, "fqdn")
	p["nodeResourceGroup"] = "MC_" + i.group + "_" + i.name + "_" + text(want, "location")
	p["powerState"] = object{"code": "Running"}
	fill(p, "KubernetesOfficial", "supportPlan")
	fill(p, true, "enableRBAC")
	if at(p, "oidcIssuerProfile", "enabled") == true {
		fill(p, "https://"+text(want, "location")+".oic.prod-aks.azure.com/"+c.tenant+"/"+uuid("issuer of "+i.key())+"/", "oidcIssuerProfile", "issuerURL")
	}
	completeAddons(c, i, p)
	users, _ := at(want, "identity", "userAssignedIdentities").(object)
	for path := range users {
		if identity := c.look(parseID(path)); identity != nil {
			users[path] = object{"principalId": text(identity, "properties", "principalId"), "clientId": text(identity, "properties", "clientId")}
		}
	}
	completeProfile(p)
}

// completeProfile fills in what the network has without being asked for.
func completeProfile(p object) {
	n := inside(p, "networkProfile")
	fill(n, "standard", "loadBalancerSku")
	fill(n, "loadBalancer", "outboundType")
	fill(n, object{"managedOutboundIPs": object{"count": 1}, "effectiveOutboundIPs": []any{}, "backendPoolType": "nodeIPConfiguration"}, "loadBalancerProfile")
	for one, list := range map[string]string{"podCidr": "podCidrs", "serviceCidr": "serviceCidrs"} {
		if v := text(n, one); v != "" {
			n[list] = []any{v}
		}
	}
	fill(n, []any{"IPv4"}, "ipFamilies")
}

// completeAddons gives add-ons the identities that AKS makes for them.
func completeAddons(_ *Cloud, i id, p object) {
	node := "/subscriptions/" + i.subscription + "/resourcegroups/" + text(p, "nodeResourceGroup") + "/providers/Microsoft.ManagedIdentity/userAssignedIdentities/"
	identity := func(name string) object {
		name += "-" + strings.ToLower(i.name)
		return object{"resourceId": node + name, "clientId": uuid("client of " + name), "objectId": uuid("object of " + name)}
	}
	if at(p, "addonProfiles", "azureKeyvaultSecretsProvider", "enabled") == true {
		put(p, identity("azurekeyvaultsecretsprovider"), "addonProfiles", "azureKeyvaultSecretsProvider", "identity")
	}
	if at(p, "ingressProfile", "webAppRouting", "enabled") == true {
		put(p, identity("webapprouting"), "ingressProfile", "webAppRouting", "identity")
	}
	if kubelet := text(p, "identityProfile", "kubeletidentity", "resourceId"); kubelet == "" {
		put(p, identity("agentpool"), "identityProfile", "kubeletidentity")
	}
}

// showCluster shows the pools as a part of the cluster, too.
func showCluster(c *Cloud, i id, shown object) {
	pools := []any{}
	for _, r := range c.under(i.path + "/agentPools") {
		profile := clone(at(r.Body, "properties").(object))
		profile["name"] = r.Body["name"]
		pools = append(pools, profile)
	}
	put(shown, pools, "properties", "agentPoolProfiles")
}

// clusterActions gives out the file with which people log in by Entra ID.
func clusterActions() map[string]func(*Cloud, id, object) object {
	return map[string]func(*Cloud, id, object) object{
		"listclusterusercredential": func(_ *Cloud, i id, r object) object {
			file := "apiVersion: v1\nkind: Config\nclusters:\n- name: " + i.name + "\n  cluster:\n    server: https://" + text(r, "properties", "fqdn") + ":443\ncontexts: []\nusers: []\n"
			return object{"kubeconfigs": []any{object{"name": "clusterUser", "value": base64.StdEncoding.EncodeToString([]byte(file))}}}
		},
	}
}

// assigned is holds without the wait: who asks here is Azure itself.
func (c *Cloud) assigned(principal string, on id, names ...string) bool {
	wait := c.Propagation
	c.Propagation = 0
	defer func() { c.Propagation = wait }()
	return c.holds(principal, on, names...)
}
