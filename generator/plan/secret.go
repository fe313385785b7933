package plan

import (
	"fmt"

	"example.com/metaflow-gitops/generator/manifest"
)

// vaultSecret is a Key Vault secret that a pod reads as a file.
type vaultSecret struct {
	name manifest.Sourced // in the vault
	file string           // in the pod
}

func (p podPlanner) databasePassword() vaultSecret {
	return vaultSecret{p.fact("database.password_secret_name", p.Contract.Database.PasswordSecretName), "database-password"}
}

// secrets patches the SecretProviderClass of a service with the vault, the
// identity that reads it, and the secrets.
func (p podPlanner) secrets(service string, secrets ...vaultSecret) manifest.Map {
	identity := p.Contract.WorkloadIdentities[service]
	parameters := manifest.Map{
		{"clientID", p.fact("workload_identities."+service+".client_id", identity.ClientID)},
		{"keyvaultName", p.fact("key_vault.name", p.Contract.KeyVault.Name)},
		{"objects", objectList(secrets)},
		{"tenantId", p.fact("tenant_id", p.Contract.TenantID)},
	}
	if cloud := p.vaultCloud(); cloud != "" {
		parameters = parameters.With("cloudName", p.derived("key_vault.uri", cloud))
	}
	return meta{APIVersion: "secrets-store.csi.x-k8s.io/v1", Kind: "SecretProviderClass", Name: service}.object(
		manifest.Entry{"spec", manifest.Map{{"parameters", parameters}}})
}

// objectList writes the provider's list of objects, which is YAML in a string.
func objectList(secrets []vaultSecret) manifest.Sourced {
	text := "array:\n"
	for _, s := range secrets {
		text += fmt.Sprintf("  - |\n    objectName: %s\n    objectType: secret\n    objectAlias: %s\n", manifest.Scalar(s.name.Value), s.file)
	}
	return manifest.From(text, secrets[0].name.From)
}
