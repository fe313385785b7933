package arm

import (
	"net/http"
	"strings"
	"time"
)

const vaultKind = "microsoft.keyvault/vaults"

// deletedVault is one that can be recovered.
type deletedVault struct {
	Body    object
	Deleted time.Time
}

// vaultKnown reports whether a host is that of a vault: a name is taken in all
// of Azure, so there is one vault of a name, or none.
func (c *Cloud) vaultKnown(host string) bool {
	name, is := strings.CutSuffix(host, vaultSuffix)
	if !is {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.vault(name) != nil
}

func (c *Cloud) vault(name string) object {
	for _, r := range c.of(vaultKind) {
		if same(text(r.Body, "name"), name) {
			return r.Body
		}
	}
	return nil
}

// judgeVault refuses a name that is taken in all of Azure, by a vault or by a
// deleted one that can be recovered, to turn purge protection off again, and to
// change for how long deleted things are kept
// (learn.microsoft.com/azure/key-vault/general/soft-delete-overview; the
// provider's website/docs/r/key_vault.html.markdown).
func judgeVault(c *Cloud, i id, was, want object) *refusal {
	if was != nil {
		if at(was, "properties", "enablePurgeProtection") == true && at(want, "properties", "enablePurgeProtection") != true {
			return refuse(http.StatusBadRequest, "BadRequest", "The property \"enablePurgeProtection\" cannot be set to false. Enabling the purge protection for a vault is an irreversible action.")
		}
		if at(was, "properties", "softDeleteRetentionInDays") != at(want, "properties", "softDeleteRetentionInDays") {
			return refuse(http.StatusBadRequest, "BadRequest", "The property \"softDeleteRetentionInDays\" has been set already and it can't be modified.")
		}
		return nil
	}
	if c.vault(i.name) != nil {
		return refuse(http.StatusConflict, "VaultAlreadyExists", "The vault name '%s' is already in use. Vault names are globally unique so it is possible that the name is already taken.", i.name)
	}
	recovers := text(want, "properties", "createMode") == "recover"
	deleted := c.Deleted[strings.ToLower(i.name)]
	if deleted != nil && !recovers {
		return refuse(http.StatusConflict, "ConflictError", "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault. Follow this link https://go.microsoft.com/fwlink/?linkid=2149745 for more information on soft delete.")
	}
	if deleted != nil && !same(text(deleted.Body, "id"), i.path) {
		return refuse(http.StatusConflict, "VaultAlreadyExists", "The vault name '%s' is in use by a deleted vault of another group or subscription.", i.name)
	}
	if recovers && deleted == nil {
		return refuse(http.StatusNotFound, "DeletedVaultNotFound", "There is no deleted vault named '%s' to recover.", i.name)
	}
	return nil
}

func completeVault(c *Cloud, i id, want object) {
	name := strings.ToLower(i.name)
	if deleted := c.Deleted[name]; deleted != nil {
		// Recovering brings the vault back as it was; what the request says of it is not applied.
		body := clone(deleted.Body)
		clear(want)
		merge(want, body)
		delete(c.Deleted, name)
	}
	delete(inside(want, "properties"), "createMode")
	put(want, "https://"+i.name+vaultSuffix+"/", "properties", "vaultUri")
	fill(want, float64(90), "properties", "softDeleteRetentionInDays")
	fill(want, true, "properties", "enableSoftDelete")
	if c.Secrets[name] == nil {
		c.Secrets[name] = map[string]*secret{}
	}
}

// removeVault keeps a deleted vault, with its secrets, so that it can be recovered.
func removeVault(c *Cloud, i id, was object) *refusal {
	c.Deleted[strings.ToLower(i.name)] = &deletedVault{Body: clone(was), Deleted: time.Now()}
	return nil
}

// serveDeletedVaults lists, shows and purges deleted vaults.
func (c *Cloud) serveDeletedVaults(w http.ResponseWriter, i id, method string) {
	show := func(name string) object {
		d := c.Deleted[name]
		return object{"id": "/subscriptions/" + i.subscription + "/providers/Microsoft.KeyVault/locations/" + text(d.Body, "location") + "/deletedVaults/" + text(d.Body, "name"),
			"name": d.Body["name"], "type": "Microsoft.KeyVault/deletedVaults", "properties": object{"vaultId": d.Body["id"], "location": d.Body["location"],
				"deletionDate": d.Deleted.UTC().Format(time.RFC3339), "purgeProtectionEnabled": at(d.Body, "properties", "enablePurgeProtection")}}
	}
	segments := strings.Split(strings.Trim(i.path, "/"), "/")
	if same(segments[len(segments)-1], "deletedVaults") {
		found := []any{}
		for name := range c.Deleted {
			found = append(found, show(name))
		}
		answer(w, http.StatusOK, object{"value": found})
		return
	}
	name := strings.ToLower(i.name)
	purges := method == http.MethodPost && same(i.rest, "purge")
	switch d := c.Deleted[name]; {
	case d == nil:
		refuse(http.StatusNotFound, "DeletedVaultNotFound", "The specified deleted vault '%s' does not exist.", i.name).answer(w)
	case purges && at(d.Body, "properties", "enablePurgeProtection") == true:
		refuse(http.StatusBadRequest, "DeletedVaultPurge", "Operation 'DeletedVaultPurge' is not allowed because purge protection is enabled for this vault.").answer(w)
	case purges:
		delete(c.Deleted, name)
		delete(c.Secrets, name)
		answer(w, http.StatusOK, object{})
	default:
		answer(w, http.StatusOK, show(name))
	}
}
