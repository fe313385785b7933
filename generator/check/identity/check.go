// Package identity checks that whatever acts as an identity of Azure can: that the
// names, labels and annotations of pods, service accounts and what they mount lead to
// exactly one federated credential, and that task pods get by the profile of
// Metaflow's client what they need.
package identity

import "example.com/metaflow-gitops/generator/check/finding"

// checks are those of what the stack has in the cluster, of which pods, what they mount
// and what acts without pods have their own; and profile those of what task pods get by
// the profile of Metaflow's client.
type (
	checks      struct{ *finding.List }
	pods        struct{ checks }
	classes     struct{ checks }
	controllers struct{ checks }
	profile     struct{ *finding.List }
)

// Check adds to a list what is wrong with the stack that it is of.
func Check(l *finding.List) {
	checks{l}.identity()
	profile{l}.check()
}
