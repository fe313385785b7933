package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// cloud is a folder that stands for Azure: it has the secrets of vaults and the
// passwords of database servers, which Terraform must not have.
type cloud struct {
	dir          string
	subscription string
}

const tenant = "fd959e53-4c40-4c38-bf91-2400835a2e22"

// file is where the one secret thing of a resource is, or "" when it has none.
func (c cloud) file(kind string, o object) string {
	switch kind {
	case "azurerm_key_vault_secret":
		return filepath.Join(c.dir, path.Base(o.text("key_vault_id")), o.text("name"))
	case "azurerm_postgresql_flexible_server":
		return filepath.Join(c.dir, o.text("name"), "administrator")
	}
	return ""
}

// argument names the write-only argument of a resource type.
var argument = map[string]string{
	"azurerm_key_vault_secret":           "value_wo",
	"azurerm_postgresql_flexible_server": "administrator_password_wo",
}

// put writes what the write-only argument holds. Like the real provider it does
// so only for a new resource, and for another version of the argument.
func (c cloud) put(kind string, prior, config object) error {
	name := argument[kind]
	if name == "" || prior != nil && prior.number(name+"_version") == config.number(name+"_version") {
		return nil
	}
	value := config.text(name)
	if value == "" {
		return fmt.Errorf("%s of %s %q is empty", name, kind, config.text("name"))
	}
	version := make([]byte, 16)
	if _, err := rand.Read(version); err != nil {
		return err
	}
	file := c.file(kind, config)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	return os.WriteFile(file, []byte(value+"\n"+hex.EncodeToString(version)+"\n"), 0o600)
}

// get reads a secret: its value and version.
func (c cloud) get(kind string, o object) (value, version string, err error) {
	data, err := os.ReadFile(c.file(kind, o))
	if err != nil {
		return "", "", err
	}
	value, version, _ = strings.Cut(strings.TrimSpace(string(data)), "\n")
	return value, version, nil
}

// gone reports whether somebody removed what the state still has.
func (c cloud) gone(kind string, o object) bool {
	file := c.file(kind, o)
	if file == "" {
		return false
	}
	_, err := os.Stat(file)
	return errors.Is(err, os.ErrNotExist)
}

func (c cloud) remove(kind string, o object) error {
	if file := c.file(kind, o); file != "" {
		return os.Remove(file)
	}
	return nil
}

// known is what Azure would answer for an attribute: of the right form, and the
// same for the same name.
func (c cloud) known(kind string, o object, attribute string) string {
	name := o.text("name")
	switch strings.TrimPrefix(kind, "azurerm_") + "." + attribute {
	case "client_config.tenant_id", "user_assigned_identity.tenant_id":
		return tenant
	case "client_config.subscription_id":
		return c.subscription
	case "client_config.object_id", "client_config.client_id", "user_assigned_identity.client_id", "user_assigned_identity.principal_id":
		return uuid(attribute, c.subscription, name)
	case "kubernetes_cluster.oidc_issuer_url":
		return "https://" + o.text("location") + ".oic.prod-aks.azure.com/" + tenant + "/" + uuid(c.subscription, name) + "/"
	case "kubernetes_cluster.current_kubernetes_version":
		return o.text("kubernetes_version") + ".2"
	case "postgresql_flexible_server.fqdn":
		return name + ".postgres.database.azure.com"
	case "storage_account.primary_blob_endpoint":
		return "https://" + name + ".blob.core.windows.net/"
	case "key_vault.vault_uri":
		return "https://" + name + ".vault.azure.net/"
	case "container_registry.login_server":
		return name + ".azurecr.io"
	case "key_vault_secret.version":
		_, version, _ := c.get(kind, o)
		return version
	case "key_vault_secret.resource_versionless_id":
		return o.text("key_vault_id") + "/secrets/" + name
	}
	if attribute == "id" {
		if name == "" {
			name = uuid(o.text("scope"), o.text("principal_id"), o.text("role_definition_name"))
		}
		return "/subscriptions/" + c.subscription + "/resourceGroups/" + o.text("resource_group_name") + "/providers/" + kind + "/" + name
	}
	return ""
}

func uuid(seed ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(seed, "\x00")))
	h := hex.EncodeToString(sum[:])
	return h[:8] + "-" + h[8:12] + "-4" + h[13:16] + "-8" + h[17:20] + "-" + h[20:32]
}
