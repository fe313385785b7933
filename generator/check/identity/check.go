// Package identity checks that whatever acts as an identity of Azure can: that the
// names, labels and annotations of pods, service accounts and what they mount lead to
// exactly one federated credential, and that task pods get by the profile of
// Metaflow's client what they need.
package identity

import "example.com/metaflow-gitops/generator/check/finding"

// checks are the checks of one stack.
type checks struct{ *finding.List }

// Check adds to a list what is wrong with the stack that it is of.
func Check(l *finding.List) {
	c := checks{l}
	c.identity()
	c.profile()
}
