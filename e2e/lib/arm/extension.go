package arm

import "net/http"

// judgeExtension refuses a second extension of a type on a cluster
// (learn.microsoft.com/azure/azure-arc/kubernetes/extensions, "only one instance of each extension type").
func judgeExtension(c *Cloud, i id, was, want object) *refusal {
	up, _ := i.parent()
	for _, r := range c.under(up.path + "/providers/Microsoft.KubernetesConfiguration/extensions") {
		if was == nil && same(text(r.Body, "properties", "extensionType"), text(want, "properties", "extensionType")) {
			return refuse(http.StatusConflict, "ExtensionTypeAlreadyInstalled", "The extension type %s is installed on %s already.", text(want, "properties", "extensionType"), up.name)
		}
	}
	return nil
}

func completeExtension(_ *Cloud, _ id, want object) {
	fill(want, "Stable", "properties", "releaseTrain")
	fill(want, true, "properties", "autoUpgradeMinorVersion")
	fill(want, "flux-system", "properties", "scope", "cluster", "releaseNamespace")
	put(want, "1.20.0", "properties", "currentVersion")
	put(want, false, "properties", "isSystemExtension")
}

// judgeFlux refuses a configuration on a cluster without the extension
// (learn.microsoft.com/azure/azure-arc/kubernetes/conceptual-gitops-flux2).
func judgeFlux(c *Cloud, i id, _, _ object) *refusal {
	up, _ := i.parent()
	for _, r := range c.under(up.path + "/providers/Microsoft.KubernetesConfiguration/extensions") {
		if same(text(r.Body, "properties", "extensionType"), "microsoft.flux") {
			return nil
		}
	}
	return refuse(http.StatusBadRequest, "BadRequest", "The extension microsoft.flux is not installed on %s.", up.name)
}

func completeFlux(_ *Cloud, _ id, want object) {
	put(want, "Compliant", "properties", "complianceState")
	put(want, "", "properties", "statusMessage")
}
