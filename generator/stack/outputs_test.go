package stack

import (
	"encoding/json"
	"testing"
)

const (
	issuer  = "https://westeurope.oic.prod-aks.azure.com/fd959e53-4c40-4c38-bf91-2400835a2e22/5a21c625-7e00-474f-be2a-3edc2ab741aa"
	tenant  = "fd959e53-4c40-4c38-bf91-2400835a2e22"
	another = "11111111-2222-3333-4444-555555555555"
)

// TestFacts has each mistake of outputs that contradict each other.
func TestFacts(t *testing.T) {
	run(t, []mistake{
		{name: "another stack", facts: facts{"stack": "staging"}, at: `outputs.json: "value": "staging"`,
			says: []string{"Outputs of another stack", `outputs of stack "staging"`, `given for stack "prod"`}},
		{name: "issuer without slash", facts: facts{"cluster.oidc_issuer_url": issuer}, at: `outputs.json: "oidc_issuer_url"`,
			says: []string{"Issuer without trailing slash", issuer, "AADSTS700211"}},
		{name: "issuer of another tenant", facts: facts{"cluster.oidc_issuer_url": "https://westeurope.oic.prod-aks.azure.com/" + another + "/"}, at: `outputs.json: "oidc_issuer_url"`,
			says: []string{"Issuer of another tenant", "The cluster's issuer", another, tenant}},
		{name: "regions", facts: facts{"location": "northeurope"}, at: `outputs.json: "value": "northeurope"`,
			says: []string{"Warning: Stack and cluster in different regions", `stack is in "northeurope"`, `issuer is in "westeurope"`}},
		{name: "no pod ranges", facts: facts{"cluster.pod_cidrs": []string{}}, at: `outputs.json: "pod_cidrs"`,
			says: []string{"Empty value", `"cluster.pod_cidrs" is empty`}},
		{name: "no workload identity", facts: facts{"cluster.workload_identity": false}, at: `outputs.json: "workload_identity"`,
			says: []string{"Cluster without workload identity", "aks-metaflow-prod", "--enable-workload-identity"}},
		{name: "no network policies", facts: facts{"cluster.network_policy": "none"}, at: `outputs.json: "network_policy"`,
			says: []string{"Warning: Cluster without network policies", "policies = false"}},
		{name: "one namespace twice", facts: facts{"namespaces.jobs": "metaflow"}, at: `outputs.json: "jobs"`,
			says: []string{"Duplicate namespace", `namespaces of services and jobs are both "metaflow"`}},
		{name: "endpoint of another account", facts: facts{"storage.blob_endpoint": "https://stother.blob.core.windows.net/"}, at: `outputs.json: "blob_endpoint"`,
			says: []string{"Endpoint of another account", "stother", `not that of account "stmetaflowprod"`}},
		{name: "sysroot in another container", facts: facts{"storage.sysroot": "other/sysroot"}, at: `outputs.json: "sysroot"`,
			says: []string{"Sysroot in another container", `sysroot "other/sysroot"`, `container "metaflow"`}},
		{name: "uri of another vault", facts: facts{"key_vault.uri": "https://kv-other.vault.azure.net/"}, at: `outputs.json: "uri"`,
			says: []string{"URI of another vault", "kv-other", `not that of vault "kv-metaflow-prod"`}},
		{name: "uri of a secret", facts: facts{"key_vault.uri": "https://kv-metaflow-prod.vault.azure.net/secrets/"}, at: `outputs.json: "uri"`,
			says: []string{"Invalid vault URI", "/secrets/", "ending with a slash after the host"}},
		{name: "overlap", facts: facts{"database.subnet_cidr": "10.244.1.0/24"}, at: `outputs.json: "subnet_cidr"`,
			says: []string{"Overlapping ranges", "subnet 10.244.1.0/24", "pod range 10.244.0.0/16"}},
		{name: "missing identity", facts: facts{"workload_identities.ui-backend": absent}, at: `outputs.json: "workload_identities"`,
			says: []string{"Missing identity", `no key "ui-backend"`, "AADSTS700016"}},
		{name: "wrong purpose", facts: facts{"workload_identities.ui-backend.purpose": "task"}, at: `outputs.json: "purpose"`,
			says: []string{"Wrong purpose", `identity "ui-backend" is a service's`, "AADSTS700213"}},
		{name: "task role named as a service", facts: facts{"workload_identities.ui-static": identity("task")}, at: `outputs.json: "ui-static"`,
			says: []string{"Task role named like a service", `"ui-static" is the service account of a service`}},
	})
}

