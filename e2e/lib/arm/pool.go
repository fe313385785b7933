package arm

import "net/http"

// judgePool refuses a pool that is newer than its control plane, and more than
// three minor versions older (MicrosoftDocs/azure-aks-docs,
// articles/aks/supported-kubernetes-versions.md, "version skew").
func judgePool(c *Cloud, i id, was, want object) *refusal {
	up, _ := i.parent()
	control := text(c.look(up), "properties", "currentKubernetesVersion")
	version := text(want, "properties", "orchestratorVersion")
	if version == "" {
		return nil
	}
	if minorOf(version) > minorOf(control) || minorOf(version) < minorOf(control)-3 {
		return refuse(http.StatusBadRequest, "NodePoolMcVersionIncompatible", "Node pool version %s and control plane version %s are incompatible. Minor version of node pool cannot be bigger than control plane version. Minor version of node pool version cannot be more than 3 versions less than control plane version.", version, control)
	}
	before := text(was, "properties", "currentOrchestratorVersion")
	if was != nil && minorOf(before) > minorOf(version) {
		return refuse(http.StatusBadRequest, "AgentPoolUpgradeVersionNotAllowed", "Upgrade agent pool version from %s to %s is not allowed.", before, version)
	}
	return nil
}

func completePool(c *Cloud, i id, want object) {
	up, _ := i.parent()
	p := inside(want, "properties")
	control := ""
	if r := c.Resources[up.key()]; r != nil {
		control = text(r.Body, "properties", "kubernetesVersion")
	}
	if control != "" {
		fill(p, control, "orchestratorVersion")
	}
	if version := text(p, "orchestratorVersion"); version != "" {
		p["currentOrchestratorVersion"] = patched(version)
	}
	fill(p, "VirtualMachineScaleSets", "type")
	fill(p, "Linux", "osType")
	fill(p, "Ubuntu", "osSKU")
	fill(p, "OS", "kubeletDiskType")
	fill(p, float64(128), "osDiskSizeGB")
	fill(p, "Managed", "osDiskType")
	fill(p, float64(250), "maxPods")
	fill(p, at(p, "minCount"), "count")
	fill(p, "Delete", "scaleDownMode")
	fill(p, false, "enableFIPS")
	if text(p, "scaleSetPriority") != "Spot" {
		fill(p, "10%", "upgradeSettings", "maxSurge")
	}
	p["powerState"] = object{"code": "Running"}
	p["nodeImageVersion"] = "AKSUbuntu-2404gen2containerd-202611.01.0"
}

// poolVersions are those that a pool of a cluster can have.
func (c *Cloud) poolVersions(cluster id) object {
	shown := c.look(cluster)
	control := minorOf(text(shown, "properties", "currentKubernetesVersion"))
	found := []any{}
	for _, r := range releases {
		if r.minor <= control && r.minor >= control-3 && c.judgeVersion(cluster.name, r.full(), text(shown, "properties", "supportPlan")) == nil {
			found = append(found, object{"kubernetesVersion": r.full(), "default": r.minor == control})
		}
	}
	return object{"id": cluster.path + "/availableAgentPoolVersions", "name": "default", "properties": object{"agentPoolVersions": found}}
}
