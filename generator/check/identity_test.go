package check

import (
	"strings"
	"testing"

	"example.com/metaflow-gitops/generator/render"
	"example.com/metaflow-gitops/generator/stack"
)

// TestIdentityMutants breaks each edge of the join from use to credential.
func TestIdentityMutants(t *testing.T) {
	annotate := func(account, value string) func(*testing.T, *fixture) {
		return func(t *testing.T, f *fixture) {
			set(f.object(t, "ServiceAccount", account), value, "metadata", "annotations", clientIDAnnotation)
		}
	}
	credentials := func(key string, change func([]stack.Credential) []stack.Credential) func(*testing.T, *fixture) {
		return func(_ *testing.T, f *fixture) {
			id := f.stack.Contract.WorkloadIdentities[key]
			id.FederatedCredentials = change(id.FederatedCredentials)
			f.stack.Contract.WorkloadIdentities[key] = id
		}
	}
	testMutants(t, []mutant{
		{"unknown-client-id", "prod", annotate("task-default", "00000000-0000-0000-0000-000000000000"), "Unknown identity", "AADSTS700016"},
		{"another-identity", "prod", func(t *testing.T, f *fixture) {
			annotate("task-default", f.stack.Contract.WorkloadIdentities["task-training"].ClientID.String())(t, f)
		}, "No federated credential fits", "AADSTS700213"},
		{"account-renamed", "prod", func(t *testing.T, f *fixture) { f.object(t, "ServiceAccount", "ui-backend").Name = "ui-backends" }, "No federated credential fits", "system:serviceaccount:metaflow:ui-backends"},
		{"account-moved", "prod", func(t *testing.T, f *fixture) { f.object(t, "ServiceAccount", "task-default").Namespace = "metaflow" }, "No federated credential fits", "AADSTS700213"},
		{"no-credential", "prod", credentials("ui-backend", func([]stack.Credential) []stack.Credential { return nil }), "No federated credential fits", "no credential at all"},
		{"issuer-of-another-cluster", "prod", credentials("ui-backend", func(c []stack.Credential) []stack.Credential {
			if err := c[0].Issuer.UnmarshalText([]byte("https://westeurope.oic.prod-aks.azure.com/other/")); err != nil {
				panic(err)
			}
			return c
		}), "No federated credential fits", "AADSTS700211"},
		{"audience", "prod", credentials("ui-backend", func(c []stack.Credential) []stack.Credential { c[0].Audiences = nil; return c }), "No federated credential fits", "AADSTS700212"},
		{"credential-twice", "prod", credentials("ui-backend", func(c []stack.Credential) []stack.Credential { return append(c, c[0]) }), "Duplicate credential", "same issuer and subject"},
		{"too-many-credentials", "prod", credentials("ui-backend", func(c []stack.Credential) []stack.Credential {
			for len(c) <= maxCredentials {
				c = append(c, c[0])
			}
			return c
		}), "Too many credentials", "Azure allows 20"},
		{"vault-reader-unknown", "prod", func(t *testing.T, f *fixture) {
			set(f.object(t, "SecretProviderClass", "metadata-service"), "00000000-0000-0000-0000-000000000000", "spec", "parameters", "clientID")
		}, "Unknown identity", "SecretProviderClass metaflow/metadata-service"},
		{"vault-reader-missing", "prod", func(t *testing.T, f *fixture) {
			set(f.object(t, "SecretProviderClass", "metadata-service"), nil, "spec", "parameters", "clientID")
		}, "Missing identity", "names no clientID"},
		{"pods-of-another-account", "prod", func(t *testing.T, f *fixture) {
			set(f.object(t, "Deployment", "metadata-service"), "ui-static", "spec", "template", "spec", "serviceAccountName")
		}, "No federated credential fits", "system:serviceaccount:metaflow:ui-static"},
		{"label-is-no-string", "prod", func(t *testing.T, f *fixture) {
			set(f.object(t, "Deployment", "ui-backend"), true, "spec", "template", "metadata", "labels", useLabel)
		}, "Invalid pod label", `the string "true"`},
		{"label-without-identity", "prod", func(t *testing.T, f *fixture) {
			set(f.object(t, "Deployment", "ui-static"), "true", "spec", "template", "metadata", "labels", useLabel)
		}, "Service account without identity", "AZURE_CLIENT_ID"},
	})
}

func TestObjectMutants(t *testing.T) {
	testMutants(t, []mutant{
		{"no-namespace", "prod", func(t *testing.T, f *fixture) { f.object(t, "Service", "ui-static").Namespace = "" }, "Object without namespace", "Service ui-static"},
		{"secret", "prod", func(_ *testing.T, f *fixture) {
			f.rendered.Objects = append(f.rendered.Objects, render.Object{APIVersion: "v1", Kind: "Secret", Namespace: "metaflow", Name: "x",
				Fields: map[string]any{"data": map[string]any{"a": "aHVudGVyMg=="}}})
		}, "Secret in git", "Key Vault"},
		{"image-beside-the-mirror", "prod", func(t *testing.T, f *fixture) {
			o := f.object(t, "Deployment", "ui-static")
			o.Containers()[0]["image"] = "docker.io/library/nginx:1"
		}, "Image beside the mirror", "docker.io/library/nginx:1"},
	})
}

// TestFindingNamesTheOutput holds that a finding about a generated field has
// the place of the fact behind it.
func TestFindingNamesTheOutput(t *testing.T) {
	f := loadWith(t, "prod", func(file, text string) string {
		return strings.Replace(text, `"subject": "system:serviceaccount:metaflow:ui-backend"`, `"subject": "system:serviceaccount:metaflow:ui-backend2"`, 1)
	})
	diags := Check(f.stack, f.rendered, f.sync)
	if len(diags) != 2 {
		t.Fatalf("want one finding for the account and one for the vault: %v", diags)
	}
	for _, d := range diags {
		if d.Subject.Filename != "outputs.json" || d.Subject.Start.Line < 100 {
			t.Errorf("the place is %v", d.Subject)
		}
	}
}
