// Package objects checks what must hold for each object by itself.
package objects

import (
	"example.com/metaflow-gitops/generator/check/finding"
	"example.com/metaflow-gitops/generator/check/schema"
)

// checks are the checks of one stack.
type checks struct {
	*finding.List
	schemas *schema.Set
}

// Check adds to a list what is wrong with the stack that it is of.
func Check(l *finding.List) {
	set, _ := schema.For(l.Stack.Contract.Cluster.KubernetesVersion.String())
	c := checks{l, set}
	for _, o := range l.Rendered.Objects {
		c.object(o)
	}
}