func identity(purpose string) map[string]any {
	return map[string]any{"client_id": another, "purpose": purpose, "federated_credentials": []any{}}
}

// TestLogin has each mistake of the output auth.
func TestLogin(t *testing.T) {
	auth0 := exposed(`provider = "auth0"`, `allowed_groups = ["a"]`, `groups_claim = "https://metaflow.example.com/groups"`)
	run(t, []mistake{
		{name: "no auth", private: true, facts: facts{"auth": absent}, at: "stack.hcl: expose {",
			says: []string{"Missing output", `needs the output "auth"`}},
		{name: "Auth0 without slash", hcl: auth0, facts: facts{"auth.issuer_url": "https://example.auth0.com", "auth.client_secret_name": "a-secret"}, at: `outputs.json: "issuer_url"`,
			says: []string{"Issuer without trailing slash", "Auth0's issuer", `"https://example.auth0.com"`}},
		{name: "no client secret", hcl: auth0, facts: facts{"auth.issuer_url": "https://example.auth0.com/"}, at: `outputs.json: "auth"`,
			says: []string{"Missing attribute", `"auth.client_secret_name" is not there`, `"auth0"`}},
		{name: "no client secret of another issuer", hcl: exposed(`provider = "oidc"`, `allowed_groups = ["a"]`, `scopes = ["openid", "email", "profile"]`), at: `outputs.json: "auth"`,
			says: []string{"Missing attribute", `"auth.client_secret_name" is not there`, `"oidc"`}},
		{name: "no audience", facts: facts{"auth.api_audiences": []string{}}, at: `outputs.json: "api_audiences"`,
			says: []string{"Warning: Programs have no audience", "no program block"}},
		{name: "audiences of version 1", facts: facts{"auth.api_audiences": []string{"api://metaflow"}}, at: `outputs.json: "api_audiences"`,
			says: []string{"Warning: Only tokens of version 1", `"api://metaflow"`, "750ecefe-89d0-42ba-b265-f8d5e1919913"}},
		{name: "issuer of another tenant", facts: facts{"auth.issuer_url": "https://login.microsoftonline.com/" + another + "/v2.0"}, at: `outputs.json: "issuer_url"`,
			says: []string{"Issuer of another tenant", "For Entra ID", another, tenant}},
		{name: "issuer of version 1", facts: facts{"auth.issuer_url": "https://login.microsoftonline.com/" + tenant + "/"}, at: `outputs.json: "issuer_url"`,
			says: []string{"Not the v2.0 issuer", "must end with /v2.0"}},
		{name: "client id", facts: facts{"auth.client_id": "metaflow"}, at: `outputs.json: "client_id"`,
			says: []string{"Invalid value", `"auth.client_id" is "metaflow"`, "With entra-id"}},
		{name: "port of the issuer", facts: facts{"auth.issuer_url": "https://login.microsoftonline.com:8443/" + tenant + "/v2.0"}, at: `outputs.json: "issuer_url"`,
			says: []string{"Issuer on another port", "on port 8443"}},
		{name: "no certificate", facts: facts{"auth.certificate_uri": absent, "workload_identities.gateway-tls": absent}, at: `outputs.json: "auth"`,
			says: []string{"Missing attribute", `"auth.certificate_uri" is not there`}},
		{name: "certificate with a version", facts: facts{"auth.certificate_uri": "https://kv-metaflow-prod.vault.azure.net/certificates/a/1"}, at: `outputs.json: "certificate_uri"`,
			says: []string{"Invalid certificate URI", "/certificates/a/1", "without a version"}},
		{name: "no certificate, but a secret", facts: facts{"auth.certificate_uri": "https://kv-metaflow-prod.vault.azure.net/secrets/a"}, at: `outputs.json: "certificate_uri"`,
			says: []string{"Invalid certificate URI", "/secrets/a"}},
		{name: "host outside of the zone", facts: facts{"auth.host": "metaflow.example.org"}, at: `outputs.json: "host"`,
			says: []string{"Host outside its DNS zone", `"metaflow.example.org"`, `zone "example.com"`}},
	})
}

