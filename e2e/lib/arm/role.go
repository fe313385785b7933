package arm

import (
	"net/http"
	"strings"
)

// roles are the built-in ones that the module gives, by id
// (learn.microsoft.com/azure/role-based-access-control/built-in-roles).
var roles = map[string]string{
	"4d97b98b-1d4f-4787-a291-c67834d212e7": "Network Contributor",
	"f1a07417-d97a-45cb-824c-7a7467783830": "Managed Identity Operator",
	"b86a8fe4-44ce-4948-aee5-eccb2c155cd7": "Key Vault Secrets Officer",
	"4633458b-17de-408a-b874-0445c86b69e6": "Key Vault Secrets User",
	"00482a5a-887f-4fb3-b363-3b7fe8e74483": "Key Vault Administrator",
	"ba92f5b4-2d11-453d-a403-e96b0029c9fe": "Storage Blob Data Contributor",
	"2a2b9908-6ea1-4ae2-8e65-a410df84e7d1": "Storage Blob Data Reader",
	"4abbcc35-e782-43d8-92c5-2d3f1bd2253f": "Azure Kubernetes Service Cluster User Role",
	"7f951dda-4ed3-4680-a7ca-43fe172d538d": "AcrPull",
	"befefa01-2a29-4197-83a8-272ff33ce314": "DNS Zone Contributor",
	"acdd72a7-3385-48ef-bd42-f606fba81ae7": "Reader",
	"b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
}

// serveRoles lists role definitions by name, or shows one by id.
func (c *Cloud) serveRoles(w http.ResponseWriter, i id, filter string) {
	show := func(name string) object {
		path := "/subscriptions/" + i.subscription + "/providers/Microsoft.Authorization/roleDefinitions/" + name
		return object{"id": path, "name": name, "type": "Microsoft.Authorization/roleDefinitions", "properties": object{"roleName": roles[name], "type": "BuiltInRole", "assignableScopes": []any{"/"}}}
	}
	if i.rest == "" {
		if roles[i.name] == "" {
			notFound(i).answer(w)
			return
		}
		answer(w, http.StatusOK, show(i.name))
		return
	}
	found := []any{}
	for name, title := range roles {
		if filter == "" || strings.EqualFold(filter, "roleName eq '"+title+"'") {
			found = append(found, show(name))
		}
	}
	answer(w, http.StatusOK, object{"value": found})
}
