package sync

import (
	"example.com/metaflow-gitops/generator/check/secrets"
	"example.com/metaflow-gitops/generator/stack"
)

// encrypted checks that the engine decrypts the Secrets which SOPS has encrypted: one
// that does not sends them on as they are, and the API server refuses what SOPS has put
// beside the values.
func (f checks) encrypted() {
	const summary = "Encrypted Secret that nobody decrypts"
	for _, o := range f.Rendered.Objects {
		switch {
		case o.Kind != "Secret" || o.Group() != "" || o.Get("sops") == nil || !secrets.IsEncrypted(o.Fields):
		case f.Stack.Config.Engine.String() == stack.ArgoCD:
			f.Field(o, "sops", []string{"sops"}, summary, "%s is encrypted by SOPS, but Argo CD sends it on as it is, sops: included, which the API server refuses. Keep the value in Key Vault and read it through a SecretProviderClass, or encrypt it as a SealedSecret.", o)
		case f.Stack.Config.Sync.Decryption.IsZero():
			f.Field(o, "sops", []string{"sops"}, summary, "%s is encrypted by SOPS, but the Kustomizations of this stack decrypt nothing, so Flux would send it on as it is, sops: included, which the API server refuses. Add sync { decryption = \"sops\" } to stack.hcl, with decryption_secret where the keys are in a Secret.", o)
		}
	}
}
