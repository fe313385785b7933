package arm

import "net/http"

// removeZone refuses to delete a zone that networks are linked with
// (learn.microsoft.com/azure/dns/private-dns-faq: links are removed first).
func removeZone(c *Cloud, i id, _ object) *refusal {
	if len(c.under(i.path+"/virtualNetworkLinks")) > 0 {
		return refuse(http.StatusConflict, "CannotDeleteResource", "Cannot delete resource while nested resources exist. Resource Id: %s", i.path)
	}
	return nil
}

// builtinStart is the record that each zone begins with.
func builtinStart(_ *Cloud, i id) object {
	return object{"type": "Microsoft.Network/privateDnsZones/SOA", "properties": object{"ttl": 3600, "fqdn": ".", "soaRecord": object{
		"host": "azureprivatedns.net", "email": "azureprivatedns-host.microsoft.com", "serialNumber": 1, "refreshTime": 3600, "retryTime": 300, "expireTime": 2419200, "minimumTtl": 10}}}
}

func completeLink(_ *Cloud, _ id, want object) {
	put(want, "Completed", "properties", "virtualNetworkLinkState")
}
