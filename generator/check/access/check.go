// Package access checks who may do what in the cluster.
package access

import "example.com/metaflow-gitops/generator/check/finding"

// checks are the checks of one stack.
type checks struct{ *finding.List }

// Check adds to a list what is wrong with the stack that it is of.
func Check(l *finding.List) {
	checks{l}.access()
	checks{l}.taskRoles()
}
