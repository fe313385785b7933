// Package charts checks what charts install, by which values.
package charts

import (
	"example.com/metaflow-gitops/generator/check/finding"
	"example.com/metaflow-gitops/generator/manifest"
	"example.com/metaflow-gitops/generator/stack"
)

// checks are the checks of one stack.
type checks struct{ *finding.List }

// Check adds to a list what is wrong with the stack that it is of, whose sync objects
// are given.
func Check(l *finding.List, sync []manifest.Map) {
	c := checks{l}
	c.workflows(sync)
	c.checkCharts(sync)
	if l.Stack.Config.Engine.String() != stack.ArgoCD {
		c.fluxCharts()
	}
}
