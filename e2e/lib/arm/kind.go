package arm

import "net/http"

// kind is what a type of resource does that not all types do. A type without one
// keeps what is PUT, and shows it.
type kind struct {
	// judge refuses what Azure refuses: was is nil for a new resource, want is the
	// whole resource as it would be.
	judge func(c *Cloud, i id, was, want object) *refusal
	// complete adds to a resource what Azure adds.
	complete func(c *Cloud, i id, want object)
	// hides are properties that no GET shows, such as passwords.
	hides []string
	// builtin is what Azure has below a parent without that anybody made it.
	builtin func(c *Cloud, i id) object
	// show adds what is known only when somebody looks.
	show func(c *Cloud, i id, shown object)
	// remove judges a DELETE, and does what it does beside.
	remove func(c *Cloud, i id, was object) *refusal
	// actions are what can be POSTed, by name in lower case.
	actions map[string]func(c *Cloud, i id, r object) object
	// slow types answer with a long-running operation.
	slow bool
	// created is the status of the answer to a PUT, where that is not 201 for a new resource and 200 otherwise.
	created int
	// loose types need no parent: their scope can be what is not there yet.
	loose bool
}

// status is that of the answer to a PUT.
func (k kind) status(created bool) int {
	switch {
	case k.created != 0:
		return k.created
	case created:
		return http.StatusCreated
	}
	return http.StatusOK
}

// kinds are the types by name in lower case.
func kinds(name string) kind {
	switch name {
	case groups:
		return kind{complete: completeGroup}
	case "microsoft.authorization/roleassignments":
		return kind{judge: judgeAssignment, complete: completeAssignment, loose: true}
	case "microsoft.containerservice/managedclusters":
		return kind{judge: judgeCluster, complete: completeCluster, show: showCluster, actions: clusterActions(), slow: true}
	case "microsoft.containerservice/managedclusters/agentpools":
		return kind{judge: judgePool, complete: completePool, slow: true}
	case "microsoft.dbforpostgresql/flexibleservers":
		return kind{judge: judgeServer, complete: completeServer, hides: []string{"administratorLoginPassword"}, slow: true, created: http.StatusAccepted}
	case "microsoft.dbforpostgresql/flexibleservers/configurations":
		return kind{builtin: builtinSetting, complete: completeSetting, slow: true, created: http.StatusAccepted}
	case "microsoft.dbforpostgresql/flexibleservers/databases":
		return kind{slow: true, created: http.StatusAccepted}
	case "microsoft.insights/diagnosticsettings":
		return kind{created: http.StatusOK}
	case "microsoft.keyvault/vaults":
		return kind{judge: judgeVault, complete: completeVault, remove: removeVault}
	case "microsoft.kubernetesconfiguration/extensions":
		return kind{judge: judgeExtension, complete: completeExtension, slow: true}
	case "microsoft.kubernetesconfiguration/fluxconfigurations":
		return kind{judge: judgeFlux, complete: completeFlux, slow: true}
	case "microsoft.managedidentity/userassignedidentities":
		return kind{complete: completeIdentity}
	case "microsoft.network/virtualnetworks":
		return kind{judge: judgeNetwork, show: showNetwork}
	case "microsoft.network/virtualnetworks/subnets":
		return kind{judge: judgeSubnet}
	case "microsoft.network/virtualnetworks/virtualnetworkpeerings":
		return kind{judge: judgePeering, complete: completePeering}
	case "microsoft.network/privatednszones":
		return kind{remove: removeZone}
	case "microsoft.network/privatednszones/virtualnetworklinks":
		return kind{complete: completeLink}
	case "microsoft.network/privatednszones/soa":
		return kind{builtin: builtinStart}
	case "microsoft.storage/storageaccounts":
		return kind{judge: judgeAccount, complete: completeAccount, actions: accountActions(), created: http.StatusOK}
	case "microsoft.storage/storageaccounts/blobservices", "microsoft.storage/storageaccounts/fileservices":
		return kind{builtin: builtinService}
	case "microsoft.storage/storageaccounts/blobservices/containers":
		return kind{complete: completeContainer}
	}
	return kind{}
}
