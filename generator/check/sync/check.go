// Package sync checks that an engine applies what was reviewed, in an order that can
// work, and that the other engine would do the same.
package sync

import (
	"example.com/metaflow-gitops/generator/check/finding"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
)

// checks are the checks of one stack.
type checks struct{ *finding.List }

// Check adds to a list what is wrong with the stack that it is of, whose sync objects
// are given.
func Check(l *finding.List, documents []manifest.Map) {
	c := checks{l}
	c.marks()
	if l.Stack.Config.Engine.String() == stack.ArgoCD {
		c.dryRuns()
		c.permissions(documents)
	} else {
		c.hashedNames()
		c.substitution()
	}
	c.encrypted()
	c.waves()
	c.dependencies()
}