// TestDecodeFacts has each mistake of one output by itself.
func TestDecodeFacts(t *testing.T) {
	run(t, []mistake{
		{name: "sensitive", facts: facts{"location": sensitive}, at: `outputs.json: "value": "westeurope"`,
			says: []string{"Sensitive value", `Output "location" is sensitive`, "Key Vault"}},
		{name: "null", facts: facts{"location": nil}, at: `outputs.json: "location"`,
			says: []string{"Missing value", `Output "location" is null. Give it a value in Terraform`}},
		{name: "unknown", facts: facts{"location": unknown}, at: `outputs.json: "value": "westeurope"`,
			says: []string{"Unknown value", `"location" is not known yet`}},
		{name: "a list for a string", facts: facts{"location": []string{"westeurope"}}, at: `outputs.json: "location"`,
			says: []string{"Wrong type", `"location" must be a string or a number, but is tuple`}},
		{name: "empty", facts: facts{"location": ""}, at: `outputs.json: "value": ""`,
			says: []string{"Empty value", `"location" is an empty string`}},
		{name: "a number beyond numbers", facts: facts{"database.port": json.Number("1e9999")}, at: `outputs.json: "port"`,
			says: []string{"Invalid value", `"database.port" is a number out of all range. It must be`}},
		{name: "invalid", facts: facts{"location": "West Europe"}, at: `outputs.json: "value": "West Europe"`,
			says: []string{"Invalid value", `"location" is "West Europe"`}},
		{name: "a string for an object", facts: facts{"cluster": "a"}, at: `outputs.json: "value": "a"`,
			says: []string{"Wrong type", `"cluster" must be an object, but is string`}},
		{name: "a string for a list", facts: facts{"cluster.pod_cidrs": "10.244.0.0/16"}, at: `outputs.json: "pod_cidrs"`,
			says: []string{"Wrong type", `"cluster.pod_cidrs" must be a list, but is string`}},
		{name: "a string for a map", facts: facts{"workload_identities": "a"}, at: `outputs.json: "value": "a"`,
			says: []string{"Wrong type", `"workload_identities" must be a map, but is string`}},
		{name: "key of a map", facts: facts{"workload_identities.Reporter": identity("task")}, at: `outputs.json: "Reporter"`,
			says: []string{"Invalid name", `key "Reporter" of output "workload_identities"`}},
		{name: "twice in a list", facts: facts{"cluster.pod_cidrs": []string{"10.244.0.0/16", "10.244.0.0/16"}}, at: `outputs.json: "10.244.0.0/16"`,
			says: []string{"Duplicate value", `"cluster.pod_cidrs" names "10.244.0.0/16" twice`}},
		{name: "no output", facts: facts{"location": absent}, at: "outputs.json: \"outputs\": {",
			says: []string{"Missing output", `"location" is not there. Declare it`}},
		{name: "renamed output", facts: facts{"location": absent, "locations": "westeurope"}, at: `outputs.json: "value": "westeurope"`,
			says: []string{"Missing output", `"location" is not there.`, `There is "locations", which may be its new name`}},
		{name: "no attribute", facts: facts{"database.port": absent}, at: `outputs.json: "database"`,
			says: []string{"Missing attribute", `"database.port" is not there. Declare it`}},
		{name: "renamed attribute", facts: facts{"database.subnet_cidr": absent, "database.subnet_cidrs": "10.0.0.0/8"}, at: `outputs.json: "subnet_cidrs"`,
			says: []string{"Missing attribute", `"database.subnet_cidr" is not there.`, `There is "subnet_cidrs"`}},
	})
}
