package arm

import (
	"encoding/base64"
	"net/http"
	"strings"
)

const accountKind = "microsoft.storage/storageaccounts"

// judgeAccount refuses a name that is taken in all of Azure: 409
// StorageAccountAlreadyTaken (learn.microsoft.com/azure/storage/common/storage-account-overview, "Storage account name").
func judgeAccount(c *Cloud, i id, was, _ object) *refusal {
	for _, r := range c.of(accountKind) {
		if was == nil && same(text(r.Body, "name"), i.name) {
			return refuse(http.StatusConflict, "StorageAccountAlreadyTaken", "The storage account named %s is already taken.", i.name)
		}
	}
	return nil
}

func completeAccount(_ *Cloud, i id, want object) {
	p := inside(want, "properties")
	tier, _, _ := strings.Cut(text(want, "sku", "name"), "_")
	put(want, tier, "sku", "tier")
	ends := object{}
	for _, name := range []string{"blob", "dfs", "file", "queue", "table", "web"} {
		host := name + ".core.windows.net"
		if name == "web" {
			host = "z6." + host
		}
		ends[name] = "https://" + i.name + "." + host + "/"
	}
	p["primaryEndpoints"], p["primaryLocation"], p["statusOfPrimary"] = ends, want["location"], "available"
	fill(p, "Hot", "accessTier")
	fill(p, object{"bypass": "AzureServices", "defaultAction": "Allow", "ipRules": []any{}, "virtualNetworkRules": []any{}}, "networkAcls")
}

// accountActions gives out keys, which are there even where nobody may use them.
func accountActions() map[string]func(*Cloud, id, object) object {
	return map[string]func(*Cloud, id, object) object{
		"listkeys": func(_ *Cloud, i id, _ object) object {
			keys := []any{}
			for _, name := range []string{"key1", "key2"} {
				keys = append(keys, object{"keyName": name, "permissions": "FULL", "value": base64.StdEncoding.EncodeToString([]byte(name + " of " + i.name))})
			}
			return object{"keys": keys}
		},
	}
}

// builtinService is a service of an account whose settings nobody changed.
func builtinService(_ *Cloud, i id) object {
	if i.name != "default" {
		return nil
	}
	o := object{"properties": object{"cors": object{"corsRules": []any{}}, "deleteRetentionPolicy": object{"enabled": false}}}
	if strings.HasSuffix(i.kind, "/fileservices") {
		put(o, object{"enabled": true, "days": 7}, "properties", "shareDeleteRetentionPolicy")
		put(o, object{"smb": object{}}, "properties", "protocolSettings")
	}
	return o
}

func completeContainer(_ *Cloud, _ id, want object) {
	fill(want, "None", "properties", "publicAccess")
	put(want, false, "properties", "hasImmutabilityPolicy")
	put(want, false, "properties", "hasLegalHold")
}
